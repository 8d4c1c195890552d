import { expect, test } from 'vitest';
import { crcHolds, withCrc } from '../../drivers/crc.ts';
import type { FaultInput } from '../../simulators/device/fault.ts';
import { faultSchema } from '../../simulators/device/fault.ts';
import { flipBits } from '../../simulators/line/bitNoise.ts';
import { seededRandom } from '../../simulators/random.ts';
import { type Bench, gasLine, onBench, read, registersOf } from './bench.ts';

function inflict({ simulation }: Bench, device: string, fault: FaultInput): void {
  simulation.devices.get(device)?.inflict(faultSchema.parse(fault));
}

function good(reply: readonly number[]): boolean {
  return crcHolds(Uint8Array.from(reply));
}

test('a silent device says nothing until it is cleared', async () => {
  const bench = onBench(gasLine(2));
  inflict(bench, 'gas-1', { kind: 'silent' });
  expect(await bench.master.ask(1, read(3, 0, 1))).toEqual([]);
  expect(good(await bench.master.ask(2, read(3, 0, 1)))).toBe(true);
  bench.simulation.devices.get('gas-1')?.clear();
  expect(good(await bench.master.ask(1, read(3, 0, 1)))).toBe(true);
  expect(bench.simulation.tally.devices()['gas-1']).toMatchObject({ heard: 2, silent: 1, clean: 1 });
});

test('late replies come 1 to 5 timeouts after the request, a share of them beyond the window', async () => {
  const bench = onBench(gasLine(1));
  const fault = { kind: 'late', probability: 0.5, timeoutMs: 200, beyond: 0.25, windowMs: 1500 } as const;
  inflict(bench, 'gas-1', fault);
  const delays: number[] = [];
  bench.simulation.listen(({ delayMs }) => delays.push((delayMs ?? 0) - 10));
  for (let i = 0; i < 2000; i++) await bench.master.ask(1, read(3, 0, 1), 3200);
  const late = delays.filter((delay) => delay > 0);
  const beyond = late.filter((delay) => delay >= 1500);
  expect(late.length / delays.length).toBeCloseTo(0.5, 1);
  expect(beyond.length / late.length).toBeCloseTo(0.25, 1);
  expect(Math.max(...beyond)).toBeLessThanOrEqual(3000);
  const within = late.filter((delay) => delay < 1500);
  expect(Math.min(...within)).toBeGreaterThanOrEqual(200);
  expect(Math.max(...within)).toBeLessThanOrEqual(1000);
  expect(bench.simulation.tally.devices()['gas-1']).toMatchObject({ late: late.length, corrupted: 0 });
});

test('a late reply still says what was true when it was asked for', async () => {
  const bench = onBench(gasLine(1));
  bench.simulation.world.set('rooms.r1.gas', 10);
  inflict(bench, 'gas-1', { kind: 'late', probability: 1, timeoutMs: 200 });
  bench.master.say(withCrc([1, ...read(3, 0, 1)]));
  await bench.clock.advance(100);
  bench.simulation.world.set('rooms.r1.gas', 90);
  await bench.clock.advance(2000);
  expect(registersOf(bench.master.bytes)).toEqual([100]);
});

test('a late reply that meets the next request spoils it, and nobody blames the master', async () => {
  const bench = onBench(gasLine(2));
  inflict(bench, 'gas-1', { kind: 'late', probability: 1, timeoutMs: 300 });
  let delay = 0;
  // find out when the late reply will come, then talk into it
  const rehearsal = onBench(gasLine(2));
  inflict(rehearsal, 'gas-1', { kind: 'late', probability: 1, timeoutMs: 300 });
  rehearsal.simulation.listen((exchange) => {
    delay = exchange.delayMs ?? 0;
  });
  await rehearsal.master.ask(1, read(3, 0, 8), 3000);
  bench.master.say(withCrc([1, ...read(3, 0, 8)]));
  await bench.clock.advance((8 * 10_000) / 9600 + delay + 5);
  bench.master.say(withCrc([2, ...read(3, 0, 1)]));
  await bench.clock.advance(500);
  expect(bench.serial.watch.tally()).toMatchObject({ collisions: 1, shortGaps: 0 });
  expect(bench.simulation.tally.devices()).toMatchObject({ 'gas-1': { corrupted: 1 } });
  expect(bench.simulation.tally.devices()['gas-2']).toBeUndefined();
});

