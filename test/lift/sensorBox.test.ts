import { describe, expect, test } from 'vitest';
import { liftShowing, type Registers } from './liftImage.ts';

const BOX = 'lift-sensor-box-19reg';
const CONFIRMED = { doorBitOpen: 1, directionSense: 1 };
const [UP, DOWN, LEVEL, DOOR, PERSON, INSPECTION, ALARM] = [8, 9, 10, 11, 12, 13, 14].map(
  (bit) => 1 << bit,
) as [...[number, number, number, number, number, number, number]];
const show = (
  state: number,
  more: Registers = {},
  parameters: Readonly<Record<string, number>> = CONFIRMED,
) => liftShowing(BOX, { 16: 0, 17: state, 18: 3 << 8, 19: 0, 20: 36_021, 21: 1, 22: 2, ...more }, parameters);

describe('a sensor box in neutral words', () => {
  test('at a landing with an open door and nobody in it', () => {
    expect(show(LEVEL | DOOR)).toMatchObject({
      ...{ floor: { value: 3 }, doorZone: { value: true }, moving: { value: false }, speedMmS: null },
      ...{ direction: { value: 'stopped' }, occupancy: { value: 'empty' }, occupancySource: 'person' },
      ...{ power: null, alarmButton: null, trapped: { value: 'no' } },
      ...{ faults: { value: [] }, counters: { doorCycles: { value: 36_021 }, floors: null } },
      doors: [{ status: { value: 'opened', quality: 'good' }, locked: null }],
      mode: null,
      ...{ positionMm: null, loadPct: null, safetyChain: null, unconfirmed: [] },
    });
  });

  test('going down, occupied, then upside down', () => {
    expect(show(DOWN | PERSON)).toMatchObject({
      ...{ speedMmS: null, direction: { value: 'down' }, occupancy: { value: 'occupied' } },
      ...{ moving: { value: true }, doorZone: { value: false }, doors: [{ status: { value: 'closed' } }] },
    });
    expect(show(DOWN, {}, { ...CONFIRMED, directionSense: -1 }).direction?.value).toBe('up');
    expect(show(UP | DOWN).direction?.value).toBe('unknown');
  });

  test('what a set door bit means is an assumption until somebody has looked', () => {
    expect(show(DOOR, {}, {}).doors[0]?.status).toMatchObject({ value: 'opened', quality: 'substituted' });
    expect(show(DOOR, {}, {}).unconfirmed).toEqual(['doorBitOpen', 'directionSense']);
    expect(show(DOOR, {}, { ...CONFIRMED, doorBitOpen: 0 }).doors[0]?.status?.value).toBe('closed');
  });

  test('its own verdicts: trapped, and faults by class', () => {
    expect(show(PERSON | ALARM, { 16: 0b10_0010 })).toMatchObject({
      ...{ trapped: { value: 'off-level' }, alarmButton: { value: true } },
      faults: { value: [{ class: 'carStoppedOutsideLandingZone', vendor: 'sensor-box', code: 5 }] },
    });
    expect(show(PERSON, { 16: 1 }).trapped?.value).toBe('at-level');
    expect(show(0, { 16: 1 << 11 })).toMatchObject({
      ...{ power: { value: 'off' }, faults: { value: [{ class: 'powerSupply' }] } },
    });
  });

  test('inspection is a mode it knows', () => {
    expect(show(INSPECTION).mode).toMatchObject({ value: 'inspection', quality: 'good' });
  });
});

describe('devices that know a part of the lift', () => {
  test('a drive: motor and trips', () => {
    const seen = liftShowing('invertek-elevator-core', { 255: (3 << 8) | 2, 256: 0, 257: 61, 258: 0xff83 });
    expect(seen).toMatchObject({
      faults: { value: [{ class: 'driveAndMotor', vendor: 'invertek', code: 3 }] },
      motor: { currentA: { value: 6.1 }, torquePct: { value: -12.5 } },
      ...{ floor: null, doors: [] },
    });
    // the code of the last trip stays when it is over
    expect(liftShowing('invertek-elevator-core', { 255: 3 << 8 }).faults?.value).toEqual([]);
    // bit 7 of the maker's table: this is the code of an active trip
    expect(liftShowing('invertek-elevator-core', { 255: (3 << 8) | 0x80 }).faults?.value).toHaveLength(1);
  });

  test('a drive: its speed is a frequency where it shows hertz, in doubt until somebody has read its display, and else none', () => {
    const frequency = (parameters: Record<string, number>) =>
      liftShowing('invertek-elevator-core', { 256: 238 }, parameters).motor.frequencyHz;
    expect(frequency({})).toMatchObject({ value: 23.8, quality: 'substituted' });
    expect(frequency({ speedUnit: 0 })).toMatchObject({ value: 23.8, quality: 'good' });
    expect(frequency({ speedUnit: 3 })).toBe(null);
  });

  test('a door controller: its door, and a barrier that is no fault', () => {
    const door = (state: number, error: number) =>
      liftShowing('techwind-sdk500', { 1: (state << 8) | error, 2: 742 });
    expect(door(3, 1)).toMatchObject({
      doors: [{ status: { value: 'closing' }, obstructed: { value: true }, currentMa: { value: 742 } }],
      faults: { value: [] },
    });
    expect(door(2, 2)).toMatchObject({
      doors: [{ status: { value: 'opening' }, reopening: { value: true } }],
      faults: { value: [{ class: 'doorClosing', vendor: 'techwind', code: 2 }] },
    });
  });
});
