import { describe, expect, test } from 'vitest';
import type { Quality } from '../../../../drivers/quality.ts';
import { levelsOn, Watching } from './watching.ts';

const rule = {
  kind: 'vote',
  points: ['gas-1/concentration', 'gas-2/concentration', 'gas-3/concentration'],
  atLeast: 2,
  unit: '%LEL',
  high: { red: 20 },
  deadband: 2,
};

/** All three read at once; null is no communication. */
function poll(vote: Watching, atS: number, values: readonly (number | null)[], quality?: Quality) {
  let last = null;
  for (const [i, value] of values.entries())
    last =
      vote.read(atS, value, {
        point: `gas-${i + 1}/concentration`,
        ...(quality === undefined || value === null ? {} : { quality }),
      }) ?? last;
  return levelsOn(vote, last);
}

describe('a vote of two out of three', () => {
  test('one beyond the limit is none', () => {
    expect(poll(new Watching(rule), 0, [50, 1, 1])).toBe('');
  });

  test('two are, and it ends when only one is left', () => {
    const vote = new Watching(rule);
    expect(poll(vote, 0, [50, 50, 1])).toBe('high red on');
    expect(poll(vote, 1, [50, 19, 1])).toBe('high red band');
    expect(poll(vote, 2, [50, 5, 1])).toBe('');
  });

  test('it does not end because one that voted for it is lost', () => {
    const vote = new Watching(rule);
    poll(vote, 0, [50, 50, 1]);
    expect(poll(vote, 1, [null, 50, 1])).toBe('high red band');
    expect(poll(vote, 2, [null, 1, 1])).toBe(''); // two that work say no: the lost one alone cannot make it two
  });

  test('it does not end while fewer can be used than are needed', () => {
    const vote = new Watching({ ...rule, atLeast: 3 });
    expect(poll(vote, 0, [50, 50, 50])).toBe('high red on');
    poll(vote, 1, [50, 50, null]);
    expect(poll(vote, 2, [1, 1, null])).toBe('high red band');
    expect(poll(vote, 3, [1, 1, 1])).toBe('');
  });

  test('a point that has fallen silent does not vote', () => {
    const vote = new Watching(rule);
    poll(vote, 0, [50, 1, 1]);
    expect(levelsOn(vote, vote.read(10, 50, { point: 'gas-2/concentration' }))).toBe('high red band');
  });

  test('what warms up may vote for an alarm and not for its end', () => {
    const vote = new Watching(rule);
    expect(poll(vote, 0, [50, 50, 1], 'warm-up')).toBe('high red on');
    expect(poll(vote, 1, [1, 1, 1], 'warm-up')).toBe('high red band');
    expect(poll(vote, 2, [1, 1, 1])).toBe('');
  });

  test('a gas sensor that collapsed has no vote until somebody has looked', () => {
    const vote = new Watching(rule);
    poll(vote, 0, [80, 80, 1]);
    expect(poll(vote, 1, [0, 0, 1])).toBe('high red band');
    expect(vote.reset()).toBe(true);
    expect(poll(vote, 2, [0, 0, 1])).toBe('');
    expect(vote.reset()).toBe(false);
  });

  test('after a restart everybody is heard again before anything ends', () => {
    const vote = new Watching(rule);
    poll(vote, 0, [50, 50, 1]);
    vote.restart(1, 5);
    expect(levelsOn(vote, vote.read(5, 1, { point: 'gas-1/concentration' }))).toBe('high red band');
    expect(poll(vote, 6, [1, 1, 1])).toBe('');
  });
});
