import { createConnection, type Socket } from 'node:net';
import modbus from 'modbus-serial';
import { connect as connectMqtt } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { withCrc } from '../../drivers/crc.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { buildingSchema } from '../../simulators/building.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import { Simulation } from '../../simulators/simulation.ts';
import { gasLine, onBench, profiles, read } from './bench.ts';
import { startProgram } from './simulatorProcess.ts';

async function serve(line: object): Promise<{ simulation: Simulation; port: number }> {
  const building = buildingSchema.parse(gasLine(2, { link: undefined, ...line }));
  const simulation = new Simulation(building, profiles, systemClock(), '/nowhere');
  await simulation.start();
  onTestFinished(() => simulation.stop());
  const address = simulation.lines.get('l')?.endpoint?.address;
  return { simulation, port: address !== undefined && 'port' in address ? address.port : 0 };
}

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
    onTestFinished(() => {
      socket.destroy();
    });
  });
}

function hear(socket: Socket, length: number): Promise<number[]> {
  return new Promise((resolve) => {
    const bytes: number[] = [];
    const take = (chunk: Buffer | string) => {
      bytes.push(...Buffer.from(chunk));
      if (bytes.length < length) return;
      socket.off('data', take);
      resolve(bytes);
    };
    socket.on('data', take);
  });
}

test('modbus-serial reads, writes nothing, and is refused a hole over Modbus TCP', async () => {
  const { simulation, port } = await serve({ modbusTcp: 0 });
  simulation.world.set('rooms.r2.gas', 12.5);
  const client = new modbus.default();
  await client.connectTCP('127.0.0.1', { port });
  client.setID(2);
  expect((await client.readHoldingRegisters(0, 8)).data[0]).toBe(125);
  await expect(client.readHoldingRegisters(7, 2)).rejects.toThrow(/Illegal data address/);
  await expect(client.writeRegister(0, 1)).rejects.toThrow(/Illegal/);
  await new Promise<void>((closed) => client.close(() => closed()));
  expect(simulation.tally.devices()['gas-2']).toMatchObject({ clean: 1, refused: 2 });
});

test('two Modbus TCP requests in one segment, and one in two, are each answered with their transaction', async () => {
  const { port } = await serve({ modbusTcp: 0 });
  const socket = await dial(port);
  const frame = (transaction: number, unit: number) => [0, transaction, 0, 0, 0, 6, unit, ...read(3, 0, 1)];
  const heard = hear(socket, 33);
  socket.write(Uint8Array.from([...frame(1, 1), ...frame(2, 2), ...frame(3, 1).slice(0, 5)]));
  await new Promise((resolve) => setImmediate(resolve));
  socket.write(Uint8Array.from(frame(3, 1).slice(5)));
  const bytes = await heard;
  const replies = [0, 11, 22].map((at) => bytes.slice(at, at + 11));
  expect(replies.map((reply) => reply[1]).toSorted()).toEqual([1, 2, 3]);
  for (const reply of replies) expect(reply.slice(2, 9)).toEqual([0, 0, 0, 5, reply[1] === 2 ? 2 : 1, 3, 2]);
});

test('a Modbus TCP stream out of step is cut', async () => {
  const { port } = await serve({ modbusTcp: 0 });
  const socket = await dial(port);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  await closed;
});

test('RTU over TCP carries the bytes of a line, can be pulled out and put back on the same port', async () => {
  const { simulation, port } = await serve({ tcp: 0 });
  const socket = await dial(port);
  const request = withCrc([1, ...read(3, 0, 1)]);
  const heard = hear(socket, 7);
  socket.write(request.subarray(0, 4));
  await new Promise((resolve) => setImmediate(resolve));
  socket.write(request.subarray(4));
  expect((await heard).slice(0, 5)).toEqual([1, 3, 2, 0, 0]);

  const endpoint = simulation.lines.get('l')?.endpoint;
  const cut = new Promise((resolve) => socket.once('close', resolve));
  await endpoint?.unplug();
  await cut;
  await expect(dial(port)).rejects.toThrow(/ECONNREFUSED/);
  await endpoint?.plug();
  const again = await dial(port);
  const reply = hear(again, 7);
  again.write(request);
  expect((await reply).length).toBe(7);
});

test('a port in memory is lost when its cable is pulled and opens again afterwards', async () => {
  const { clock, serial } = onBench(gasLine(1));
  const port = new MemoryEndpoint(serial, clock);
  const heard: number[] = [];
  const losses: string[] = [];
  port.onBytes = (bytes) => heard.push(...bytes);
  port.onLost = ({ code }) => losses.push(code);
  expect(await port.open()).toMatchObject({ ok: true });
  port.write(withCrc([1, ...read(3, 0, 1)]));
  await clock.advance(100);
  expect(heard.length).toBe(7);
  port.write(withCrc([1, ...read(3, 0, 1)]));
  port.unplug();
  await clock.advance(100);
  expect(heard.length).toBe(7);
  expect(losses).toEqual(['unplugged']);
  expect(await port.open()).toMatchObject({ ok: false });
  port.plug();
  expect(await port.open()).toMatchObject({ ok: true });
});

test("the city's broker refuses gateways while the network is cut, and the platform beside it goes on", async () => {
  const broker = await startProgram('simulators/broker', []);
  onTestFinished(() => broker.stop().then(() => {}));
  const told = (command: string) =>
    new Promise((resolve) => {
      broker.child.stdout?.once('data', (text) => resolve(String(text).trim()));
      broker.child.stdin?.write(`${command}\n`);
    });
  const client = connectMqtt(String(broker.ready.url), { protocolVersion: 4, reconnectPeriod: 20 });
  onTestFinished(() => client.endAsync(true));
  await new Promise((resolve) => client.once('connect', resolve));
  await client.publishAsync('a/b', 'kept', { qos: 1, retain: true });

  const gone = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const inside = connectMqtt(String(broker.ready.insideUrl), { protocolVersion: 4 });
  onTestFinished(() => inside.endAsync(true));
  await new Promise((resolve) => inside.once('connect', resolve));
  expect(await told('cut')).toBe('done cut');
  await gone;
  await inside.publishAsync('a/b', 'changed while the network was cut', { qos: 1, retain: true });
  await expect(dial(Number(broker.ready.port))).rejects.toThrow(/ECONNREFUSED/);
  const back = new Promise((resolve) => client.once('connect', resolve));
  expect(await told('restore')).toBe('done restore');
  await back;
  const message = new Promise((resolve) => client.once('message', (_, payload) => resolve(String(payload))));
  await client.subscribeAsync('a/b', { qos: 1 });
  expect(await message).toBe('changed while the network was cut');
  await inside.endAsync(true);
  await client.endAsync(true);
  expect(await broker.stop()).toBe(0);
});
