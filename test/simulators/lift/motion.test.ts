import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Limits, motionAt, stopDistance, travel } from '../../../simulators/lift/motion.ts';

const FLOOR_M = 2.9;

/** Computed by hand from the law of motion; seconds, m/s, metres. Rows: limits, floors, time, peak. */
const VECTORS: readonly [Limits, floors: number, seconds: number, peak?: number][] = [
  [{ speed: 1, acceleration: 0.6, jerk: 0.8 }, 1, 5.32],
  [{ speed: 1, acceleration: 0.6, jerk: 0.8 }, 2, 8.22],
  [{ speed: 1, acceleration: 0.6, jerk: 0.8 }, 6, 19.82],
  [{ speed: 1, acceleration: 0.5, jerk: 0.6 }, 1, 5.73],
  [{ speed: 1, acceleration: 0.5, jerk: 0.6 }, 2, 8.63],
  [{ speed: 1, acceleration: 0.5, jerk: 0.6 }, 6, 20.23],
  [{ speed: 1, acceleration: 0.6, jerk: 0.24 }, 1, 7.29, 0.8],
  [{ speed: 1, acceleration: 0.6, jerk: 0.24 }, 6, 21.48],
  [{ speed: 0.63, acceleration: 0.5, jerk: 0.6 }, 1, 6.7],
  [{ speed: 0.63, acceleration: 0.5, jerk: 0.6 }, 2, 11.3],
  [{ speed: 0.63, acceleration: 0.5, jerk: 0.6 }, 6, 29.71],
  [{ speed: 1.75, acceleration: 0.8, jerk: 1 }, 1, 4.69, 1.24],
  [{ speed: 1.75, acceleration: 0.8, jerk: 1 }, 2, 6.3],
  [{ speed: 1.75, acceleration: 0.8, jerk: 1 }, 6, 12.93],
];

test.each(VECTORS)(
  'a trip with %o over %i floors takes the time it must, within 2 %%',
  (limits, floors, seconds, peak) => {
    const profile = travel(floors * FLOOR_M, limits);
    expect(Math.abs(profile.durationS / seconds - 1)).toBeLessThan(0.02);
    if (peak !== undefined) expect(Math.abs(profile.peakMps / peak - 1)).toBeLessThan(0.02);
  },
);

test.each([
  [{ speed: 1, acceleration: 0.6, jerk: 0.8 }, 1.21],
  [{ speed: 1, acceleration: 0.5, jerk: 0.6 }, 1.42],
  [{ speed: 1, acceleration: 0.6, jerk: 0.24 }, 2.04],
  [{ speed: 0.63, acceleration: 0.5, jerk: 0.6 }, 0.66],
  [{ speed: 1.75, acceleration: 0.8, jerk: 1 }, 2.61],
] as const)('with %o the car needs %f m to stop, in the formula and in the movement', (limits, metres) => {
  expect(Math.abs(stopDistance(limits) / metres - 1)).toBeLessThan(0.02);
  const profile = travel(40, limits);
  const braking = profile.distanceM - motionAt(profile, profile.brakesAtS).s;
  expect(Math.abs(braking / metres - 1)).toBeLessThan(0.02);
});

test('however short the trip and whatever the limits, the car ends where it should and breaks none of them', () => {
  const limits = fc.record({
    speed: fc.double({ min: 0.1, max: 3, noNaN: true }),
    acceleration: fc.double({ min: 0.2, max: 1.5, noNaN: true }),
    jerk: fc.double({ min: 0.1, max: 2, noNaN: true }),
  });
  fc.assert(
    fc.property(limits, fc.double({ min: 0.001, max: 60, noNaN: true }), (limits, distanceM) => {
      const profile = travel(distanceM, limits);
      let before = motionAt(profile, 0);
      const step = profile.durationS / 200;
      for (let t = step; t < profile.durationS; t += step) {
        const now = motionAt(profile, t);
        expect(now.v).toBeLessThanOrEqual(limits.speed * 1.0001);
        expect(Math.abs(now.a)).toBeLessThanOrEqual(limits.acceleration * 1.0001);
        expect(Math.abs(now.a - before.a) / step).toBeLessThanOrEqual(limits.jerk * 1.001);
        expect(now.s).toBeGreaterThanOrEqual(before.s - 1e-9);
        before = now;
      }
      const last = motionAt(profile, profile.durationS - 1e-9);
      expect(last.s).toBeCloseTo(distanceM, 5);
      expect(Math.abs(last.v)).toBeLessThan(1e-4);
    }),
    { numRuns: 40 },
  );
});
