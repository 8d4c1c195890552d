import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIRECTION, MODE } from '../../drivers/lift/car.ts';
import { DOOR } from '../../drivers/lift/door.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { builtin } from '../drivers/builtin.ts';
import { AT, liftShowing, type Registers, readingsOf } from './liftImage.ts';

const MONARCH = 'monarch-nice3000plus';
const CONFIRMED = {
  ...{ directionSense: 1, doorZoneTerminal: 3, safetyChainBits: 7 },
  ...{ doors: 1, currentScale: 1, positionZero: 1 },
};
const AUTOMATIC = 7 << 4;
const [WAITING, OPENING, OPEN, CLOSING, CLOSED, RUNNING, STOPPING] = [0, 1, 2, 3, 4, 5, 6].map((n) => n << 8);
const [CURTAIN, OPEN_LIMIT, CLOSE_LIMIT] = [1, 1 << 2, 1 << 4];

/** Standing at floor 4, nobody in it, doors closed. */
const STANDING: Registers = {
  ...{ 4112: 0, 4113: 1000, 4114: 5402, 4115: 0, 4117: 0b100, 4120: 4, 4121: 87 },
  ...{ 4122: 0, 4123: CLOSE_LIMIT, 4124: 1 << 2, 4125: AUTOMATIC | (WAITING ?? 0), 4130: 7 },
  ...{ 12288: 3, 32768: 0, 63753: 12, 63755: 3, 63756: 4567 },
};
const RISING: Registers = {
  ...STANDING,
  ...{ 4112: 873, 4115: 612, 4117: 0, 4122: 312, 4125: AUTOMATIC | (RUNNING ?? 0), 12288: 1 },
};
const show = (changes: Registers = {}, parameters = CONFIRMED, base = STANDING) =>
  liftShowing(MONARCH, { ...base, ...changes }, parameters);

