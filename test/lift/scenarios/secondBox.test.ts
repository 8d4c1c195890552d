import { expect, test } from 'vitest';
import { decodePoint, RegisterImage } from '../../../drivers/index.ts';
import type { PointReadings } from '../../../gateway/lift/liftReadings.ts';
import { snapshotOf } from '../../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import { liftSchema } from '../../../simulators/lift/plan.ts';
import { sensorBox } from '../../../simulators/lift/sensorBox.ts';
import { newLift } from '../../../simulators/lift/state.ts';
import { builtin } from '../../drivers/builtin.ts';
import { answerOfBox, type BoxScene, QUIET_SCENE } from './secondBox.ts';

const PROFILE = builtin('lift-sensor-box-19reg');
const AT = { boot: 'test', mono: 1_000 };

function frame(body: readonly number[]): number[] {
  let crc = 0xffff;
  for (const byte of body) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return [...body, crc & 0xff, crc >> 8];
}

/** What the shipped profile asks for, block by block as one line would, and what it makes of the answers. */
function read(scene: BoxScene): PointReadings {
  const addresses = [...new Set(PROFILE.points.map(({ address }) => address))];
  const [first, last] = [Math.min(...addresses), Math.max(...addresses)];
  const reply = answerOfBox(frame([PROFILE.serial.unit, 3, 0, first, 0, last - first + 1]), scene);
  if (reply === null) throw new Error('it says nothing');
  const image = new RegisterImage();
  for (let i = 0; i <= last - first; i++)
    image.set('holding', first + i, ((reply[3 + 2 * i] ?? 0) << 8) | (reply[4 + 2 * i] ?? 0));
  return new Map(
    PROFILE.points.map((point) => {
      const { value, quality } = decodePoint(point, image, { parameters: {} });
      return [point.id, { value, quality, at: AT }];
    }),
  );
}

function shown(scene: Partial<BoxScene>, labels: readonly string[]) {
  const parameters = { directionSense: 1, doorBitOpen: 1 };
  const named = Object.fromEntries(labels.map((label, i) => [i + 1, label]));
  const device = { id: 'box', profile: PROFILE, parameters, labels: named };
  return snapshotOf(device, shippedLiftTables(), read({ ...QUIET_SCENE, ...scene }));
}

const HOUSE = ['-2', '-1', '1', '2', '3'];

test('a box that another hand made from the same facts is read right', () => {
  expect(shown({ floor: -2 }, HOUSE)).toMatchObject({ floor: { value: 1 }, floorLabel: { value: '-2' } });
  expect(shown({ floor: -1 }, HOUSE).floor?.value).toBe(2);
  expect(shown({ floor: 1 }, HOUSE).floor?.value).toBe(3);
  expect(shown({ floor: 3 }, HOUSE)).toMatchObject({ floor: { value: 5 }, floorLabel: { value: '3' } });
  const riding = shown(
    { floor: 2, level: false, way: 'down', person: true, doorCount: 70_000, runMinutes: 65_537 },
    HOUSE,
  );
  expect(riding).toMatchObject({
    ...{ direction: { value: 'down' }, doorZone: { value: false }, occupancy: { value: 'occupied' } },
    ...{ doors: [{ status: { value: 'closed' } }], counters: { doorCycles: { value: 70_000 } } },
  });
  expect(read({ ...QUIET_SCENE, runMinutes: 65_537 }).get('run_minutes')?.value).toBe(65_537);
  const trapped = shown({ level: false, way: 'up', person: true, faults: 0x22 }, HOUSE);
  expect(trapped).toMatchObject({ trapped: { value: 'off-level' } });
  expect(trapped.faults?.value?.map((one) => one.class)).toEqual(['carStoppedOutsideLandingZone']);
  const values = read({ ...QUIET_SCENE, tripS: 9, tripM: 6, vibration: [12, 9, 8] });
  for (const [point, value] of Object.entries({
    ...{ trip_time: 9, trip_distance: 6, vibration_z: 1.2, vibration_y: 0.9, vibration_x: 0.8 },
    ...{ off_zone_time: 15, run_timeout_time: 1, long_open_time: 1, repeat_door_count: 20 },
    ...{ overspeed_limit: 3, level_entrap_time: 90, off_level_entrap_time: 15 },
  }))
    expect(values.get(point)?.value, point).toBeCloseTo(value);
});

test('what no box ever sets is not known: no speed, no button, no inspection, no mains', () => {
  expect(shown({}, HOUSE)).toMatchObject({
    ...{ speedMmS: null, alarmButton: null, mode: null, power: null },
  });
});

test('it is silent to another unit, another register, and a broken frame', () => {
  for (const body of [
    [1, 3, 0, 16, 0, 1],
    [247, 3, 0, 0, 0, 10],
    [247, 3, 0, 15, 0, 2],
    [247, 3, 0, 34, 0, 2],
    [247, 4, 0, 16, 0, 1],
  ])
    expect(answerOfBox(frame(body), QUIET_SCENE)).toBeNull();
  expect(answerOfBox([247, 3, 0, 16, 0, 1, 0, 0], QUIET_SCENE)).toBeNull();
});

test('the two boxes show the same of a lift that stands at its lowest landing', () => {
  const lift = newLift(liftSchema.parse({ below: 1, floors: 5, mainFloor: 1 }), 0, 1, {
    meanC: 12,
    swingC: 0,
  });
  const words = sensorBox(lift);
  const reply = answerOfBox(frame([247, 3, 0, 0x10, 0, 3]), { ...QUIET_SCENE, floor: -1 });
  expect([0x10, 0x11, 0x12].map((address) => words.get(address))).toEqual(
    [0, 1, 2].map((i) => ((reply?.[3 + 2 * i] ?? 0) << 8) | (reply?.[4 + 2 * i] ?? 0)),
  );
  expect([...words.keys()]).toEqual(Array.from({ length: 19 }, (_, n) => 0x10 + n));
});
