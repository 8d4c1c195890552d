import { expect, test } from 'vitest';
import { assignChannels } from '../../../gateway/guard/record/channels.ts';
import { NOTHING_TAKEN, SampleMemory } from '../../../gateway/guard/record/sampleMemory.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { gasHall } from './gasHall.ts';

const CONCENTRATION = 'gas-1/concentration';
const STATE = 'gas-1/state';

/** Gas detectors whose concentration is read every `periodMs`. */
const sampledEvery = (periodMs: number, count = 2) => gasHall(count, { concentration: { periodMs } });

const reading = (point: string, value: number | null, mono: number) => ({
  point,
  value,
  quality: value === null ? ('no-communication' as const) : ('good' as const),
  at: { boot: 'b', mono },
});

const remember = (site = installationOf(gasSite), now = 0, before: SampleMemory | null = null) =>
  new SampleMemory(site, assignChannels(null, site), 60_000, now, before);

const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, except: NOTHING_TAKEN };

test('the samples of a minute are there at full rate, in the exchanges they were read in, and stay there', () => {
  const memory = remember();
  for (let s = 1; s <= 200; s++)
    memory.accept([reading(CONCENTRATION, s, s * 1000), reading(STATE, 0, s * 1000)]);
  const wanted = { points: [CONCENTRATION], from: 141_000, to: 200_000, except: NOTHING_TAKEN };
  const part = memory.select(wanted).part();
  expect(part?.samples[0]?.columns[0]?.values).toEqual(Array.from({ length: 60 }, (_, i) => 141 + i));
  expect(part).toMatchObject({ from: 140_999, to: 200_000, reports: [] });
  expect(memory.select(wanted).part()).toEqual(part);
  const both = memory.select({ ...wanted, points: [STATE, CONCENTRATION] });
  expect(both.count).toBe(120);
  expect(both.part()?.samples).toMatchObject([{ columns: [{ channel: 0 }, { channel: 1 }] }]);
});

test('what was taken is not taken again; what came late is', () => {
  const memory = remember();
  memory.accept([reading(CONCENTRATION, 1, 1000)]);
  memory.accept([reading(CONCENTRATION, 3, 3000)]);
  const except = { order: memory.order, mono: 2000 };
  memory.accept([reading(CONCENTRATION, 2, 1900)]);
  const part = memory.select({ ...all, points: [CONCENTRATION], except }).part();
  expect(part?.samples[0]?.columns[0]?.values).toEqual([2, 3]);
  expect(part?.from).toBe(1899);
});

test('what is remembered does not grow with the polling rate', () => {
  const memory = remember(sampledEvery(50));
  for (let ms = 0; ms < 100_000; ms += 5) memory.accept([reading(CONCENTRATION, ms, ms)]);
  const values = memory.select({ ...all, points: [CONCENTRATION] }).part()?.samples[0]?.columns[0]?.values;
  expect(values?.length).toBe(1500);
  expect(values?.at(-1)).toBe(99_995);
});

test('a site of any size is remembered within the same memory, for a shorter time', () => {
  const large = sampledEvery(50, 240);
  const memory = remember(large);
  expect(memory.reachMs).toBeLessThan(60_000);
  const points = [...large.points.keys()];
  for (let n = 0; n < 2000; n++) memory.accept(points.map((point) => reading(point, n, n * 50)));
  const { count } = memory.select({ ...all, points });
  expect(count).toBeLessThanOrEqual(400_000);
  expect(count).toBeGreaterThan(390_000);
});

test('a missing value is remembered with its quality, and no sample gives no part', () => {
  const memory = remember();
  expect(memory.select({ ...all, points: [CONCENTRATION, 'gone/point'] }).part()).toBeNull();
  memory.accept([reading(CONCENTRATION, null, 5)]);
  expect(memory.select({ ...all, points: [CONCENTRATION] }).part()?.samples[0]?.columns[0]).toEqual({
    channel: 0,
    values: [null],
    qualities: ['no-communication'],
  });
});

test('a point that is still there after a reload keeps what is remembered of it, at any new period', () => {
  const before = remember();
  for (let s = 1; s <= 60; s++) before.accept([reading(CONCENTRATION, s, s * 1000)]);
  const same = remember(installationOf(gasSite), 60_500, before);
  const slower = remember(sampledEvery(3000), 60_500, same);
  slower.accept([reading(CONCENTRATION, 61, 61_000)]);
  const values = slower.select({ ...all, points: [CONCENTRATION] }).part()?.samples[0]?.columns[0]?.values;
  expect(values).toEqual(Array.from({ length: 25 }, (_, i) => 37 + i));
});
