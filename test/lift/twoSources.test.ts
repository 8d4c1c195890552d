import { describe, expect, test } from 'vitest';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Reading } from '../../drivers/reading.ts';
import type { LiftDevice } from '../../gateway/lift/liftReadings.ts';
import { type LiftDeed, LiftWatch } from '../../gateway/lift/liftWatch.ts';
import { NO_TRIPS, stepTrips } from '../../gateway/lift/trips.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { shippedThresholds } from '../../gateway/site/thresholds/shipped.ts';
import { builtin } from '../drivers/builtin.ts';
import { type Registers, readingsOf } from './liftImage.ts';

/** Registers of a car that stands at its first landing, and of a box that calls it its second. */
const CONTROLLER = {
  ...{ 4112: 0, 4117: 0, 4120: 1, 4122: 10, 4123: 1 << 4, 4124: 0, 4125: 7 << 4 },
  ...{ 12288: 3, 32768: 0 },
};
const BOX = { 16: 0, 17: 1 << 10, 18: 2 << 8 };
const PROFILES = { controller: 'monarch-nice3000plus', box: 'lift-sensor-box-19reg' } as const;

describe('a lift of which two devices tell different floors', () => {
  const device = (id: keyof typeof PROFILES): LiftDevice => ({
    ...{ id, profile: builtin(PROFILES[id]), parameters: { directionSense: 1, doorBitOpen: 1 } },
  });
  const started = () =>
    new LiftWatch({
      ...{ id: 'a', devices: [device('controller'), device('box')] },
      ...{ eBike: null, plan: { ratedMmS: null, topFloor: 3, topMm: null } },
      ...{ tables: shippedLiftTables(), thresholds: shippedThresholds() },
    });
  const heard = (of: keyof typeof PROFILES, registers: Registers, mono: number): Reading[] =>
    [...readingsOf(PROFILES[of], registers, { boot: 'b', mono })].map(([id, told]) => ({
      ...{ ...told, point: `${of}/${id}` },
    }));

  test('begins with the first word of each: what one shows before the other has spoken is no ride', () => {
    const watch = started();
    const deeds: LiftDeed[] = [];
    const take = (readings: Reading[], mono: number) =>
      deeds.push(...watch.accept(readings, { boot: 'b', mono }, '2026-03-01').deeds);
    take(heard('box', BOX, 1_000), 1_000);
    expect(watch.memory.lift.trips).toEqual(NO_TRIPS);
    for (let mono = 1_200; mono < 8_000; mono += 400) {
      take(heard('controller', CONTROLLER, mono), mono);
      take(heard('box', BOX, mono + 200), mono + 200);
    }
    expect(watch.memory.lift.trips).toMatchObject({ phase: 'standing', floor: 1 });
    expect(deeds.filter(({ kind }) => kind === 'unseen' || kind === 'trip')).toEqual([]);
  });

  test('does not wait for ever for one that never speaks', () => {
    const watch = started();
    for (let mono = 1_000; mono < 13_000; mono += 400)
      watch.accept(heard('box', BOX, mono), { boot: 'b', mono }, '2026-03-01');
    expect(watch.memory.lift.trips).toMatchObject({ phase: 'standing', floor: 2 });
  });

  test('tells no time that ends before it begins', () => {
    const look = (floor: number, mono: number) => {
      const at = { boot: 'b', mono };
      const known = <T>(value: T) => ({ value, quality: 'good' as const, at });
      return {
        moving: known(false),
        floor: known(floor),
        drive: null,
        direction: null,
        speedMmS: null,
      } as LiftSnapshot;
    };
    const { state } = stepTrips(NO_TRIPS, look(2, 10_500));
    const older = stepTrips(state, look(1, 10_000));
    expect(older).toEqual({ state, effects: [] });
    expect(stepTrips(state, look(1, 10_600)).effects).toMatchObject([
      { unseen: { floorBefore: 2, floorAfter: 1 } },
    ]);
  });
});
