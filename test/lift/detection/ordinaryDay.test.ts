import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_DETECTION, stepDetection } from '../../../gateway/lift/detection/detection.ts';
import { AT_FIRST, lookAt, type World } from '../entrapment/story.ts';
import { THRESHOLDS } from './lift.ts';

const PLAN = { ratedMmS: 1000, topFloor: 6, topMm: null };
const QUIET: unknown[] = [null, false, 'none', 'no'];

/** One ride, in seconds of each part; the sensor holds on for `lagS` after the person has left. */
const rides = fc.array(
  fc.record({
    idleS: fc.integer({ min: 1, max: 400 }),
    dwellS: fc.integer({ min: 3, max: 30 }),
    rideS: fc.integer({ min: 5, max: 40 }),
    lagS: fc.integer({ min: 0, max: 25 }),
    lostAt: fc.integer({ min: 0, max: 60 }), // a second in which no answer comes
  }),
  { minLength: 1, maxLength: 5 },
);
type Ride = { idleS: number; dwellS: number; rideS: number; lagS: number; lostAt: number };

function* ridden({ idleS, dwellS, rideS, lagS, lostAt }: Ride): Generator<World> {
  const parts: [seconds: number, change: World][] = [
    [2, { door: 'opening', seen: false }],
    [2, { door: 'opened' }],
    [dwellS, { seen: true }],
    [3, { door: 'closing', calls: true }],
    [2, { door: 'closed' }],
    [2, { moving: true }],
    [rideS, { zone: false }],
    [2, { zone: true, calls: false }],
    [1, { moving: false }],
    [2, { door: 'opening' }],
    [dwellS, { door: 'opened' }],
    [3, { door: 'closing', seen: lagS > 0 }],
    [lagS, { door: 'closed' }],
    [idleS, { seen: false }],
  ];
  let world = AT_FIRST;
  let second = 0;
  for (const [seconds, change] of parts) {
    world = { ...world, ...change };
    for (let i = 0; i < seconds; i++) yield { ...world, silent: second++ === lostAt ? 'all' : [] };
  }
}

test('a day of ordinary rides has no finding', () => {
  fc.assert(
    fc.property(rides, fc.constantFrom('person', 'load', 'no'), fc.boolean(), (day, sees, zone) => {
      const lift = { sees, verdict: false, tells: { zone, door: true } };
      let state = NO_DETECTION;
      let second = 0;
      for (const world of day.flatMap((ride) => [...ridden(ride)])) {
        const at = { boot: 'test', mono: 1000 * second++ };
        const snapshot = lookAt(world, lift, at);
        const input =
          snapshot === null ? ({ kind: 'tick', at } as const) : ({ kind: 'look', snapshot, at } as const);
        const step = stepDetection(state, input, PLAN, THRESHOLDS);
        state = step.state;
        for (const finding of step.findings)
          if (finding.kind === 'value') expect(QUIET).toContain(finding.value.value);
          else expect(finding).toBeNull();
      }
    }),
    { numRuns: 60 },
  );
});
