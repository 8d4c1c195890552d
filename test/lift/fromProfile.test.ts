import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkProfile } from '../../drivers/profile/check.ts';
import type { Quality } from '../../drivers/quality.ts';
import type { PointValue } from '../../drivers/reading.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { builtinText } from '../drivers/builtin.ts';

/** A controller that somebody met on site and described, as text alone. */
const CONTROLLER = {
  ...(parse(builtinText('techwind-sdk500', 'profile.yaml')) as object),
  id: 'somebodys-controller',
  kind: 'lift-controller',
  lift: {
    tells: {
      floor: { point: 'floor', none: [0] },
      speedMmS: { point: 'speed', times: 1000 },
      direction: { point: 'way', means: { 0: 'stopped', 1: 'up', 2: 'down' } },
      moving: { point: 'way', is: [1, 2] },
      mode: { point: 'mode', means: { 0: 'normal', 7: 'inspection' } },
      doors: [
        { status: { point: 'door', means: { 0: 'closed', 1: 'opened' } }, locked: { point: 'locked' } },
      ],
      counters: { trips: { point: 'trips' } },
      faults: { point: 'fault', none: [0], vendor: 'somebody', class: 'controllerFault' },
    },
  },
  points: [
    ...['floor', 'way', 'mode', 'door', 'trips', 'fault'].map((id, address) => pointOf(id, address, 'u16')),
    { ...pointOf('speed', 20, 's16'), scale: { factor: 0.01 }, decimals: 2 },
    { ...pointOf('locked', 30, 'bool'), bit: 3 },
  ],
};

function pointOf(id: string, address: number, type: string) {
  const names = { en: id, zh: id };
  return { id, names, table: 'holding', address, type, class: 'state', periodMs: 500 };
}

function shown(values: Readonly<Record<string, PointValue>>, quality: Quality = 'good') {
  const path = `profiles/${CONTROLLER.id}/profile.yaml`;
  const { profile, errors } = checkProfile({ path, text: stringify(CONTROLLER) });
  if (profile === null) throw new Error(JSON.stringify(errors));
  const at = { boot: 'test', mono: 1000 };
  const readings = Object.entries(values).map(([id, value]) => [id, { value, quality, at }] as const);
  return snapshotOf({ id: 'lift-1', profile, parameters: {} }, shippedLiftTables(), new Map(readings));
}

const AT_REST = { floor: 3, way: 0, mode: 0, door: 0, trips: 812, fault: 0, speed: 0, locked: true };

describe('a lift controller that is described in its profile alone', () => {
  test('is read into the neutral model, in its units and words', () => {
    expect(shown({ ...AT_REST, way: 2, speed: -1.75 })).toMatchObject({
      floor: { value: 3, quality: 'good' },
      speedMmS: { value: -1750 },
      direction: { value: 'down' },
      moving: { value: true },
      mode: { value: 'normal' },
      doors: [{ status: { value: 'closed' }, locked: { value: true }, obstructed: null }],
      counters: { trips: { value: 812 }, floors: null },
      faults: { value: [] },
      ...{ loadPct: null, power: null, carCalls: null },
    });
    expect(shown(AT_REST)).toMatchObject({ direction: { value: 'stopped' }, moving: { value: false } });
  });

  test('has a fault by its number, of the class that the profile gives', () => {
    expect(shown({ ...AT_REST, fault: 41 }).faults?.value).toEqual([
      { class: 'controllerFault', vendor: 'somebody', code: 41, sub: null, level: null, suffix: null },
    ]);
  });

  test('says nothing with a value that means nothing: not the value before, and not zero', () => {
    expect(shown({ ...AT_REST, mode: 5, floor: 0 })).toMatchObject({
      mode: { value: null, quality: 'protocol-error' },
      floor: { value: null, quality: 'protocol-error' },
    });
  });

  test('has fields without a value where it is silent', () => {
    const silent = shown({ floor: 3 });
    expect(silent).toMatchObject({
      floor: { value: 3 },
      mode: { value: null, quality: 'no-communication' },
      faults: { value: null, quality: 'no-communication' },
      doors: [{ locked: { value: null, quality: 'no-communication' } }],
    });
    expect(shown({ ...AT_REST, speed: null }, 'sensor-failure').speedMmS).toMatchObject({
      ...{ value: null, quality: 'sensor-failure' },
    });
  });
});
