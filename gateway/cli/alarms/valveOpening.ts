import type { PointValue } from '../../../drivers/reading.ts';
import type { ValueScreen } from '../../control/valueScreen.ts';
import { type Clock, sleep } from '../../core/clock.ts';

/** A relay board is read back once a second; a valve whose writes wait takes a little longer. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 250;

/** What the output of a valve is read back as; undefined: not at all. */
export type SeeValve = () => Promise<PointValue | undefined>;

/** The value of a point on a screen of values, where it is a good one. */
export function goodValue({ devices }: ValueScreen, id: string): PointValue | undefined {
  const point = devices.flatMap(({ points }) => points).find(({ point }) => point === id);
  return point === undefined || point.value === null || point.quality !== 'good' ? undefined : point.value;
}

/**
 * Whether a valve that was told to open is read back so: its output no longer shows what it showed shut. Undefined where nothing
 * was read back of it before.
 */
export async function openedOnReading(
  shut: PointValue | undefined,
  see: SeeValve,
  clock: Clock,
): Promise<boolean | undefined> {
  if (shut === undefined) return undefined;
  const until = clock.mono() + PATIENCE_MS;
  while (clock.mono() < until) {
    const seen = await see();
    if (seen !== undefined && seen !== shut) return true;
    await sleep(clock, LOOK_MS, 'valve read back');
  }
  return false;
}
