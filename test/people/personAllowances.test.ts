import { expect, it } from 'vitest';
import { PersonAllowances } from '../../gateway/people/personAllowances.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

it('lets each person do so much, whatever the others do', async () => {
  const clock = new VirtualClock();
  const allowances = new PersonAllowances(clock, { burst: 3, everyMs: 1000 });
  const tries = (person: string, times: number) =>
    Array.from({ length: times }, () => allowances.take(person)).filter(Boolean).length;
  expect([tries('viewer', 100), tries('operator', 2)]).toEqual([3, 2]);
  await clock.advance(2000);
  expect([tries('viewer', 100), tries('operator', 100)]).toEqual([2, 3]);
  // a thousand names do not make it remember them all, nor give the newest more
  for (let n = 0; n < 1000; n++) allowances.take(`name ${n}`);
  expect(tries('name 999', 10)).toBe(2);
});
