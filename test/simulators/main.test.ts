import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { withCrc } from '../../drivers/crc.ts';
import type { AnswerPush } from '../../simulators/backchannel/buildingProtocol.ts';
import {
  mbpoll,
  ROOT,
  type Running,
  type SimulatorPlaces,
  startProgram,
  startSimulator,
} from './simulatorProcess.ts';

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 10 });

let simulator: Running & SimulatorPlaces;
const link = (line: string) => join(simulator.folder, line);

beforeAll(async () => {
  const demo = parse(readFileSync(join(ROOT, 'simulators/buildings/demo.yaml'), 'utf8'));
  const fast = {
    id: 'fast',
    link: 'fast',
    baud: 115_200,
    devices: [{ id: 'ten', profile: 'ya-k300-s', unit: 1, turnaroundMs: 2 }],
  };
  simulator = await startSimulator({ ...demo, lines: [...demo.lines, fast] });
});

afterAll(async () => {
  simulator.back.close();
  expect(await simulator.stop()).toBe(0);
});

test('mbpoll reads a gas detector as its profile says', async () => {
  await simulator.back.set('rooms.201.gas', 26.3);
  const read = await mbpoll(link('gas'), '-a', '2', '-b', '9600', '-t', '4', '-r', '1', '-c', '8');
  expect(read).toEqual(['263', '1', '1', '210', '1', '100', '25', '50']);
  await simulator.back.release();
});

test('mbpoll reads a float, a sign-magnitude pair and a value with its decimals in a register', async () => {
  await simulator.back.set('riser.main', 312.5);
  await simulator.back.set('cracks.stair.width', -0.25);
  await simulator.back.set('riser.pressure', 437);
  const at = (unit: string) => ['-a', unit, '-b', '9600'];
  const bar = await mbpoll(link('water'), ...at('2'), '-t', '4:float', '-B', '-r', '257', '-c', '2');
  expect(bar).toEqual(['3.125', '12.4']);
  const crack = await mbpoll(link('structure'), ...at('10'), '-t', '3:hex', '-r', '5', '-c', '2');
  expect(crack).toEqual(['0x8000', '0x00FA']);
  const pressure = await mbpoll(link('water'), ...at('1'), '-t', '4', '-r', '3', '-c', '3');
  expect(pressure).toEqual(['0', '3', '437']); // MPa, three decimals
  await simulator.back.release();
});

test('mbpoll is refused a hole of the register map', async () => {
  const read = mbpoll(link('gas'), '-a', '1', '-b', '9600', '-t', '4', '-r', '7', '-c', '4');
  await expect(read).rejects.toThrow(/Illegal data address/);
});

test('mbpoll switches a relay and reads it back', async () => {
  const board = ['-a', '4', '-b', '9600', '-t', '0', '-r', '3'];
  execFileSync('mbpoll', ['-m', 'rtu', '-P', 'none', ...board, link('water'), '1']);
  expect(await mbpoll(link('water'), '-a', '4', '-b', '9600', '-t', '0', '-r', '1', '-c', '4')).toEqual([
    '0',
    '0',
    '1',
    '0',
  ]);
  const { devices } = await simulator.back.state();
  expect(devices.find(({ id }) => id === 'board')?.outputs).toMatchObject({ relay2: false, relay3: true });
});

test('a leak started from outside reaches the register, and the log misses no exchange', async () => {
  await simulator.back.resetTally();
  const pushes: AnswerPush[] = [];
  await simulator.back.subscribe((answer) => pushes.push(answer));
  await simulator.back.spike('rooms.301.gas', 55.5);
  const reads: string[] = [];
  for (let i = 0; i < 3; i++)
    reads.push(...(await mbpoll(link('gas'), '-a', '3', '-b', '9600', '-t', '4', '-r', '1', '-c', '1')));
  expect(reads[0]).toBe('555');
  expect(Number(reads[1])).toBeLessThan(10);
  const { devices, lines } = await simulator.back.tally();
  expect(devices['gas-301']).toMatchObject({ heard: 3, clean: 3 });
  expect(devices['gas-301']?.points.concentration).toMatchObject({ answers: 3, max: 55.5 });
  expect(lines.gas).toMatchObject({ exchanges: 3, lateReplies: 0, corrupted: 0 });
  expect(pushes.map(({ device, address, values }) => [device, address, values.length])).toEqual(
    reads.map(() => ['gas-301', 0, 1]),
  );
  await eventually(() => {
    const log = readFileSync(simulator.log, 'utf8').trim().split('\n');
    const logged = log.map((line) => JSON.parse(line)).filter(({ device }) => device === 'gas-301');
    expect(logged.map(({ values }) => String(values[0]))).toEqual(reads);
  });
});

