import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignChannels } from '../../../gateway/guard/record/channels.ts';
import { DAY_MS, DayBook } from '../../../gateway/guard/record/dayBook.ts';
import { formatDays, parseDays, type SavedDays } from '../../../gateway/guard/record/dayBookSaved.ts';
import type { Part } from '../../../gateway/telemetry/wire/model.ts';
import { soak } from '../../harness/soak.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';

const site = installationOf(gasSite);
const channels = assignChannels(null, site);
const GAS = 'gas-1/concentration';
const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 5, 1, 12);

const gas = (mono: number, value: number | null = 5, boot = 'b1') => ({
  ...{ point: GAS, value, at: { boot, mono } },
  quality: value === null ? ('no-communication' as const) : ('good' as const),
});

function book(offset: number | null, before: SavedDays | null = null, boot = 'b1', mono = 0): DayBook {
  return new DayBook(site, channels, { boot, mono }, offset, before);
}

/** The gas column of what was told: when, how long, and what. */
function told(parts: readonly Part[]) {
  return parts.flatMap(({ reports }) =>
    reports.flatMap(({ times, periodMs, columns }) =>
      columns
        .filter(({ channel }) => channel === channels.indices[GAS])
        .map(({ min, mean, max, n }) => ({
          end: times[0],
          periodMs,
          min: min[0],
          mean: mean[0],
          max: max[0],
          n: n[0],
        })),
    ),
  );
}

const restarted = (days: DayBook) => parseDays(formatDays(days.saved()));

describe('statistics of the day', () => {
  it('are told when the civil day ends, with the samples up to midnight', () => {
    const day = book(NOON);
    for (const [hour, value] of [
      [1, 4],
      [2, 8],
      [12, 6],
    ] as const)
      expect(day.accept([gas(hour * HOUR_MS, value)])).toEqual([]);
    expect(day.nextDue()).toBe(12 * HOUR_MS);
    const parts = day.accept([gas(12 * HOUR_MS + 1, 100)]);
    expect(told(parts)).toEqual([
      { end: 12 * HOUR_MS, periodMs: 12 * HOUR_MS, min: 4, mean: 6, max: 8, n: 3 },
    ]);
    expect(parts[0]).toMatchObject({ from: 12 * HOUR_MS - 1, to: 12 * HOUR_MS, samples: [] });
    expect(told(day.tick(36 * HOUR_MS))).toMatchObject([{ periodMs: DAY_MS, max: 100, n: 1 }]);
  });

  it('count good samples alone, and tell a day on which nothing good was read', () => {
    const day = book(NOON);
    day.accept([gas(HOUR_MS, null)]);
    expect(told(day.tick(12 * HOUR_MS))).toMatchObject([{ min: null, mean: null, max: null, n: 0 }]);
    expect(day.tick(36 * HOUR_MS)).toEqual([]); // nothing was read at all
  });

  it('go on after a restart and after a reboot on the same day', () => {
    const day = book(NOON);
    day.accept([gas(HOUR_MS, 4)]);
    const again = book(NOON, restarted(day), 'b1', 2 * HOUR_MS);
    again.accept([gas(3 * HOUR_MS, 8)]);
    const rebooted = book(null, restarted(again), 'b2', 10_000);
    rebooted.accept([gas(20_000, 6, 'b2')]);
    // up to here nobody knows what day it is; it is half past three
    expect(rebooted.clock(NOON + 3.5 * HOUR_MS, 30_000)).toEqual([]);
    expect(told(rebooted.tick(9 * HOUR_MS))).toEqual([
      { end: 8.5 * HOUR_MS, periodMs: 12 * HOUR_MS, min: 4, mean: 6, max: 8, n: 3 },
    ]);
  });

  it('of a day that ended while the gateway was off are told when it knows the time again, dated as that day', () => {
    const day = book(NOON);
    day.accept([gas(HOUR_MS, 4)]);
    const rebooted = book(null, restarted(day), 'b2', 0);
    const parts = rebooted.clock(NOON + 24 * HOUR_MS, 1_000);
    expect(told(parts)).toMatchObject([{ end: -12 * HOUR_MS, periodMs: 12 * HOUR_MS, mean: 4, n: 1 }]);
  });

  it('are those of 24 hours while nobody knows the time, and survive a clock that was a week late', () => {
    const day = book(null);
    day.accept([gas(HOUR_MS)]);
    expect(told(day.tick(24 * HOUR_MS))).toMatchObject([{ end: 24 * HOUR_MS, periodMs: DAY_MS, n: 1 }]);
    day.clock(NOON - 7 * DAY_MS, 25 * HOUR_MS);
    day.accept([gas(26 * HOUR_MS)]);
    expect(day.clock(NOON, 27 * HOUR_MS)).toEqual([]);
    expect(told(day.tick(36 * HOUR_MS))).toMatchObject([{ end: 36 * HOUR_MS, periodMs: 12 * HOUR_MS, n: 1 }]);
  });

  it('say so when the clock is set past midnight: the period reaches to the last sample counted', () => {
    const day = book(NOON);
    day.accept([gas(3 * HOUR_MS)]);
    expect(told(day.clock(NOON + 10 * HOUR_MS, 3 * HOUR_MS))).toMatchObject([{ end: 3 * HOUR_MS, n: 1 }]);
  });

  it('begin anew with a file that cannot be read', () => {
    expect(parseDays('{"day":')).toBeNull();
    expect(parseDays('{"day":{},"earlier":null}')).toBeNull();
  });

  it('neither lose nor double a sample, whatever clock and restarts do within a boot', () => {
    const step = fc.record({
      waitMs: fc.constantFrom(1_000, HOUR_MS, 5 * HOUR_MS, 30 * HOUR_MS),
      offset: fc.option(fc.constantFrom(NOON, NOON - 7 * DAY_MS, NOON + 9 * HOUR_MS), { freq: 2 }),
      restart: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let day = book(null);
        let [now, offset]: [number, number | null] = [0, null];
        const parts: Part[] = [];
        for (const { waitMs, offset: set, restart } of steps) {
          now += waitMs;
          parts.push(...day.accept([gas(now)]));
          offset = set ?? offset;
          parts.push(...day.clock(offset, now), ...day.tick(now + 1));
          if (restart) day = book(offset, restarted(day), 'b1', now + 1);
        }
        const all = told(parts);
        const counted = all.reduce((sum, { n = 0 }) => sum + n, 0) + (day.saved().day.points[GAS]?.n ?? 0);
        expect(counted).toBe(steps.length);
        let last = 0; // periods never overlap
        for (const { end = 0, periodMs = 0 } of all) {
          expect(end - periodMs).toBeGreaterThanOrEqual(last);
          last = end;
        }
      }),
      { numRuns: soak(200) },
    );
  });
});
