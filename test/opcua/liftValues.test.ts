import { AttributeIds } from 'node-opcua-data-model';
import { expect, onTestFinished, test } from 'vitest';
import { qualityClass } from '../../drivers/quality.ts';
import type { LiftScreen, LiftView } from '../../gateway/control/liftScreen.ts';
import type { ShownLift } from '../../gateway/opcua/lifts/liftModel.ts';
import { LIFT_GROUPS } from '../../gateway/opcua/lifts/liftNodeSet.ts';
import { dayOf, liftUnheard, liftView, RECENT } from '../cli/lift/liftScreenFixture.ts';
import { liftSite } from '../harness/liftHouse.ts';
import { openUaRoom } from '../harness/uaRoom.ts';

/** What a variable shows of a lift, and whether it is shown as good. */
function shown(name: string, view: LiftView, trips: ShownLift['trips'] = []) {
  const variable = LIFT_GROUPS.flatMap(({ variables }) => variables).find((one) => one.name === name);
  const field = variable?.of({ view, trips });
  if (field === undefined || field === null) return { value: null, good: false };
  if (typeof field !== 'object' || !('quality' in field)) return { value: field, good: true };
  return { value: field.value, good: qualityClass(field.quality) === 'good' };
}

test('of a lift that is not heard nothing is said of faults, doors, landings and trapped people', () => {
  const view = liftUnheard();
  const names = ['FaultSignals', 'CarDoorStatus', 'CarDoorLocked', 'CarDoorObstructed', 'LandingStops'];
  for (const name of [...names, 'Entrapment'])
    expect([name, shown(name, view)]).toEqual([name, { value: null, good: false }]);
});

test('an empty list is a finding of its own: what nobody has looked at yet is not said to be well', () => {
  const nothing = { value: null, good: false };
  const unheard = liftUnheard();
  for (const name of ['Findings', 'FindingsChinese', 'CommunicationLost', 'TripFrom', 'TripStart'])
    expect([name, shown(name, unheard, null)]).toEqual([name, nothing]);
  const { nice } = liftView().comm;
  if (nice === undefined) throw new Error('not heard');
  const heard = { devices: ['nice', 'box'], recent: RECENT, findings: [] };
  // of the box nobody knows yet
  expect(shown('CommunicationLost', liftView({ ...heard, comm: { nice } }))).toEqual(nothing);
  const known = liftView({ ...heard, comm: { nice, box: nice } });
  for (const name of ['Findings', 'CommunicationLost', 'TripFrom'])
    expect([name, shown(name, known)]).toEqual([name, { value: [], good: true }]);
  const silent = { ...nice, silentSince: { boot: 'b', mono: 0 } };
  expect(shown('CommunicationLost', liftView({ ...heard, comm: { nice, box: silent } })).value).toEqual([
    'box',
  ]);
});

test('an entrapment that stood before the silence is still shown, and not as good', () => {
  const view = liftView();
  const values = view.values.map((one) =>
    one.name === 'lift.entrapment' ? { ...one, value: 'confirmed', quality: 'stale' as const } : one,
  );
  expect(shown('Entrapment', { ...view, values })).toEqual({ value: 2, good: false });
});

test('what is known is shown: no fault is an empty list, a landing without stops had none', () => {
  const view = liftView();
  expect(shown('FaultSignals', view)).toEqual({ value: [], good: true });
  expect(shown('Entrapment', view)).toEqual({ value: 0, good: true });
  expect(shown('CarDoorLocked', view)).toEqual({ value: [true], good: true });
  expect(shown('LandingStops', view)).toEqual({ value: [30, 0, 0, 30], good: true });
});

test('of two doors of which one is not known no list is made up, but for the status, which has a word for it', () => {
  const view = liftView();
  const [door] = view.snapshot.doors;
  if (door === undefined) throw new Error('no door');
  const silent = { value: null, quality: 'no-communication', at: { boot: 'b', mono: 0 } } as const;
  const second = { ...door, status: silent, locked: null };
  const doors = { ...view, snapshot: { ...view.snapshot, doors: [door, second] } };
  expect(shown('CarDoorStatus', doors)).toEqual({ value: [0, 2], good: true });
  expect(shown('CarDoorLocked', doors)).toEqual({ value: null, good: false });
});

test('a building of many floors: what changes at the upper ones is shown as well', async () => {
  const room = await openUaRoom(liftSite);
  onTestFinished(() => room.close());
  const { session } = await room.session('viewer');
  const nodeId = 'ns=1;s=lift/lift-a-Landings-LandingStops';
  const stops = async () => [
    ...(await session.read({ nodeId, attributeId: AttributeIds.Value })).value.value,
  ];
  const [first] = Object.values(RECENT[0]?.landings ?? {});
  if (first === undefined) throw new Error('no landing');
  const floors = Object.fromEntries(Array.from({ length: 24 }, (_, i) => [i + 1, `${i + 1}`]));
  const after = (atTheTop: number) =>
    room.shown.lifts.show({
      now: { boot: 'b', mono: 0 },
      lifts: [
        liftView({ floors, today: dayOf('2026-11-25', { landings: { 24: { ...first, stops: atTheTop } } }) }),
      ],
    } as unknown as LiftScreen);
  after(1);
  expect((await stops()).at(-1)).toBe(1);
  after(2);
  expect((await stops()).at(-1)).toBe(2);
});