test('an exception is what the device answers, and nothing is written', async () => {
  const bench = onBench({
    lines: [{ id: 'l', link: 'l', devices: [{ id: 'board', profile: 'relay-8in-8out', unit: 1 }] }],
  });
  inflict(bench, 'board', { kind: 'exception', code: 6 });
  expect((await bench.master.ask(1, [5, 0, 0, 0xff, 0])).slice(1, 3)).toEqual([0x85, 6]);
  bench.simulation.devices.get('board')?.clear();
  expect((await bench.master.ask(1, read(1, 0, 8)))[3]).toBe(0);
});

test('a wrong checksum is wrong', async () => {
  const bench = onBench(gasLine(1));
  inflict(bench, 'gas-1', { kind: 'wrong-crc' });
  const reply = await bench.master.ask(1, read(3, 0, 1));
  expect(reply.length).toBe(7);
  expect(good(reply)).toBe(false);
  expect(bench.simulation.tally.devices()['gas-1']).toMatchObject({ corrupted: 1, clean: 0 });
});

test('two devices with one address garble each other, unless they say the same at the same time', async () => {
  const twins = onBench(gasLine(2));
  inflict(twins, 'gas-2', { kind: 'readdress', unit: 1 });
  expect(good(await twins.master.ask(1, read(3, 0, 8)))).toBe(true);
  twins.simulation.world.set('rooms.r2.gas', 7);
  expect(good(await twins.master.ask(1, read(3, 0, 8)))).toBe(false);

  const bench = onBench({
    lines: [
      {
        id: 'l',
        link: 'l',
        devices: [1, 2].map((i) => ({
          ...{ id: `gas-${i}`, profile: 'ya-k300-s', unit: i, turnaroundMs: 20 + 3 * i },
        })),
      },
    ],
  });
  inflict(bench, 'gas-2', { kind: 'readdress', unit: 1 });
  const reply = await bench.master.ask(1, read(3, 0, 8));
  expect(reply.length).toBeGreaterThanOrEqual(21);
  expect(good(reply)).toBe(false);
  expect(await bench.master.ask(2, read(3, 0, 8))).toEqual([]);
  expect(bench.simulation.tally.devices()).toMatchObject({
    'gas-1': { corrupted: 1, clean: 0 },
    'gas-2': { corrupted: 1, clean: 0 },
  });
});

test('a device that was given another address answers with that address alone', async () => {
  const bench = onBench(gasLine(1));
  inflict(bench, 'gas-1', { kind: 'readdress', unit: 9 });
  expect(await bench.master.ask(1, read(3, 0, 1))).toEqual([]);
  const reply = await bench.master.ask(9, read(3, 0, 1));
  expect(good(reply)).toBe(true);
  expect(reply[0]).toBe(9);
});

test('a talker that answers for others garbles them and leaves its own answers whole', async () => {
  const bench = onBench(gasLine(3));
  inflict(bench, 'gas-3', { kind: 'talks-over' });
  expect(good(await bench.master.ask(1, read(3, 0, 4)))).toBe(false);
  expect(good(await bench.master.ask(3, read(3, 0, 4)))).toBe(true);
});

test('overlapping answers of different length are garbled where they overlap and keep their place in time', async () => {
  const bench = onBench(gasLine(2));
  inflict(bench, 'gas-2', { kind: 'readdress', unit: 1 });
  bench.simulation.devices.get('gas-2')?.inflict(
    faultSchema.parse({ kind: 'late', probability: 1, timeoutMs: 4 }), // 4 to 20 ms later
  );
  const start = bench.clock.mono();
  const reply = await bench.master.ask(1, read(3, 0, 8));
  expect(reply.length).toBeGreaterThan(21);
  expect(reply.length).toBeLessThan(42);
  expect(reply.slice(0, 3)).toEqual([1, 3, 16]); // the first talker was alone until then
  const times = bench.master.heard.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(start);
});

