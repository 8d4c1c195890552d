import { expect, test } from 'vitest';
import { GAS, gasInstallation, gasStory } from './gas.ts';

const HOURLY = { reAlarmS: 3600 };

test('an alarm that still stands after the re-alarm time is announced again, as unacknowledged', () => {
  const told = gasStory(HOURLY).read(0, GAS, 30);
  told.acknowledge(600, told.occurrence('gas-high')).read(1000, GAS, 28).wait(4200);
  expect(told.transitions.at(-1)).toMatchObject({
    ...{ cause: 're-alarmed', from: 'acknowledged-active', to: 'unacknowledged-active' },
    ...{ announcement: 2, severity: 'orange', value: 28, declared: { mono: 0 } },
  });
  expect(told.effects.at(-1)?.atS).toBe(4200);
});

test('it is announced again and again while nobody does anything', () => {
  const told = gasStory(HOURLY)
    .read(0, GAS, 30)
    .wait(3 * 3600);
  expect(told.transitions.map(({ announcement }) => announcement)).toEqual([1, 2, 3, 4]);
});

test('an escalation starts the time again', () => {
  const told = gasStory(HOURLY).read(0, GAS, 30).read(3000, GAS, 60).wait(6599);
  expect(told.steps('gas-high')).toEqual(['raised orange', 'escalated red']);
  expect(told.wait(6600).steps('gas-high').at(-1)).toBe('re-alarmed red');
});

test('what has returned, is latched or is shelved is not announced again', () => {
  const returned = gasStory(HOURLY).read(0, GAS, 30).read(1, GAS, 0).wait(10_000);
  expect(returned.steps('gas-high')).toEqual(['raised orange', 'returned orange']);
  const latched = gasStory({ ...HOURLY, latch: ['red'] })
    .read(0, GAS, 60)
    .read(1, GAS, 0)
    .wait(10_000);
  expect(latched.steps('gas-high')).toEqual(['raised red', 'returned red']);
  const shelf = { verb: 'shelve', rule: 'gas-high', forS: 9000, reason: 'known' } as const;
  const shelved = gasStory(HOURLY).read(0, GAS, 30).command(1, shelf).wait(9000);
  expect(shelved.steps('gas-high')).toEqual(['raised orange', 'shelved orange']);
  expect(
    shelved
      .wait(9001 + 3600)
      .steps('gas-high')
      .slice(2),
  ).toEqual(['unshelved orange', 're-alarmed orange']);
});

test('without a re-alarm time an alarm is announced once', () => {
  expect(gasStory().read(0, GAS, 30).wait(1_000_000).transitions).toHaveLength(1);
});

test('a restart within the boot counts, and one of the computer leaves what remained', () => {
  const told = gasStory(HOURLY).read(0, GAS, 30).restart(3000, gasInstallation(HOURLY));
  expect(told.wait(3600).steps('gas-high')).toEqual(['raised orange', 're-alarmed orange']);
  told.read(4600, GAS, 30).restart(10, gasInstallation(HOURLY), 'another-boot');
  expect(told.wait(10 + 2599).transitions).toHaveLength(2);
  expect(told.wait(10 + 2600).transitions.at(-1)).toMatchObject({ cause: 're-alarmed', announcement: 3 });
});
