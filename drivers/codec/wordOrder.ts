import type { ProfilePoint, WordOrder } from '../profile/schema.ts';
import { numberFrom } from './number.ts';

/** Smallest float that is not denormal; nothing a sensor measures is smaller and not 0. */
const SMALLEST_NORMAL = 2 ** -126;
/** What a sensor measures lies within these, whatever its unit. */
const PLAUSIBLE = [1e-6, 1e9] as const;
const ORDERS: readonly WordOrder[] = ['ABCD', 'CDAB', 'BADC', 'DCBA'];

/**
 * The word order in which a 32-bit float was probably sent: given where the profile's own makes it a denormal number
 * (2.3e-41: a float whose high word is empty) and another makes it one that a sensor could measure. Orders that keep the
 * two bytes of a register together are tried first, since nearly all devices do.
 */
export function otherOrder(point: ProfilePoint, words: readonly number[]): WordOrder | undefined {
  if (point.type !== 'f32') return undefined;
  const raw = Math.abs(numberFrom(point, words));
  if (!(raw > 0 && raw < SMALLEST_NORMAL)) return undefined;
  return ORDERS.find((order) => {
    const other = Math.abs(numberFrom({ ...point, order }, words));
    return other >= PLAUSIBLE[0] && other <= PLAUSIBLE[1];
  });
}