test('a fault is inflicted, shown and cleared from outside', async () => {
  await simulator.back.fault('gas-101', { kind: 'exception', code: 4 });
  const read = () => mbpoll(link('gas'), '-a', '1', '-b', '9600', '-t', '4', '-r', '1', '-c', '1');
  await expect(read()).rejects.toThrow(/Slave device or server failure/);
  const { devices } = await simulator.back.state();
  expect(devices.find(({ id }) => id === 'gas-101')?.faults).toEqual([
    { kind: 'exception', code: 4, probability: 1 },
  ]);
  await simulator.back.clear('gas-101');
  expect(await read()).toHaveLength(1);
});

test('the backchannel says what is wrong with a command', async () => {
  await expect(simulator.back.leak('attic')).rejects.toThrow(
    /no room "attic"; one of: 101, 201, 301, basement/,
  );
  await expect(simulator.back.fault('toaster', { kind: 'silent' })).rejects.toThrow(/no device "toaster"/);
  await expect(simulator.back.unplug('north')).rejects.toThrow(/no line "north"/);
  // @ts-expect-error what a person may type
  await expect(simulator.back.send({ verb: 'explode' })).rejects.toThrow(/verb/);
});

test('a tty stays when a master closes it, and hangs up when it is unplugged until it is plugged in again', async () => {
  const path = link('fast');
  const request = withCrc([1, 3, 0, 0, 0, 8]);
  const before = readlinkSync(path);
  for (let i = 0; i < 3; i++) {
    const port = await openPort(path);
    expect((await exchange(port, request, 21)).bytes.length).toBe(21);
    await new Promise((closed) => port.close(closed));
  }
  expect(readlinkSync(path)).toBe(before);

  const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
  const hungUp = new Promise((resolve) => reader.once('exit', resolve));
  const port = await openPort(path);
  const heard = new Promise((resolve) => reader.stdout.once('data', resolve));
  port.write(Buffer.from(request));
  await heard; // now it is known to read
  await simulator.back.unplug('fast');
  await hungUp;
  await new Promise((closed) => port.close(closed));
  expect(existsSync(path)).toBe(false);
  await expect(openPort(path)).rejects.toThrow(/No such file/);
  await simulator.back.plug('fast');
  const again = await openPort(path);
  expect((await exchange(again, request, 21)).bytes.length).toBe(21);
  await new Promise((closed) => again.close(closed));
});

test('at 115200 baud no reply is early', async () => {
  const port = await openPort(link('fast'));
  await clear(2); // from whatever was said before
  await simulator.back.resetTally();
  const request = withCrc([1, 3, 0, 0, 0, 8]);
  const wireMs = ((8 + 21) * 10_000) / 115_200 + 2;
  const over: number[] = [];
  for (let i = 0; i < 300; i++) {
    const { ms } = await exchange(port, request, 21);
    over.push(ms - wireMs);
    await clear(1.9);
  }
  await new Promise((closed) => port.close(closed));
  over.sort((a, b) => a - b);
  const { lines } = await simulator.back.tally();
  console.log(
    `115200: over wire time min ${over[0]?.toFixed(2)} p50 ${over[150]?.toFixed(2)} p90 ${over[270]?.toFixed(2)} ms;`,
    `shortest gap ${lines.fast?.shortestGapMs?.toFixed(2)} ms, own lateness ${lines.fast?.worstLatenessMs.toFixed(2)} ms`,
  );
  expect(over[0]).toBeGreaterThan(0);
  expect(lines.fast).toMatchObject({ exchanges: 300, shortGaps: 0 });
  expect(lines.fast?.busyMs).toBeCloseTo((300 * (8 + 21) * 10_000) / 115_200, 3);
});

test('a building file with mistakes is refused with their places and what to do', async () => {
  const broken = {
    world: { rooms: { '1': {} } },
    lines: [
      {
        id: 'a',
        link: 'a',
        devices: [
          { id: 'x', profile: 'toaster' },
          { id: 'x', profile: 'ya-k300-s', senses: { smell: 3, concentration: 'rooms.2.gas' } },
        ],
      },
    ],
  };
  const refused = startSimulator(broken);
  await expect(refused).rejects.toThrow(/device x is there twice/);
  await expect(refused).rejects.toThrow(/no profile toaster/);
  await expect(refused).rejects.toThrow(/no point smell/);
  await expect(refused).rejects.toThrow(/nothing to sense at rooms.2.gas/);
  await expect(startProgram('simulators/main', [])).rejects.toThrow(/ended with 2: usage/);
});

function openPort(path: string): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
    port.open((error) => (error === null || error === undefined ? resolve(port) : reject(error)));
  });
}

/** Sends a request and waits for `length` bytes; how long that took. */
function exchange(
  port: SerialPort,
  request: Uint8Array,
  length: number,
): Promise<{ bytes: Buffer; ms: number }> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const begun = performance.now();
    const take = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length < length) return;
      port.off('data', take);
      resolve({ bytes, ms: performance.now() - begun });
    };
    port.on('data', take);
    port.write(Buffer.from(request));
  });
}

/** The gap a master owes the line. */
function clear(ms: number): Promise<void> {
  const due = performance.now() + ms;
  return new Promise((resolve) => {
    const look = () => (performance.now() >= due ? resolve() : setImmediate(look));
    look();
  });
}
