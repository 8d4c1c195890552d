import { expect, test } from 'vitest';
import { GAS, gasInstallation, gasStory } from './gas.ts';

const out = { verb: 'out-of-service', rule: 'gas-high', reason: 'bead is poisoned' } as const;
const back = { verb: 'in-service', rule: 'gas-high' } as const;
const shelve = { verb: 'shelve', rule: 'gas-high', forS: 10, reason: 'welding' } as const;

test('out of service an alarm is told and not announced, for as long as it takes', () => {
  const told = gasStory().command(0, out).read(1, GAS, 60).wait(1_000_000);
  expect(told.alarm('gas-high')).toMatchObject({
    ...{ to: 'out-of-service', condition: 'unacknowledged-active', announcement: 0 },
    ...{ reason: 'bead is poisoned', until: null },
  });
});

test('put in service over gas the alarm is announced; over clean air it ends', () => {
  const over = gasStory().command(0, out).read(1, GAS, 60).command(2, back);
  expect(over.transitions.at(-1)).toMatchObject({
    ...{ cause: 'put-in-service', from: 'out-of-service', to: 'unacknowledged-active', announcement: 1 },
    actor: 'wang',
  });
  expect(gasStory().command(0, out).command(2, back).alarms).toEqual([]);
});

test('out of service outranks a shelf, and the shelf goes on beneath it', () => {
  const told = gasStory().read(0, GAS, 60).command(1, shelve).command(2, out);
  expect(told.alarm('gas-high')?.to).toBe('out-of-service');
  expect(told.command(3, back).alarm('gas-high')).toMatchObject({ to: 'shelved', until: { mono: 11_000 } });
  expect(told.wait(11).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active', announcement: 2 });
});

test('a shelf that ends beneath out of service announces nothing', () => {
  const told = gasStory().read(0, GAS, 60).command(1, shelve).command(2, out).wait(12);
  expect(told.alarm('gas-high')).toMatchObject({ to: 'out-of-service', announcement: 1 });
  expect(told.command(13, back).alarm('gas-high')).toMatchObject({ to: 'unacknowledged-active' });
});

test('out of service outlives a restart of the computer', () => {
  const told = gasStory().command(0, out).restart(1, gasInstallation(), 'another-boot').read(2, GAS, 60);
  expect(told.alarm('gas-high')).toMatchObject({ to: 'out-of-service', reason: 'bead is poisoned' });
});

test('out of service is refused without a reason, and for a rule that is not there', () => {
  expect(gasStory().command(0, { ...out, reason: '' }).refusal).toMatchObject({ code: 'alarm.no-reason' });
  expect(gasStory().command(0, { ...out, rule: 'x' }).refusal).toMatchObject({ code: 'alarm.unknown-rule' });
  expect(gasStory().command(0, { ...back, rule: 'x' }).refusal).toMatchObject({ code: 'alarm.unknown-rule' });
});
