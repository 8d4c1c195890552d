import { expect, test } from 'vitest';
import { crcHolds, withCrc } from '../../drivers/crc.ts';
import { gasLine, onBench, read, registersOf } from './bench.ts';

const CHARACTER_MS = 10_000 / 9600;

test('a reply appears when a wire would have carried request, turnaround and reply, and not before', async () => {
  const { clock, master } = onBench(gasLine(1));
  const start = clock.mono();
  const reply = await master.ask(1, read(3, 0, 8));
  expect(reply.length).toBe(21);
  expect(crcHolds(Uint8Array.from(reply))).toBe(true);
  const turnaroundMs = 10;
  expect(master.heard.at(-1)?.at).toBeCloseTo(start + (8 + 21) * CHARACTER_MS + turnaroundMs, 6);
  master.heard.forEach(({ at }, i) => {
    expect(at - start).toBeGreaterThanOrEqual((8 + i + 1) * CHARACTER_MS + turnaroundMs - 1e-6);
  });
  expect(new Set(master.heard.map(({ at }) => at)).size).toBeGreaterThan(3); // in chunks, as from a UART
});

test('parity and a second stop bit make every character longer', async () => {
  const { clock, master } = onBench(gasLine(1, { parity: 'even', stopBits: 2 }));
  const start = clock.mono();
  await master.ask(1, read(3, 0, 1));
  expect(master.heard.at(-1)?.at).toBeCloseTo(start + ((8 + 7) * 12_000) / 9600 + 10, 6);
});

test('a request in two pieces is one request, timed from its first byte', async () => {
  const { clock, master } = onBench(gasLine(1));
  const request = withCrc([1, ...read(3, 0, 1)]);
  const start = clock.mono();
  master.say(request.subarray(0, 3));
  await clock.advance(1);
  master.say(request.subarray(3));
  await clock.advance(100);
  expect(master.bytes.length).toBe(7);
  expect(master.heard.at(-1)?.at).toBeCloseTo(start + 15 * CHARACTER_MS + 10, 6);
});

test('garbage before a request is thrown away after a silence of 3.5 characters', async () => {
  const { clock, master, serial } = onBench(gasLine(1));
  master.say([0x55, 0x03, 0x99]);
  await clock.advance((3 + 3.5) * CHARACTER_MS);
  expect((await master.ask(1, read(3, 0, 1))).length).toBe(7);
  expect(serial.watch.tally()).toMatchObject({ garbage: 1, exchanges: 1 });
});

test('a request straight behind garbage is not understood', async () => {
  const { clock, master } = onBench(gasLine(1));
  master.say([0x55]);
  await clock.advance(CHARACTER_MS);
  expect(await master.ask(1, read(3, 0, 1))).toEqual([]);
});

test('a request with a bad checksum is ignored', async () => {
  const { clock, master } = onBench(gasLine(1));
  const request = withCrc([1, ...read(3, 0, 1)]);
  request[7] = (request[7] ?? 0) ^ 1;
  master.say(request);
  await clock.advance(200);
  expect(master.bytes).toEqual([]);
});

test('an unknown function is refused once silence has told where its frame ends', async () => {
  const { master } = onBench(gasLine(1));
  const reply = await master.ask(1, [0x41, 1, 2, 3, 4, 5]);
  expect(reply.slice(0, 3)).toEqual([1, 0xc1, 1]);
});

test('nobody answers a broadcast, and everybody obeys it', async () => {
  const { master } = onBench({
    lines: [
      {
        id: 'l',
        link: 'l',
        devices: [
          { id: 'a', profile: 'relay-8in-8out', unit: 1 },
          { id: 'b', profile: 'relay-8in-8out', unit: 2 },
        ],
      },
    ],
  });
  expect(await master.ask(0, [5, 0, 2, 0xff, 0])).toEqual([]);
  expect((await master.ask(1, read(1, 0, 8)))[3]).toBe(0b100);
  expect((await master.ask(2, read(1, 0, 8)))[3]).toBe(0b100);
});

test('the line notices a master that leaves too short a gap, and one that leaves just enough', async () => {
  const { master, serial } = onBench(gasLine(1));
  const exchangeMs = (8 + 7) * CHARACTER_MS + 10;
  await master.ask(1, read(3, 0, 1), exchangeMs + 3.5 * CHARACTER_MS + 1e-6);
  await master.ask(1, read(3, 0, 1), exchangeMs + 2 * CHARACTER_MS);
  expect(serial.watch.tally().shortGaps).toBe(0);
  expect(serial.watch.tally().shortestGapMs).toBeCloseTo(3.5 * CHARACTER_MS, 3);
  await master.ask(1, read(3, 0, 1));
  expect(serial.watch.tally().shortGaps).toBe(1);
  expect(serial.watch.tally().shortestGapMs).toBeCloseTo(2 * CHARACTER_MS, 3);
});

test('above 19200 baud the gap of the standard is 1.75 ms', async () => {
  const { clock, master, serial } = onBench(gasLine(1, { baud: 115_200 }));
  const exchangeMs = (15 * 10_000) / 115_200 + 10;
  await master.ask(1, read(3, 0, 1), exchangeMs + 1.76);
  await master.ask(1, read(3, 0, 1), exchangeMs + 1.7);
  await master.ask(1, read(3, 0, 1), 100);
  expect(serial.watch.tally().shortGaps).toBe(1);
  expect(clock.pending()).toEqual([]);
});

test('a master that talks into the answer it waits for spoils both and has left no gap', async () => {
  const { clock, master, serial, simulation } = onBench(gasLine(2));
  master.say(withCrc([1, ...read(3, 0, 8)]));
  await clock.advance((8 + 4) * CHARACTER_MS + 10); // four bytes of the answer are through
  const reply = await master.ask(2, read(3, 0, 1));
  expect(serial.watch.tally().shortGaps).toBe(1);
  expect(simulation.tally.devices()).toMatchObject({ 'gas-1': { corrupted: 1, clean: 0 } });
  expect(simulation.tally.devices()['gas-2']).toBeUndefined();
  expect(crcHolds(Uint8Array.from(reply))).toBe(false);
});

test('busy time is the time that bytes were on the wire', async () => {
  const { clock, master, serial } = onBench(gasLine(1));
  serial.watch.reset();
  for (let i = 0; i < 10; i++) await master.ask(1, read(3, 0, 1), 100);
  const { busyMs, elapsedMs, exchanges } = serial.watch.tally();
  expect(exchanges).toBe(10);
  expect(elapsedMs).toBeCloseTo(1000, 6);
  expect(busyMs).toBeCloseTo(10 * 15 * CHARACTER_MS, 6);
  expect(clock.pending()).toEqual([]);
});

test('what a device says is taken from the world when the request has arrived, not when it was sent', async () => {
  const { clock, master, simulation } = onBench(gasLine(1));
  master.say(withCrc([1, ...read(3, 0, 1)]));
  await clock.advance(8 * CHARACTER_MS - 0.1);
  simulation.world.set('rooms.r1.gas', 40);
  await clock.advance(0.2);
  simulation.world.set('rooms.r1.gas', 80);
  await clock.advance(100);
  expect(registersOf(master.bytes)).toEqual([400]);
});
