import { expect, test } from 'vitest';
import { NO_HEIGHTS, stoppedAt } from '../../gateway/lift/landingHeights.ts';
import { NO_STOPS, stepLevelling } from '../../gateway/lift/levelling.ts';
import type { TripEffect } from '../../gateway/lift/trips.ts';
import { showing } from './shownLift.ts';

const AT = { boot: 'test', mono: 0 };
const told = (value: number | null, quality: 'good' | 'substituted' | 'out-of-spec' = 'good') =>
  ({ value, quality, at: AT }) as const;

/** Errors of stops at the third floor, after its own first stops were at 5800 mm give or take a few. */
function errors(stops: readonly number[], grainMm = 1) {
  let heights = NO_HEIGHTS;
  const coarse = (mm: number) => Math.round(mm / grainMm) * grainMm;
  for (let i = 0; i < 15; i++) ({ heights } = stoppedAt(heights, 3, told(coarse(5800 + (i % 5) - 2))));
  return stops.map((mm) => {
    const step = stoppedAt(heights, 3, told(coarse(mm)));
    heights = step.heights;
    return step.errorMm;
  });
}

test('a stop is held against the height of its landing, as the first stops showed it', () => {
  expect(errors([5800, 5814, 5793])).toEqual([0, 14, -7]);
});

test('the height does not follow a rope that stretches', () => {
  const sinking = Array.from({ length: 100 }, (_, i) => 5800 - i / 4);
  expect(errors(sinking).at(-1)).toBe(-25);
});

test('a position in decimetres never tells a levelling error: it is not known, and not good', () => {
  expect(errors([5800, 5900, 5700], 100)).toEqual([null, null, null]);
});

test('what is no stop at the landing, or has no sure value, is none of its errors', () => {
  expect(errors([8700])).toEqual([null]);
  expect(stoppedAt(NO_HEIGHTS, 3, null).errorMm).toBe(null);
  expect(stoppedAt(NO_HEIGHTS, 3, told(null)).heights).toEqual(NO_HEIGHTS);
  expect(stoppedAt(NO_HEIGHTS, 3, told(5800, 'out-of-spec')).heights).toEqual(NO_HEIGHTS);
});

test('a lift whose controller tells its position in millimetres has a levelling error at each stop, until its shaft is learnt anew', () => {
  const arrives = (i: number): TripEffect => {
    const endedAt = { boot: 'test', mono: 60_000 * i };
    const run = {
      from: 1,
      to: 3,
      startedAt: endedAt,
      endedAt,
      durationMs: 9000,
      distanceMm: 5800,
      vmaxMmS: 1000,
    };
    return {
      kind: 'trip',
      trip: { ...run, levelErrorMm: null, loadPct: null, mode: 'normal', atLanding: true },
    };
  };
  let state = NO_STOPS;
  const look = (i: number, mm: number, mode: 'normal' | 'learning' = 'normal') => {
    const field = <T>(value: T) =>
      ({ value, quality: 'good', at: { boot: 'test', mono: 60_000 * i } }) as const;
    const shown = showing({ positionMm: field(mm), mode: field(mode), direction: field('up') });
    const step = stepLevelling(state, shown, mode === 'normal' ? [arrives(i)] : []);
    state = step.state;
    return step.effects.map(({ stop }) => stop.errorMm);
  };
  for (let i = 0; i < 15; i++) look(i, 5801 + (i % 3));
  expect(look(15, 5815)).toEqual([null]); // of the stop before
  expect(look(16, 5802)).toEqual([13]);
  look(17, 0, 'learning');
  expect(look(18, 5802)).toEqual([]);
  expect(look(19, 5802)).toEqual([null]);
});
