import { expect, test } from 'vitest';
import { Attempts } from '../../gateway/core/backoff.ts';

test('waits between attempts double up to a limit and are spread', () => {
  const waits = (random?: () => number) => {
    const attempts = new Attempts(500, 30_000, random);
    return Array.from({ length: 9 }, () => attempts.failed());
  };
  expect(waits()).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(waits(() => 1)).toEqual(waits());
  expect(waits(() => 0)).toEqual(waits().map((wait) => wait / 2));
  const attempts = new Attempts(500, 30_000);
  attempts.failed();
  attempts.failed();
  attempts.reset();
  expect(attempts.failed()).toBe(500);
});
