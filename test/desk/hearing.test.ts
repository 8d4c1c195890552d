import { expect, test } from 'vitest';
import { Hearing } from '../../gateway/desk/page/state/hearing.ts';

const HOUR_MS = 3_600_000;

test('a phone that slept for an hour knows at once how old is what it shows, though its monotonic clock stood still', () => {
  const hearing = new Hearing({ mono: 0, civil: 0 });
  hearing.hear({ mono: 10_000, civil: 1_000_000 }, 50_000);
  const awake = { mono: 10_200, civil: 1_000_000 + HOUR_MS };
  expect(hearing.silentMs(awake)).toBe(HOUR_MS);
  expect(hearing.gatewayMono(awake)).toBe(50_000 + HOUR_MS);
  expect(hearing.since).toBe(1_000_000); // when it was heard, not when it woke
});

test('a civil clock that is set back hides no silence', () => {
  const hearing = new Hearing({ mono: 0, civil: 1_000_000 });
  expect(hearing.silentMs({ mono: 7_000, civil: 0 })).toBe(7_000);
});
