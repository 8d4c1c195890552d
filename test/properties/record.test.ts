import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUALITY_CODES, type Quality, qualityClass } from '../../drivers/quality.ts';
import type { Reading } from '../../drivers/reading.ts';
import { assignChannels } from '../../gateway/guard/record/channels.ts';
import { Recorder } from '../../gateway/guard/record/recorder.ts';
import type { Part } from '../../gateway/telemetry/wire/model.ts';
import { soak } from '../harness/soak.ts';
import { gasSite, installationOf } from '../site/fixture.ts';

const RUNS = soak(300);
const installation = installationOf({
  ...gasSite,
  report: { everyS: 7 },
  devices: [
    {
      ...gasSite.devices[0],
      points: { concentration: { report: { deadband: 20 } }, temperature: { report: { everyS: 2 } } },
    },
  ],
});
const channels = assignChannels(null, installation);
const GAS = channels.indices['gas-1/concentration'];
const QUANTITIES = ['gas-1/concentration', 'gas-1/temperature'];
const ALARM = channels.indices['gas-1/alarm'];

const quality = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Quality>('good') },
  fc.constantFrom(...(Object.keys(QUALITY_CODES) as Quality[])),
);
const exchange = fc.record({
  waitMs: fc.constantFrom(0, 0.3, 40, 999.7, 1000, 2500, 7000, 30_000),
  lateMs: fc.constantFrom(0, 0, 0, 3), // read before the last tick, delivered after it
  tick: fc.boolean(),
  // also values a last bit apart, whose mean is all rounding
  gas: fc.tuple(
    fc.oneof(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.constantFrom(0.1, 0.1 + 2 ** -56, 0.1 + 2 ** -55),
    ),
    quality,
  ),
  temperature: fc.option(fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), quality)),
  alarm: fc.option(fc.constantFrom(0, 1, 2)),
});
type Exchange = typeof exchange extends fc.Arbitrary<infer E> ? E : never;

function play(exchanges: readonly Exchange[]): { parts: Part[]; accepted: Reading[] } {
  const recorder = new Recorder(installation, channels, 5.5);
  const parts: Part[] = [];
  const accepted: Reading[] = [];
  let now = 5.5;
  for (const { waitMs, lateMs, tick, gas, temperature, alarm } of exchanges) {
    now += waitMs;
    if (tick) parts.push(...recorder.tick(now));
    const at = { boot: 'b', mono: Math.max(5.5, now - lateMs) };
    const read = (point: string, [value, how]: readonly [number, Quality]): Reading => ({
      point,
      value: qualityClass(how) === 'bad' ? null : value,
      quality: how,
      at,
    });
    const readings = [
      read('gas-1/concentration', gas),
      ...(temperature === null ? [] : [read('gas-1/temperature', temperature)]),
      ...(alarm === null ? [] : [read('gas-1/alarm', [alarm, 'good'])]),
    ];
    accepted.push(...readings);
    parts.push(...recorder.accept(readings));
  }
  parts.push(...recorder.flush(now));
  expect(recorder.flush(now + 100_000)).toEqual([]);
  return { parts, accepted };
}

function everyHistory(check: (history: { parts: Part[]; accepted: Reading[] }) => void): void {
  fc.assert(
    fc.property(fc.array(exchange, { maxLength: 60 }), (exchanges) => check(play(exchanges))),
    { numRuns: RUNS },
  );
}

const columns = (parts: readonly Part[]) =>
  parts.flatMap(({ reports }) => reports.flatMap((group) => group.columns));
const good = ({ quality: how, value, point }: Reading) =>
  qualityClass(how) === 'good' && typeof value === 'number' && QUANTITIES.includes(point);

test('every good sample is counted in exactly one report record', () => {
  everyHistory(({ parts, accepted }) => {
    const counted = columns(parts)
      .flatMap(({ n }) => n)
      .reduce((sum, n) => sum + n, 0);
    expect(counted).toBe(accepted.filter(good).length);
  });
});

test('min ≤ mean ≤ max, and without a good sample there is none of them', () => {
  everyHistory(({ parts }) => {
    for (const { min, mean, max, n } of columns(parts))
      n.forEach((count, i) => {
        const [low, middle, high] = [min[i] ?? null, mean[i] ?? null, max[i] ?? null];
        if (count === 0) expect([low, middle, high]).toEqual([null, null, null]);
        else {
          expect(low).toBeLessThanOrEqual(middle ?? Number.NaN);
          expect(middle).toBeLessThanOrEqual(high ?? Number.NaN);
        }
      });
  });
});

test('a spike of one sample always shows in a max', () => {
  everyHistory(({ parts, accepted }) => {
    const gas = accepted.filter(good).filter(({ point }) => point === 'gas-1/concentration');
    if (gas.length === 0) return;
    const highest = Math.max(...gas.map(({ value }) => Number(value)));
    const told = columns(parts)
      .filter(({ channel }) => channel === GAS)
      .flatMap(({ max }) => max);
    expect(told).toContain(highest);
  });
});

test('every time lies within its part, times rise within a group, and columns are as long as their times', () => {
  everyHistory(({ parts }) => {
    for (const { from, to, samples, reports } of parts) {
      expect([from, to].every(Number.isInteger)).toBe(true);
      for (const { times, columns: cells } of [...samples, ...reports]) {
        times.forEach((time, i) => {
          expect(Number.isInteger(time) && time > from && time <= to).toBe(true);
          if (i > 0) expect(time).toBeGreaterThan(times[i - 1] ?? 0);
        });
        for (const { qualities } of cells) expect(qualities.length).toBe(times.length);
      }
    }
  });
});

test('every change of state and of quality is told, in order', () => {
  everyHistory(({ parts, accepted }) => {
    const told = (channel: number | undefined) =>
      parts
        .flatMap(({ samples }) => samples)
        .flatMap(({ times, columns: cells }) =>
          cells
            .filter((cell) => cell.channel === channel)
            .flatMap(({ values }) => values.map((value, i) => ({ time: times[i] ?? 0, value }))),
        ).length;
    const alarms = accepted.filter(({ point }) => point === 'gas-1/alarm').map(({ value }) => value);
    expect(told(ALARM)).toBe(alarms.filter((value, i) => value !== alarms[i - 1]).length);

    const gas = accepted
      .filter(({ point }) => point === 'gas-1/concentration')
      .map(({ quality: how }) => how);
    const changes = gas.filter((how, i) => how !== gas[i - 1]).length;
    expect(told(GAS)).toBeGreaterThanOrEqual(changes);
  });
});
