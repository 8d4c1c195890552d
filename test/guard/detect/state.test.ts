import { expect, test } from 'vitest';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { Story } from './story.ts';

const ALARM = 'gas-1/alarm';

function story(rule: Record<string, unknown> = {}) {
  const installation = installationOf({
    ...gasSite,
    rules: [{ kind: 'state', id: 'high-alarm', point: ALARM, equals: 2, severity: 'red', ...rule }],
  });
  return new Story({ ...installation, rules: installation.rules.filter(({ id }) => id === 'high-alarm') });
}

test("a detector's own alarm raises at once and returns when it is gone", () => {
  const told = story().read(0, ALARM, 0).read(1, ALARM, 2).read(2, ALARM, 1);
  expect(told.transitions).toMatchObject([
    { cause: 'raised', value: 2, limit: 2, severity: 'red' },
    { cause: 'returned', value: 1 },
  ]);
});

test('a state that must last is not declared before', () => {
  expect(
    story({ onDelayS: 2 }).read(0, ALARM, 2).read(1, ALARM, 2).read(1.5, ALARM, 0).wait(10).transitions,
  ).toEqual([]);
  expect(story({ onDelayS: 2 }).read(0, ALARM, 2).read(1, ALARM, 2).wait(2).steps('high-alarm')).toEqual([
    'raised red',
  ]);
});

test('losing the detector holds its alarm', () => {
  expect(story().read(0, ALARM, 2).read(1, ALARM, null).read(2, ALARM, null).steps('high-alarm')).toEqual([
    'raised red',
  ]);
});
