import { describe, expect, test } from 'vitest';
import { mergedLift } from '../../gateway/lift/merged.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { builtin } from '../drivers/builtin.ts';
import { liftShowing } from './liftImage.ts';

const PERSON = 1 << 12;
const LEVEL = 1 << 10;
const SHOWN = {
  ...{ 4112: 0, 4117: 0, 4120: 4, 4122: 10, 4123: 1 << 4, 4124: 0, 4125: 7 << 4 },
  ...{ 12288: 3, 32768: 0 },
};
const controller = (fault = 0) =>
  liftShowing('monarch-nice3000plus', { ...SHOWN, 32768: fault }, { directionSense: 1 });
const box = () =>
  liftShowing('lift-sensor-box-19reg', { 16: 0, 17: PERSON | LEVEL, 18: 5 << 8 }, { doorBitOpen: 1 });
const door = () => liftShowing('techwind-sdk500', { 1: (1 << 8) | 4, 2: 0 });
const silent = (profile: string) =>
  snapshotOf({ id: 's', profile: builtin(profile), parameters: {} }, shippedLiftTables(), new Map());

describe('a lift of several devices', () => {
  test('is told by the controller first, and by the others what it cannot know', () => {
    expect(mergedLift('lift', [controller(), box(), door()])).toMatchObject({
      device: 'lift',
      floor: { value: 4 }, // the box says 5
      doorZone: { value: true }, // the box alone
      alarmButton: null, // nobody tells it
      mode: { value: 'normal', quality: 'good' },
      ...{ occupancy: { value: 'occupied' }, occupancySource: 'person' }, // the load is too light to tell
      doors: [{ status: { value: 'closed' }, reopening: { value: false }, currentMa: { value: 0 } }],
      faults: { value: [{ class: 'encoderFault', vendor: 'techwind' }] },
    });
  });

  test('is told by the box when the controller is silent, but its faults are then not known', () => {
    const lift = mergedLift('lift', [silent('monarch-nice3000plus'), box()]);
    expect(lift).toMatchObject({
      floor: { value: 5 },
      ...{ occupancy: { value: 'occupied' }, occupancySource: 'person' },
      faults: { value: null, quality: 'no-communication' },
      loadPct: { value: null, quality: 'no-communication' },
    });
    expect(lift.unconfirmed).toContain('s.directionSense');
  });

  test('moves as one device tells it: a controller that tells only part of it is left alone', () => {
    const { 12288: _, ...wayless } = SHOWN;
    const part = liftShowing('monarch-nice3000plus', { ...wayless, 4112: 900 }, { directionSense: 1 });
    expect(part).toMatchObject({ floor: { value: 4 }, moving: { value: true }, direction: { value: null } });
    expect(mergedLift('lift', [part, box()])).toMatchObject({
      ...{ floor: { value: 5 }, moving: { value: false }, direction: { value: 'stopped' }, drive: null },
      ...{ positionMm: null, mode: { value: 'normal', quality: 'good' } },
    });
    // nobody else tells all of it: then what is known of it is better than nothing
    expect(mergedLift('lift', [part, door()])).toMatchObject({
      ...{ floor: { value: 4 }, moving: { value: true }, direction: { value: null } },
    });
    expect(mergedLift('lift', [part, silent('lift-sensor-box-19reg')]).floor).toMatchObject({ value: 4 });
  });

  test('of one device is that device', () => {
    const one = controller(49);
    expect(mergedLift('lift-1', [one])).toMatchObject({ ...one, unconfirmed: expect.any(Array) });
  });
});
