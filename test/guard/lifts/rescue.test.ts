import { expect, test } from 'vitest';
import { KeptLift } from './keptLift.ts';

const SHUT_IN = [
  { inS: 1, mishap: { verb: 'trap', lift: 'a', where: 'between' } },
  { inS: 2, mishap: { verb: 'ride', lift: 'a', from: 1, to: 3, kg: 70 } },
] as const;
const call = (step: 'called' | 'attended' | 'released', by: string) => ({ step, by, actor: 'desk' }) as const;
const [NONE, CONFIRMED, RESOLVED, ATTENDED] = [0, 2, 3, 4];

test('who was called, arrived and let people out is written down, and arriving ends nothing', async () => {
  const kept = new KeptLift();
  await kept.run(60, [...SHUT_IN]);
  expect(kept.shows('entrapment')).toEqual(['confirmed', 'good']);
  expect(kept.keeper.rescued('lift-a', call('called', 'Zhang'))).toBe(true);
  await kept.run(5);
  expect(kept.shows('entrapment')).toEqual(['confirmed', 'good']);
  kept.keeper.rescued('lift-a', call('attended', 'Zhang'));
  // no inspection switch is turned: whoever works by hand at the brake is there all the same
  await kept.run(600);
  expect(kept.shows('entrapment')).toEqual(['attended', 'good']);
  kept.keeper.rescued('lift-a', call('released', 'Zhang'));
  expect(kept.told('rescue')).toEqual([
    { ...call('called', 'Zhang'), phase: CONFIRMED },
    { ...call('attended', 'Zhang'), phase: CONFIRMED },
    { ...call('released', 'Zhang'), phase: ATTENDED },
  ]);
  expect(kept.told('entrapment').map(({ cause }) => cause)).toEqual(
    expect.arrayContaining(['arrived', 'by-hand']),
  );
  expect(kept.told('entrapment').at(-1)).toMatchObject({ cause: 'by-hand', to: 3 });
  expect(kept.keeper.rescued('lift-z', call('called', 'Zhang'))).toBe(false);
});

test('who says that nobody is trapped is written down with the entrapment that it ends, and once', async () => {
  const kept = new KeptLift();
  await kept.run(60, [...SHUT_IN]);
  kept.keeper.nobodyTrapped('lift-a', 'desk:Li Wei');
  kept.keeper.nobodyTrapped('lift-a', 'desk:Wang'); // it is over already
  expect(kept.told('rescue')).toEqual([
    { step: 'checked', by: 'Li Wei', actor: 'desk:Li Wei', phase: CONFIRMED },
  ]);
  expect(kept.told('entrapment').at(-1)).toMatchObject({ cause: 'by-hand', to: 3 });
});

test('people who are let out while they were only suspected to be there were trapped; nobody is, where nobody was found', async () => {
  const suspected = async () => {
    const kept = new KeptLift();
    await kept.run(10, [...SHUT_IN]);
    for (let s = 0; s < 40 && kept.shows('entrapment')?.[0] !== 'suspected'; s++) await kept.run(1);
    expect(kept.shows('entrapment')).toEqual(['suspected', 'good']);
    return kept;
  };
  const released = await suspected();
  released.keeper.rescued('lift-a', call('released', 'Zhang'));
  expect(released.told('entrapment').at(-1)).toMatchObject({ cause: 'by-hand', to: RESOLVED });
  expect(released.keeper.views()[0]?.entrapment.phase).toBe('resolved');
  const nobody = await suspected();
  nobody.keeper.nobodyTrapped('lift-a', 'desk:Li Wei');
  expect(nobody.told('entrapment').at(-1)).toMatchObject({ cause: 'by-hand', to: NONE });
});

test('a mechanic who was told to be there stays there over a kill of guard, and a switch that is off has let nobody out', async () => {
  const kept = new KeptLift();
  await kept.run(60, [...SHUT_IN]);
  kept.keeper.rescued('lift-a', call('attended', 'Zhang'));
  const inspect = (on: boolean) => ({ verb: 'inspect', lift: 'a', on }) as const;
  await kept.run(60);
  expect(kept.shows('entrapment')?.[0]).toBe('attended');
  await kept.settled();
  const second = new KeptLift(kept); // what was told outlives a kill
  await second.run(60, [{ inS: 1, mishap: inspect(false) }]);
  expect(second.shows('entrapment')?.[0]).toBe('attended');
});

test('a test of the alarm that failed is told at once, and still after a restart, until one is passed', async () => {
  const kept = new KeptLift();
  kept.knowsTime();
  await kept.run(5);
  const automatic = { actor: 'receiving centre', automatic: true };
  kept.keeper.alarmTried('lift-a', { ...automatic, passed: true, note: null });
  await kept.run(5);
  expect(kept.shows('test-overdue')).toEqual([false, 'good']);
  kept.keeper.alarmTried('lift-a', { ...automatic, passed: false, note: 'battery' });
  await kept.run(5);
  expect(kept.shows('test-overdue')).toEqual([true, 'good']);
  expect(kept.told('test').at(-1)).toEqual({ ...automatic, passed: false, note: 'battery' });
  await kept.keeper.stop();
  const later = new KeptLift(kept, 'ab00ab00ab00ab00');
  later.knowsTime();
  await later.run(5);
  expect(later.shows('test-overdue')).toEqual([true, 'good']);
  later.keeper.alarmTried('lift-a', { ...automatic, passed: true, note: null });
  await later.run(5);
  expect(later.shows('test-overdue')).toEqual([false, 'good']);
});

test('a car that is too heavy to start is a row when it begins and when it is over', async () => {
  const kept = new KeptLift();
  const heavy = (kg: number) => ({ verb: 'ride', lift: 'a', from: 1, to: 3, kg }) as const;
  await kept.run(120, [
    { inS: 5, mishap: heavy(400) },
    { inS: 5, mishap: heavy(400) },
  ]);
  expect(kept.told('condition')).toMatchObject([
    { condition: 'overload', on: true, floor: 1 },
    { condition: 'overload', on: false, floor: 1 },
  ]);
});