test('noise flips each bit with the probability it was given', () => {
  for (const rate of [0.001, 0.02, 0.3, 1]) {
    const bytes = new Uint8Array(100_000);
    expect(flipBits(bytes, rate, seededRandom(3))).toBe(true);
    const flipped = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(flipped / 800_000 / rate).toBeGreaterThan(0.9);
    expect(flipped / 800_000 / rate).toBeLessThan(1.1);
  }
  const quiet = new Uint8Array(100);
  expect(flipBits(quiet, 0, seededRandom(3))).toBe(false);
  expect(quiet.every((byte) => byte === 0)).toBe(true);
});

test('noise on the line loses frames in both directions and never makes a wrong one', async () => {
  const bench = onBench(gasLine(1, { bitErrorRate: 0.002 }));
  bench.simulation.world.set('rooms.r1.gas', 12.3);
  const replies: number[][] = [];
  for (let i = 0; i < 500; i++) replies.push(await bench.master.ask(1, read(3, 0, 4), 100));
  const whole = replies.filter(good);
  expect(whole.length).toBeGreaterThan(200);
  expect(whole.length).toBeLessThan(450);
  expect(new Set(whole.map((reply) => registersOf(reply)[0]))).toEqual(new Set([123]));
  const counts = bench.simulation.tally.devices()['gas-1'];
  expect(counts?.heard).toBeLessThan(500); // some requests were not understood
  expect(counts?.corrupted).toBeGreaterThan(0);
  expect(counts?.clean).toBe(whole.length);
});

test('a device that reboots is silent for its boot time and has forgotten its outputs', async () => {
  const bench = onBench({
    lines: [{ id: 'l', link: 'l', devices: [{ id: 'board', profile: 'relay-8in-8out', unit: 1 }] }],
  });
  await bench.master.ask(1, [5, 0, 3, 0xff, 0]);
  expect((await bench.master.ask(1, read(1, 0, 8)))[3]).toBe(8);
  inflict(bench, 'board', { kind: 'reboot', bootS: 2 });
  expect(await bench.master.ask(1, read(1, 0, 8), 1900)).toEqual([]);
  await bench.clock.advance(200);
  expect((await bench.master.ask(1, read(1, 0, 8)))[3]).toBe(0);
  expect(bench.simulation.devices.get('board')?.faults).toEqual([]);
});

test('a stuck value stays what it was while the others go on', async () => {
  const bench = onBench(gasLine(1));
  bench.simulation.world.set('rooms.r1.gas', 5);
  inflict(bench, 'gas-1', { kind: 'stuck', point: 'concentration' });
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([50]);
  bench.simulation.world.set('rooms.r1.gas', 60);
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([50]);
  bench.simulation.devices.get('gas-1')?.clear();
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([600]);
});

test('a failed sensor shows the sentinel of its profile', async () => {
  const bench = onBench({
    lines: [{ id: 'l', link: 'l', devices: [{ id: 't', profile: 'r4dcb08-temperature', unit: 1 }] }],
  });
  inflict(bench, 't', { kind: 'sensor-failure', point: 'temperature2' });
  expect(registersOf(await bench.master.ask(1, read(3, 0, 3)))).toEqual([0, 0x8000, 0]);
});

test('a spike shows in exactly one good answer, and a garbled one does not use it up', async () => {
  const bench = onBench(gasLine(1));
  bench.simulation.world.spike('rooms.r1.gas', 77);
  inflict(bench, 'gas-1', { kind: 'wrong-crc' });
  await bench.master.ask(1, read(3, 0, 1));
  bench.simulation.devices.get('gas-1')?.clear();
  expect(registersOf(await bench.master.ask(1, read(3, 1, 1)))).toEqual([0]); // another register: not used up
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([770]);
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([0]);
  expect(bench.simulation.tally.devices()['gas-1']?.points.concentration).toMatchObject({
    answers: 2,
    last: 0,
    max: 77,
  });
});

test('a spike that comes while an answer is under way is left for the next one', async () => {
  const bench = onBench(gasLine(1));
  const underWayMs = 20; // the request is in after 8, the answer out after 25
  bench.clock.after(underWayMs, 'spike', () => bench.simulation.world.spike('rooms.r1.gas', 77));
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([0]);
  expect(registersOf(await bench.master.ask(1, read(3, 0, 1)))).toEqual([770]);
});
