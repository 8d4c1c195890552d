import { expect, test } from 'vitest';
import type { Quality } from '../../drivers/quality.ts';
import { happeningOf } from '../../gateway/guard/lifts/liftRows.ts';
import { LiftWatch } from '../../gateway/lift/liftWatch.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { shippedThresholds } from '../../gateway/site/thresholds/shipped.ts';
import { builtin } from '../drivers/builtin.ts';
import { readingsOf } from './liftImage.ts';

const NICE = 'monarch-nice3000plus';

/** A lift with a controller, and the light of its car on a contact beside it. */
function watched() {
  const device = { id: 'controller', profile: builtin(NICE), parameters: {} };
  const watch = new LiftWatch({
    ...{ id: 'a', devices: [device] as const, eBike: null, carLight: 'contacts/in2' },
    plan: { ratedMmS: null, topFloor: 7, topMm: null },
    ...{ tables: shippedLiftTables(), thresholds: shippedThresholds() },
  });
  const told: unknown[] = [];
  const take = ({ deeds }: ReturnType<LiftWatch['accept']>) => {
    for (const deed of deeds) if (deed.kind === 'condition') told.push(happeningOf(deed));
  };
  return {
    told,
    light(value: boolean | null, mono: number, quality: Quality = 'good') {
      const at = { boot: 'test', mono };
      take(watch.accept([{ point: 'contacts/in2', value, quality, at }], at, null));
    },
    controller(carState: number, mono: number) {
      const at = { boot: 'test', mono };
      const shown = {
        4112: 0,
        4113: 1000,
        4120: 3,
        4121: 58,
        4122: 0,
        4123: 1 << 4,
        4125: carState,
        12288: 3,
        32768: 0,
      };
      const readings = [...readingsOf(NICE, shown, at)].map(([point, one]) => ({
        ...one,
        point: `controller/${point}`,
      }));
      take(watch.accept(readings, at, null));
    },
  };
}

const AUTOMATIC = 7 << 4;
const OVERLOAD = 1 << 13;

test('the light of the car fails and burns again: two rows with the floor, no fault; a contact that is not read says nothing', () => {
  const lift = watched();
  lift.controller(AUTOMATIC, 1_000);
  lift.light(true, 2_000);
  lift.light(null, 3_000, 'no-communication');
  expect(lift.told).toEqual([]);
  lift.light(false, 4_000);
  lift.light(false, 5_000);
  lift.light(null, 6_000, 'no-communication');
  lift.light(true, 9_000);
  const row = { what: 'condition', condition: 'carLight', floor: 3 };
  expect(lift.told).toEqual([
    { ...row, on: true, since: ['test', 4_000] },
    { ...row, on: false, since: ['test', 9_000] },
  ]);
});

test('too heavy to start is a row, and both may stand at once', () => {
  const lift = watched();
  lift.controller(AUTOMATIC, 1_000);
  lift.light(false, 2_000);
  lift.controller(AUTOMATIC | OVERLOAD, 3_000);
  lift.controller(AUTOMATIC, 5_000);
  expect(lift.told).toMatchObject([
    { condition: 'carLight', on: true },
    { condition: 'overload', on: true },
    { condition: 'overload', on: false },
  ]);
});
