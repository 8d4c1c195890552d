import type { Profile } from '../../../drivers/profile/schema.ts';

/** Addresses that installers give out by hand. */
const LOW_UNITS = 16;
export const LAST_UNIT = 247;

/**
 * The unit ids under which a device is most likely found: what profiles say theirs come with, the most common first, and
 * then those that people count up from 1.
 */
export function usualUnits(profiles: Iterable<Profile>): number[] {
  const times = new Map<number, number>();
  for (const { serial } of profiles) times.set(serial.unit, (times.get(serial.unit) ?? 0) + 1);
  const factory = [...times].toSorted(([a, m], [b, n]) => n - m || a - b).map(([unit]) => unit);
  return [...new Set([...factory, ...unitsTo(LOW_UNITS)])];
}

/** 1 to `last`. */
export function unitsTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}
