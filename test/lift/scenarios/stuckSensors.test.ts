import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { soak } from '../../harness/soak.ts';
import { devices, incident, moment, reds, rides, type Step, served } from './randomRides.ts';
import type { Change } from './script.ts';
import { tell } from './told.ts';

const anyFlag = fc.boolean();
type Stuck = NonNullable<Change['stuck']>;
/** One sensor, at any value it can show. */
const stuck: fc.Arbitrary<Stuck> = fc.oneof(
  ...(
    ['openLimit', 'closeLimit', 'lock', 'chain', 'zone', 'boxLevel', 'boxDoor', 'boxUp', 'boxDown'] as const
  ).map((name) => anyFlag.map((value): Stuck => ({ [name]: value }))),
  fc.integer({ min: -3_000, max: 40_000 }).map((position): Stuck => ({ position })),
  fc.integer({ min: 0, max: 3_000 }).map((speed): Stuck => ({ speed })),
  fc.integer({ min: 0, max: 3 }).map((direction): Stuck => ({ direction })),
  fc.integer({ min: -100, max: 300 }).map((load): Stuck => ({ load })),
  fc.integer({ min: 1, max: 6 }).map((floor): Stuck => ({ floor })),
);

describe('no single sensor that sticks at any value raises a red alarm', () => {
  test('from the beginning, or from any moment on', () => {
    fc.assert(
      fc.property(devices, rides, stuck, moment, (seen, plan, what, when) => {
        const { steps, endS } = served(plan);
        const from: Step = [Math.round(when * endS), { stuck: what }];
        expect(reds(incident({ devices: seen, until: endS + 600 }, [...steps, from]))).toEqual([]);
      }),
      { numRuns: soak(20) },
    );
  });

  test('a person sensor that always shows the same, and one that sticks while the car has stood empty for long', () => {
    fc.assert(
      fc.property(devices, rides, anyFlag, anyFlag, (seen, plan, person, late) => {
        const { steps, endS } = served(plan);
        const from: Step = [late ? endS + 400 : 0, { stuck: { person } }];
        expect(reds(incident({ devices: seen, until: endS + 1_200 }, [...steps, from]))).toEqual([]);
      }),
      { numRuns: soak(6) },
    );
  });

  test('an alarm button that sticks at any moment', () => {
    fc.assert(
      fc.property(fc.constantFrom('both', 'box' as const), rides, moment, (seen, plan, when) => {
        const { steps, endS } = served(plan);
        const from: Step = [Math.round(when * endS), { button: true }];
        const told = tell(incident({ devices: seen, until: endS + 600 }, [...steps, from]));
        expect(told.alarms.filter(({ severity, cause }) => severity === 'red' && cause === 'raised')).toEqual(
          [],
        );
        expect(
          told.alarms.filter(({ rule, cause }) => rule === 'alarm-button' && cause === 'raised').length,
        ).toBeLessThanOrEqual(1);
        expect(
          told.deeds.filter(([deed]) => deed.kind === 'sensor-fault' && deed.sensor === 'alarmButton'),
        ).toHaveLength(1);
      }),
      { numRuns: soak(6) },
    );
  });
});