describe('a Monarch controller in neutral words', () => {
  test('standing at a landing', () => {
    expect(show()).toMatchObject({
      ...{ device: 'lift-1', at: AT, unconfirmed: [] },
      floor: { value: 4, quality: 'good', at: AT },
      floorLabel: { value: '4' },
      positionMm: { value: 8700 },
      speedMmS: { value: 0 },
      direction: { value: 'stopped', quality: 'good' },
      drive: { value: 'stationary' },
      moving: { value: false },
      doorZone: { value: true },
      mode: { value: 'normal' },
      loadPct: { value: 0 },
      occupancy: { value: 'empty' },
      occupancySource: 'load',
      doors: [{ status: { value: 'closed' }, locked: { value: true }, obstructed: { value: false } }],
      safetyChain: { value: 'closed' },
      faults: { value: [], quality: 'good' },
      counters: { trips: { value: 34_567 }, runS: { value: 43_200 } },
      motor: { dcBusV: { value: 540.2 } },
    });
  });

  test('going up with somebody in it', () => {
    expect(show({}, CONFIRMED, RISING)).toMatchObject({
      ...{ speedMmS: { value: 873 }, direction: { value: 'up', quality: 'good' } },
      ...{ drive: { value: 'unknown' }, moving: { value: true }, doorZone: { value: false } },
      ...{ occupancy: { value: 'occupied' }, motor: { currentA: { value: 6.12 } } },
      doors: [{ status: { value: 'closed', quality: 'good' } }],
    });
    expect(show({ 4112: 995 }, CONFIRMED, RISING).drive?.value).toBe('ratedSpeed');
    expect(show({ 4125: AUTOMATIC | (STOPPING ?? 0) }, CONFIRMED, RISING).drive?.value).toBe('decelerate');
    expect(show({ 12288: 2 }, CONFIRMED, RISING)).toMatchObject({
      ...{ speedMmS: { value: -873 }, direction: { value: 'down' } },
    });
  });

  test('which way is up is an assumption until somebody has looked, and can be turned round', () => {
    const open = liftShowing(MONARCH, RISING);
    expect(open.direction).toMatchObject({ value: 'up', quality: 'substituted' });
    expect(open.speedMmS).toMatchObject({ value: 873, quality: 'substituted' });
    expect(open.unconfirmed).toEqual([
      ...['directionSense', 'doorZoneTerminal', 'safetyChainBits'],
      ...['doors', 'currentScale', 'positionZero'],
    ]);
    expect(liftShowing(MONARCH, STANDING).direction).toMatchObject({ value: 'stopped', quality: 'good' });
    expect(show({}, { ...CONFIRMED, directionSense: -1 }, RISING)).toMatchObject({
      direction: { value: 'down', quality: 'good' },
      speedMmS: { value: -873 },
    });
  });

  test('door zone and safety chain are not told while nobody knows their terminals', () => {
    const open = liftShowing(MONARCH, STANDING);
    expect([open.doorZone, open.safetyChain, open.brake, open.alarmButton]).toEqual([null, null, null, null]);
    expect(show({ 4130: 5 }).safetyChain?.value).toBe('openOther');
  });

  test('a speed without a way is shown in doubt, not as a way', () => {
    expect(show({ 4112: 400 }).speedMmS).toMatchObject({ value: 400, quality: 'out-of-spec' });
  });

  test.each([
    ['opening', OPENING, 0, 'opening', 'good'],
    ['open', OPEN, OPEN_LIMIT, 'opened', 'good'],
    ['closing', CLOSING, 0, 'closing', 'good'],
    ['closed', CLOSED, CLOSE_LIMIT, 'closed', 'good'],
    ['waiting with the open limit reached', WAITING, OPEN_LIMIT, 'opened', 'good'],
    ['waiting between the limits', WAITING, 0, 'unknown', 'good'],
    ['running although the open limit is reached', RUNNING, OPEN_LIMIT, 'closed', 'out-of-spec'],
    ['open with the close limit reached', OPEN, CLOSE_LIMIT, 'closed', 'out-of-spec'],
    ['both limits at once', CLOSED, OPEN_LIMIT | CLOSE_LIMIT, 'closed', 'good'], // its lock says so
  ] as const)('a door that is %s', (_, state, limits, value, quality) => {
    const [door] = show({ 4125: AUTOMATIC | (state ?? 0), 4123: limits | CURTAIN }).doors;
    expect(door).toMatchObject({ status: { value, quality }, obstructed: { value: true } });
  });

  test.each([
    [0, 'inspection', 8],
    [1, 'learning', 1024],
    [2, 'relevelling', 1026],
    [3, 'fireOperation', 11],
    [4, 'firefighterControl', 6],
    [5, 'faultLock', 1025],
    [6, 'attendantControl', 5],
    [7, 'normal', 1],
    [8, 'outOfService', 12],
    [9, 'parking', 4],
    [10, 'lowSpeedReturn', 1028],
    [11, 'relevelling', 1026],
    [12, 'learning', 1024],
    [13, 'learning', 1024],
    [14, 'homing', 3],
    [15, 'vip', 2],
  ] as const)('system state %i is the mode %s, number %i', (state, mode, number) => {
    expect(show({ 4125: state << 4 }).mode).toMatchObject({ value: mode, quality: 'good' });
    expect(MODE[mode].number).toBe(number);
  });

  test('faults carry level, suffix and class; a code without a meaning is still a fault', () => {
    expect(show({ 32768: 49 }).faults?.value).toEqual([
      { class: 'doorClosing', vendor: 'monarch', code: 49, sub: null, level: 5, suffix: 'A' },
    ]);
    expect(show({ 32768: 50 }).faults?.value).toMatchObject([{ class: null, code: 50, level: null }]);
  });

  test('calls by floor', () => {
    expect(show({ 8192: 0b100, 8193: 1, 8208: 0b1001, 8209: 1, 8210: 0, 8211: 0 })).toMatchObject({
      carCalls: { value: [3, 9] },
      hallUp: { value: [1, 5] },
      hallDown: { value: [2] },
    });
  });

  test('floor 0 is no floor, and what is written on the landings is shown', () => {
    const lost = show({ 4120: 0 });
    expect(lost.floor).toMatchObject({ value: null, told: 0 });
    expect(lost.moving).toMatchObject({ value: false, quality: 'good' });
    // with the mode of an inspection it is a controller that starts, and nothing it shows means anything
    const starts = show({ 4120: 0, 4125: 0 });
    expect(starts.floor).toMatchObject({ value: null, quality: 'warm-up' });
    expect(starts.moving).toMatchObject({ value: null, quality: 'warm-up' });
    const device = { id: 'l', profile: builtin(MONARCH), parameters: CONFIRMED, labels: { 4: '3A' } };
    const seen = snapshotOf(device, shippedLiftTables(), readingsOf(MONARCH, STANDING));
    expect(seen.floorLabel?.value).toBe('3A');
  });
});

test('a silent controller has no values, never the last ones and never a fault-free state', () => {
  const readings = new Map(
    [...readingsOf(MONARCH, RISING)].map(([id, { at }]) => [
      id,
      { value: null, quality: 'no-communication' as const, at },
    ]),
  );
  const device = { id: 'l', profile: builtin(MONARCH), parameters: CONFIRMED };
  for (const seen of [
    snapshotOf(device, shippedLiftTables(), readings),
    snapshotOf(device, shippedLiftTables(), new Map()),
  ]) {
    const { floor, speedMmS, direction, moving, doorZone, mode, occupancy, safetyChain, faults } = seen;
    for (const known of [floor, speedMmS, direction, moving, doorZone, mode, occupancy, safetyChain, faults])
      expect(known).toMatchObject({ value: null, quality: 'no-communication' });
    expect(seen.doors[0]?.status).toMatchObject({ value: null, quality: 'no-communication' });
  }
});

test('whatever the live registers hold, the snapshot is made and speaks only neutral words', () => {
  const word = fc.integer({ min: 0, max: 0xffff });
  const live = [0x1010, 0x1015, 0x1018, 0x1019, 0x101a, 0x101b, 0x101c, 0x101d, 0x1022, 0x3000, 0x8000];
  fc.assert(
    fc.property(fc.tuple(...live.map(() => word)), (words) => {
      const seen = show(Object.fromEntries(live.map((address, i) => [address, words[i] ?? 0])));
      for (const [value, codes] of [
        [seen.direction?.value, DIRECTION],
        [seen.mode?.value, MODE],
        [seen.doors[0]?.status?.value, DOOR],
      ] as const)
        expect(value === null || (value !== undefined && value in codes)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
