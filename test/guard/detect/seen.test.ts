import { expect, test } from 'vitest';
import { GAS, gasStory } from './gas.ts';

const RED = { announcement: 1, severity: 'red' } as const;
const ORANGE = { announcement: 1, severity: 'orange' } as const;

/** Somebody far away acknowledges what they had seen of the alarm. */
function acknowledged(
  told: ReturnType<typeof gasStory>,
  atS: number,
  seen: typeof RED | typeof ORANGE | { announcement: number; severity: 'red' },
) {
  told.command(atS, { verb: 'acknowledge', occurrence: told.occurrence('gas-high'), seen });
  const answer = told.effects.findLast(({ effect }) => effect.kind === 'answer')?.effect;
  return answer?.kind === 'answer' ? (answer.problem?.code ?? 'done') : 'unanswered';
}

test('who acknowledges what they saw does not acknowledge the escalation that was on its way', () => {
  const told = gasStory().read(0, GAS, 30).read(1, GAS, 60);
  expect(told.steps('gas-high')).toEqual(['raised orange', 'escalated red']);
  expect(acknowledged(told, 2, ORANGE)).toBe('alarm.announced-since');
  expect(told.alarms[0]).toMatchObject({ to: 'unacknowledged-active', severity: 'red', announcement: 2 });
  expect(acknowledged(told, 3, { announcement: 2, severity: 'red' })).toBe('done');
  expect(told.alarms[0]).toMatchObject({ to: 'acknowledged-active' });
});

test('what was seen at a higher severity, and has eased since, is acknowledged', () => {
  const told = gasStory().read(0, GAS, 60).read(1, GAS, 30);
  expect(told.steps('gas-high')).toEqual(['raised red', 'eased orange']);
  expect(acknowledged(told, 2, RED)).toBe('done');
});

test('acknowledging again changes nothing and is no mistake, whatever was seen', () => {
  const told = gasStory().read(0, GAS, 60);
  expect(acknowledged(told, 1, RED)).toBe('done');
  const steps = told.steps('gas-high').length;
  expect(acknowledged(told, 2, RED)).toBe('done');
  expect(acknowledged(told, 3, { announcement: 7, severity: 'red' })).toBe('done');
  expect(told.steps('gas-high')).toHaveLength(steps);
});
