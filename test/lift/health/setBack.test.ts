import { expect, test } from 'vitest';
import { NEW_LIFT } from '../../../gateway/lift/folds.ts';
import { type HealthState, NO_HEALTH, stepHealth } from '../../../gateway/lift/health/health.ts';

/** Days as the clock shows them, an entrapment at each look; what is told of days that are over. */
function lived(days: readonly string[]) {
  let state: HealthState = NO_HEALTH;
  const over: [string, number][] = [];
  for (const day of days) {
    const step = stepHealth(state, day, NEW_LIFT, [{ kind: 'entrapment', floor: 1 }]);
    state = step.state;
    over.push(...step.effects.map(({ record }): [string, number] => [record.day, record.entrapments]));
  }
  return { over, running: [state.day, state.tally.entrapments] };
}

test('a clock that is set back over midnight leaves one record a day, and nothing is lost', () => {
  const days = ['2026-03-01', '2026-03-02', '2026-03-01', '2026-03-01', '2026-03-02', '2026-03-03'];
  expect(lived(days)).toEqual({
    over: [
      ['2026-03-01', 1],
      ['2026-03-02', 4],
    ],
    running: ['2026-03-03', 1],
  });
});

test('a clock that was far ahead gives the running day its right name', () => {
  expect(lived(['2099-01-01', '2026-03-02', '2026-03-02', '2026-03-03'])).toEqual({
    over: [['2026-03-02', 3]],
    running: ['2026-03-03', 1],
  });
});
