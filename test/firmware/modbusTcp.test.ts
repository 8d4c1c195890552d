import { connect, type Socket } from 'node:net';
import modbus from 'modbus-serial';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeCommand } from '../../drivers/annunciator/node.ts';
import { NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import { AnnunciatorNode, IDENTITY } from '../../firmware/annunciator/node.ts';
import { ModbusTcpServer } from '../../firmware/modbus/tcpServer.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { until } from '../harness/until.ts';
import { FakeBoard } from './fakeBoard.ts';
import { command } from './story.ts';

let board: FakeBoard;
let server: ModbusTcpServer;
let client: InstanceType<typeof modbus.default>;
let port: number;

beforeEach(async () => {
  board = new FakeBoard();
  const node = new AnnunciatorNode(board, systemClock(), 0x12345678, NEVER_TOLD, () => {});
  server = new ModbusTcpServer(node);
  node.start();
  const listening = await server.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.what);
  port = listening.value;
  client = new modbus.default(); // nobody here wrote it
  await client.connectTCP('127.0.0.1', { port });
  client.setID(1);
  client.setTimeout(2000);
});

afterEach(async () => {
  await new Promise<void>((resolve) => client.close(() => resolve()));
  await server.close();
});

const words = (change: Parameters<typeof command>[0] = {}) => encodeCommand(command(change));
const refused = (exception: number) => expect.objectContaining({ modbusCode: exception });

describe('a foreign Modbus TCP master', () => {
  test('commands, reads the status and reads back what it commanded', async () => {
    const sent = words({ tone: 'continuous' });
    await client.writeRegisters(0, sent);
    expect(board.pins?.siren).toBe(true);
    expect((await client.readHoldingRegisters(0, 6)).data).toEqual(sent);
    const { data } = await client.readInputRegisters(0, 13);
    expect(data.slice(0, 2)).toEqual([0x1234, 0x5678]);
    expect(data[8]).toBe(3);
  });

  test('learns who is there', async () => {
    const { data } = await client.readDeviceIdentification(1, 0);
    expect(Object.values(data)).toEqual([...IDENTITY]);
  });

  test.each([
    ['the first half of a command', 0, words().slice(0, 3), 3],
    ['its last register alone', 5, [1], 3],
    ['a tone that is none', 0, words().with(1, 9), 3],
    ['a lease of more than a minute', 0, words().with(0, 601), 3],
    ['a gas valve that would open by itself', 0, words().with(3, 0), 3],
    ['registers behind it', 6, [1], 2],
    ['more than it', 0, [...words(), 0], 2],
  ])('writes %s in vain', async (_, address, values, exception) => {
    await client.writeRegisters(0, words({ tone: 'pulsed' }));
    const { length } = board.shown;
    const before = (await client.readHoldingRegisters(0, 6)).data;
    await expect(client.writeRegisters(address, values)).rejects.toEqual(refused(exception));
    expect(board.shown).toHaveLength(length);
    expect((await client.readHoldingRegisters(0, 6)).data).toEqual(before);
  });

  test('is refused single writes, what is not there and what cannot be done', async () => {
    await expect(client.writeRegister(0, 100)).rejects.toEqual(refused(3));
    await expect(client.writeRegister(40, 100)).rejects.toEqual(refused(2));
    await expect(client.readInputRegisters(12, 2)).rejects.toEqual(refused(2));
    await expect(client.readHoldingRegisters(6, 1)).rejects.toEqual(refused(2));
    await expect(client.readCoils(0, 1)).rejects.toEqual(refused(1));
    await expect(client.writeCoil(0, true)).rejects.toEqual(refused(1));
  });
});

test('requests may come in pieces or together, and a stream out of step is cut', async () => {
  const read = Buffer.from([0, 7, 0, 0, 0, 6, 1, 4, 0, 5, 0, 2]);
  const socket = connect(port, '127.0.0.1');
  let heard = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    heard = Buffer.concat([heard, bytes]);
  });
  socket.write(read.subarray(0, 3));
  await new Promise((resolve) => setImmediate(resolve));
  socket.write(Buffer.concat([read.subarray(3), read, read]));
  const reply = Buffer.from([0, 7, 0, 0, 0, 7, 1, 4, 4, 0, 0, 0, 1]);
  await expect.poll(() => heard.toString('hex')).toBe(Buffer.concat([reply, reply, reply]).toString('hex'));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  await closed;
});

test('a port that is taken is a problem with a hint', async () => {
  const second = await new ModbusTcpServer(
    new AnnunciatorNode(board, systemClock(), 1, NEVER_TOLD, () => {}),
  ).listen('127.0.0.1', port);
  expect(second).toMatchObject({
    ok: false,
    error: { code: 'node.port-taken', hint: expect.stringContaining('--tcp') },
  });
});

test('hundreds of connections that ask for nothing keep no master out, and not the one that is at work', async () => {
  const idle: Socket[] = [];
  let closed = 0;
  for (let n = 0; n < 300; n++) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => closed++);
    idle.push(socket);
    if (n % 4 === 0) await client.readInputRegisters(0, 13); // guard looks at its buttons now and then
  }
  const anew = new modbus.default();
  await anew.connectTCP('127.0.0.1', { port });
  anew.setID(1);
  anew.setTimeout(2000);
  expect((await anew.readInputRegisters(0, 13)).data).toHaveLength(13);
  expect((await client.readInputRegisters(0, 13)).data).toHaveLength(13);
  await until('the node keeps eight at most', () => closed >= 294);
  expect(closed).toBeLessThan(300);
  for (const socket of idle) socket.destroy();
  await new Promise<void>((resolve) => anew.close(() => resolve()));
});
