import type { Instant } from '../../../../drivers/reading.ts';
import { median } from './median.ts';
import { age, firsts, noted, passed, type Slots } from './slots.ts';

const USUAL_MS = 15 * 60_000;
/** Of fewer 15-s slots nobody can say what is usual. */
const FEWEST_SLOTS = 3;

/**
 * What a point has usually read of late: the median of the last 15 min, at most 60 values, the first of every 15 s. A
 * new level becomes the usual one after some eight minutes. Null while too little is known.
 */
export function usual(slots: Slots, at: Instant): number | null {
  const values = firsts(passed(slots, at, USUAL_MS));
  return values.length < FEWEST_SLOTS ? null : median(values);
}

/** The same slots with a reading more. */
export function usualWith(slots: Slots, value: number, at: Instant): Slots {
  return noted(slots, value, at, USUAL_MS);
}

/** Whether what is usual is known for so long that half of it could be a new level: after a boot it takes a while. */
export function isSettled(slots: Slots, at: Instant): boolean {
  return age(slots, at, USUAL_MS) >= USUAL_MS / 2;
}
