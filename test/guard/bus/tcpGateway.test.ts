import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withCrc } from '../../../drivers/crc.ts';
import { systemClock } from '../../../gateway/core/clock.ts';
import type { Problem, Result } from '../../../gateway/core/result.ts';
import { decodeMbap, encodeMbap } from '../../../gateway/guard/bus/line/mbap.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { TcpLine } from '../../../gateway/guard/bus/line/tcpLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import { TcpPort } from '../../../gateway/guard/bus/port/tcpPort.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { deviceOf, profileOf, Told } from './fakeLine.ts';

type Tcp = {
  readonly type: 'modbus-tcp';
  readonly host: string;
  readonly port: number;
  readonly networkMs: number;
  readonly anyTransaction?: boolean;
};
const CONNECTION: Tcp = { type: 'modbus-tcp', host: 'memory', port: 502, networkMs: 20 };
const PROFILE = profileOf([{ id: 'gas' }], { responseMs: 200 });

/** A poller on a Modbus TCP server in memory. `answer` gives the body, its delay and its transaction number. */
async function polled(
  units: readonly number[],
  answer: (
    body: Uint8Array,
    transaction: number,
    now: number,
  ) => { body: number[]; afterMs: number; transaction: number },
  connection = CONNECTION,
) {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  await far.open();
  far.onBytes = (bytes) => {
    for (const { transaction, body } of decodeMbap(bytes)?.frames ?? []) {
      const said = answer(body, transaction, clock.mono());
      const frame = encodeMbap({ transaction: said.transaction, body: Uint8Array.from(said.body) });
      clock.after(said.afterMs, 'server', () => far.write(frame));
    }
  };
  const told = new Told();
  const devices = units.map((unit) => deviceOf(`gas-${unit}`, unit, PROFILE));
  const poller = new LinePoller({
    ...{ line: { id: 'line', connection, devices }, clock, events: told.events, log: told.log },
    client: new TcpLine(near, connection, clock),
  });
  await poller.start();
  await clock.advance(60_000);
  await clock.until(poller.stop());
  return told;
}

const honest = (body: Uint8Array) => [body[0] ?? 0, body[1] ?? 0, 2, 0, 7];

describe('a gateway that works off one request after the other', () => {
  it('keeps the living although it waits a second for a unit without power', async () => {
    let freeAt = 0;
    const told = await polled([1, 2, 3], (body, transaction, now) => {
      const dead = body[0] === 2;
      freeAt = Math.max(now, freeAt) + (dead ? 1000 : 20);
      return { body: dead ? [2, 0x83, 0x0b] : honest(body), afterMs: freeAt - now, transaction };
    });
    for (const unit of [1, 3]) {
      const readings = told.of(`gas-${unit}/gas`);
      expect(readings.filter(({ quality }) => quality !== 'good')).toEqual([]);
      const times = readings.map(({ at }) => at.mono);
      expect(Math.max(...times.map((time, i) => time - (times[i - 1] ?? time)))).toBeLessThan(4_000); // at the start, until it is known
      expect(readings.length).toBeGreaterThan(45);
    }
    expect(told.of('gas-2/gas')).toMatchObject([{ value: null, quality: 'no-communication' }]);
    expect(Math.max(...told.lines.slice(15).map(({ deadShare }) => deadShare))).toBeLessThanOrEqual(0.11);
  });
});

describe('a gateway that answers with transaction numbers of its own', () => {
  const zero = (body: Uint8Array) => ({ body: honest(body), afterMs: 10, transaction: 0 });

  it('is told as that', async () => {
    const told = await polled([1], zero);
    const trouble = told.devices.findLast((health) => health.trouble !== undefined)?.trouble;
    expect(trouble).toMatchObject({ code: 'bus.other-transaction' });
    if (trouble !== undefined) expectChinese(trouble);
    expect(told.readings).toMatchObject([{ value: null }]);
  });

  it('is read where the site allows it, and a late reply is not taken for the next', async () => {
    const told = await polled([1], zero, { ...CONNECTION, anyTransaction: true });
    expect(told.readings.length).toBeGreaterThan(55);
    let turn = 0;
    const late = await polled(
      [1],
      (body) => ({ ...zero(body), ...(turn++ % 10 === 5 ? { body: [1, 3, 2, 66, 66], afterMs: 1400 } : {}) }),
      { ...CONNECTION, anyTransaction: true },
    );
    expect(late.readings.filter(({ value }) => value !== 7 && value !== null)).toEqual([]);
    expect(late.readings.length).toBeGreaterThan(20);
  });
});

