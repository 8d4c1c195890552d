import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDaysOver, formatLifts, parseLifts } from '../../../gateway/guard/lifts/liftSaved.ts';
import { accountOf } from '../../../simulators/lift/account.ts';
import { KeptLift } from './keptLift.ts';

const ride = (from: number, to: number) => ({ verb: 'ride', lift: 'a', from, to, kg: 70 }) as const;
const BY_HAND = { actor: 'Li Wei', automatic: false, passed: true, note: null };
const trap = { verb: 'trap', lift: 'a', where: 'between' } as const;

test('rides and doors are journaled as they were, and a quiet lift says that nothing is the matter', async () => {
  const kept = new KeptLift();
  await kept.run(120, [
    { inS: 10, mishap: ride(1, 3) },
    { inS: 50, mishap: ride(3, 2) },
  ]);
  const facts = accountOf(kept.lift);
  const trips = facts.flatMap((fact) => (fact.kind === 'trip' ? [fact] : []));
  expect(kept.told('trip')).toMatchObject(trips.map(({ from, to }) => ({ from, to, mode: 1 })));
  expect(kept.told('trip').map(({ to }) => to)).toEqual([3, 2]);
  expect(kept.told('door')).toHaveLength(facts.filter(({ kind }) => kind === 'door').length);
  expect(kept.shows('entrapment')).toEqual(['none', 'good']);
  expect(kept.shows('overspeed')).toEqual(['no', 'good']);
  expect(kept.told('trips-unseen')).toEqual([]);
});

test('an entrapment outlives a kill of guard and a power cut, and ends when somebody says so', async () => {
  const kept = new KeptLift();
  await kept.run(60, [
    { inS: 1, mishap: trap },
    { inS: 2, mishap: ride(1, 3) },
  ]);
  expect(kept.shows('entrapment')).toEqual(['confirmed', 'good']);
  await kept.settled();
  const second = new KeptLift(kept);
  await second.run(5);
  expect(second.shows('entrapment')).toEqual(['confirmed', 'good']);
  expect(second.told('entrapment')).toEqual([]); // it is the same one
  await second.settled();
  const third = new KeptLift(second, 'ab00ab00ab00ab00');
  third.cut.add('controller').add('box');
  await third.run(5);
  expect(third.shows('entrapment')).toEqual(['confirmed', 'stale']);
  expect(third.keeper.nobodyTrapped('lift-b', 'desk:Li Wei')).toBe(false);
  expect(third.keeper.nobodyTrapped('lift-a', 'desk:Li Wei')).toBe(true);
  expect(third.told('entrapment')).toMatchObject([{ from: 2, to: 3, cause: 'by-hand' }]);
});

test('the dossier of an alarm holds what the devices told, and the last trips', async () => {
  const kept = new KeptLift();
  await kept.run(60, [{ inS: 5, mishap: ride(1, 3) }]);
  const transition = { device: 'lift-a', cause: 'raised', occurrence: 'o-1', rule: 'lift-a.x' } as never;
  kept.keeper.declared({ transition });
  const [dossier] = kept.told('dossier');
  expect(dossier).toMatchObject({ occurrence: 'o-1', rule: 'lift-a.x', trips: [{ from: 1, to: 3 }] });
  expect(dossier?.snapshot).toMatchObject({ floor: 3, floorLabel: '2', moving: false, mode: 'normal' });
  kept.keeper.declared({ transition: { device: 'other', cause: 'raised' } as never });
  kept.keeper.declared({ transition: { device: 'lift-a', cause: 'returned' } as never });
  expect(kept.told('dossier')).toHaveLength(1);
});

test('a day is over at midnight of its own time zone; what was before the time was known belongs to it', async () => {
  const kept = new KeptLift(); // 23:57
  await kept.run(120, [{ inS: 5, mishap: ride(1, 3) }]);
  kept.knowsTime();
  await kept.run(30);
  expect(kept.told('day')).toEqual([]);
  await kept.keeper.stop();
  const second = new KeptLift(kept);
  second.knowsTime();
  await second.run(60);
  expect(second.told('day')).toMatchObject([{ day: '2026-03-01', record: { day: '2026-03-01', trips: 1 } }]);
  const [view] = second.keeper.views();
  expect(view?.recent.map(({ day }) => day)).toEqual(['2026-03-01']);
  expect(view?.today).toMatchObject({ day: '2026-03-02', trips: 0 });
});

test('what is remembered is the same after it was written down and read again', async () => {
  const kept = new KeptLift();
  kept.knowsTime();
  await kept.run(40, [{ inS: 5, mishap: ride(1, 3) }]);
  await kept.keeper.stop();
  const [lifts, days] = ['lifts.json', 'liftDays.json'].map((name) =>
    readFileSync(join(kept.folder, name), 'utf8'),
  );
  const read = parseLifts(lifts ?? null, days ?? null);
  if (!read.ok) throw new Error(read.error.what);
  expect([formatLifts(read.value), formatDaysOver(read.value)]).toEqual([lifts, days]);
  const second = new KeptLift(kept);
  expect(second.keeper.views()[0]?.counts).toEqual(kept.keeper.views()[0]?.counts);
  expect(lifts).not.toContain('Infinity');
});

test('a damaged file is told, and the lift is watched as if for the first time', () => {
  const read = parseLifts('{"version":1,"lifts":', null);
  expect(read).toMatchObject({ ok: false, error: { code: 'state.lifts' } });
});

test('devices that fall silent are told once, and so is their return', async () => {
  const kept = new KeptLift();
  await kept.run(10);
  kept.cut.add('controller').add('box');
  await kept.run(30);
  expect(kept.told('comm-lost').map(({ device }) => device)).toEqual(['controller', 'box']);
  expect(kept.shows('entrapment')).toEqual([null, 'no-communication']);
  kept.cut.clear();
  await kept.run(10);
  expect(kept.told('comm-back').map(({ device }) => device)).toEqual(['controller', 'box']);
  expect(kept.shows('entrapment')).toEqual(['none', 'good']);
});

test('once the alarm of the car has been tried, the next try is due after three days, over restarts', async () => {
  const kept = new KeptLift();
  kept.knowsTime();
  await kept.run(5);
  expect(kept.shows('test-overdue')).toBeUndefined(); // nobody has said that it is tried by hand here
  expect(kept.keeper.alarmTried('lift-a', BY_HAND)).toBe(true);
  expect(kept.told('test')).toEqual([BY_HAND]);
  await kept.run(5);
  expect(kept.shows('test-overdue')).toEqual([false, 'good']);
  await kept.keeper.stop();
  const later = new KeptLift(kept, 'ab00ab00ab00ab00');
  await later.run(5);
  expect(later.shows('test-overdue')?.[0]).toBeNull(); // how long ago it was is not known without a clock
  later.clock.stepUtc(3.1 * 86_400_000);
  later.knowsTime();
  await later.run(5);
  expect(later.shows('test-overdue')).toEqual([true, 'good']);
});

test('a device that has not been read yet is not told to be silent', async () => {
  const kept = new KeptLift();
  await kept.clock.advance(10_000);
  expect(kept.rows).toEqual([]);
});

test('a gateway that never knows the time has days all the same', async () => {
  const kept = new KeptLift();
  await kept.run(40, [{ inS: 5, mishap: ride(1, 3) }]);
  await kept.clock.advance(86_400_000);
  expect(kept.told('day')).toMatchObject([{ day: 'undated', record: { trips: 1 } }]);
});
