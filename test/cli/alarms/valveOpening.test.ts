import { expect, test } from 'vitest';
import { openedOnReading } from '../../../gateway/cli/alarms/valveOpening.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const opened = (
  clock: VirtualClock,
  shut: boolean | undefined,
  shown: (now: number) => boolean | undefined,
) => clock.until(openedOnReading(shut, async () => shown(clock.mono()), clock));

test('a valve is open when its output is read back otherwise than shut, and not before', async () => {
  const clock = new VirtualClock();
  const began = clock.mono();
  expect(await opened(clock, true, (now) => now - began < 2_000)).toBe(true);
  expect(clock.mono() - began).toBeGreaterThanOrEqual(2_000);
});

test('a valve whose output sticks, or is not read any more, is not said to be open; nothing is said of one never read', async () => {
  const clock = new VirtualClock();
  expect(await opened(clock, true, () => true)).toBe(false);
  expect(await opened(clock, true, () => undefined)).toBe(false);
  expect(await opened(clock, undefined, () => false)).toBeUndefined();
});