/** A Modbus TCP server on loopback that hangs up at once after each reply, `times` times. */
async function hangingUp(times: number) {
  let connections = 0;
  let hangUps = 0; // of which the other side has taken note
  const server: Server = createServer((socket: Socket) => {
    connections++;
    socket.on('error', () => {});
    socket.on('close', () => hangUps++);
    socket.on('data', (bytes) => {
      for (const { transaction, body } of decodeMbap(bytes)?.frames ?? [])
        socket.write(encodeMbap({ transaction, body: Uint8Array.from(honest(body)) }));
      if (hangUps < times) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clock = systemClock();
  const connection = { ...CONNECTION, host: '127.0.0.1', port, networkMs: 500 };
  const client = new TcpLine(new TcpPort('127.0.0.1', port, clock), connection, clock);
  onTestFinished(() => client.close());
  const notices: Problem[] = [];
  client.onLost = (problem) => expect.unreachable(problem.what);
  client.onNotice = (problem) => notices.push(problem);
  const opened: Result<void, Problem> = await client.open();
  expect(opened.ok).toBe(true);
  const ask = async () => {
    const timing = { turnaroundMs: 1, responseMs: 5000, lateWindowMs: 100, gapMs: 0 };
    const read = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 } as const;
    expect(await client.exchange(read, timing)).toMatchObject({ kind: 'ok', values: [7] });
  };
  return { notices, ask, connections: () => connections, hangUps: () => hangUps };
}

describe('a peer that hangs up when it has answered', () => {
  it('loses nothing: it is connected to again for the next read, and told when it does so again', async () => {
    const { notices, ask, connections } = await hangingUp(Number.POSITIVE_INFINITY);
    let asked = 0;
    await expect
      .poll(async () => {
        await ask();
        asked++;
        return notices.length;
      })
      .toBeGreaterThanOrEqual(2);
    expect(connections()).toBeGreaterThanOrEqual(asked);
    expect(notices[0]).toMatchObject({ code: 'port.hangs-up' });
    for (const notice of notices) expectChinese(notice);
  });

  it('once, as one that lost its power, is told nothing about it', async () => {
    const { notices, ask, hangUps } = await hangingUp(1);
    await ask();
    await expect.poll(hangUps).toBe(1);
    for (let i = 0; i < 5; i++) await ask();
    expect(notices).toEqual([]);
  });
});

/** A converter that hangs up before every third answer, and says the answer to whoever connects next. Registers hold 1000 and their address. */
async function interrupting() {
  let asked = 0;
  let kept: Uint8Array[] = [];
  const server: Server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    for (const reply of kept.splice(0)) socket.write(reply);
    socket.on('data', (bytes) => {
      for (let from = 0; from < bytes.length; from += 8) take(socket, bytes.subarray(from, from + 8));
    });
  });
  const take = (socket: Socket, request: Uint8Array) => {
    const address = (request[2] ?? 0) * 256 + (request[3] ?? 0);
    const registers = Array.from({ length: request[5] ?? 0 }, (_, i) => 1000 + address + i);
    const data = registers.flatMap((value) => [value >> 8, value & 0xff]);
    const reply = withCrc([1, 3, data.length, ...data]);
    if (asked++ % 3 !== 1) return void socket.write(reply);
    kept = [reply];
    socket.end();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clock = systemClock();
  const connection = { type: 'rtu-over-tcp', host: '127.0.0.1', port, baud: 115200, networkMs: 500 } as const;
  const client = new RtuLine(
    new TcpPort('127.0.0.1', port, clock),
    { parity: 'none', stopBits: 1, ...connection },
    clock,
  );
  onTestFinished(() => client.close());
  client.onLost = (problem) => expect.unreachable(problem.what);
  expect((await client.open()).ok).toBe(true);
  return client;
}

describe('a converter that hangs up before it has answered, and says the answer to the next connection', () => {
  it('is asked again, and neither a copy nor the answer to something else is made of the answer that comes twice', async () => {
    const client = await interrupting();
    const timing = { turnaroundMs: 1, responseMs: 5000, lateWindowMs: 100, gapMs: 0 };
    for (let turn = 0; turn < 12; turn++) {
      const address = 100 * (turn % 3);
      const instead = [{ address, count: 2 }];
      const read = { op: 'read', unit: 1, table: 'holding', address, count: 1, instead } as const;
      expect(await client.exchange(read, timing)).toMatchObject({
        kind: 'ok',
        values: { 0: 1000 + address },
      });
      expect(client.habit(1)).toBeUndefined();
    }
  });
});
