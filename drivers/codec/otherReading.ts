import type { ProfilePoint, WordOrder } from '../profile/schema.ts';
import { numberFrom } from './number.ts';

/** How the profile of a point may be mistaken, and what its registers would show then. */
export type OtherReading = {
  readonly shown: number;
  readonly other: number;
  readonly key: 'order' | 'type';
  readonly instead: WordOrder | ProfilePoint['type'];
};

/** So many times further than its range reaches, a value of several registers is no measurement that went too far. */
const FAR = 10;
const SMALLEST_FLOAT = 1e-6;
const ORDERS: readonly WordOrder[] = ['ABCD', 'CDAB', 'BADC', 'DCBA'];
const SIGNED = { u16: 's16', u32: 's32', u64: 's64' } as const;

/**
 * Where a value lies outside its range and the same registers, read otherwise, inside it: as a signed number that is below 0, or, of
 * several registers, in another word order. Only somebody at the display knows which is right, so this is a hint and never
 * a value. Undefined: nothing speaks for it.
 */
export function otherReading(point: ProfilePoint, words: readonly number[]): OtherReading | undefined {
  const { range, scale, transform } = point;
  if (range === undefined || transform !== undefined || !('factor' in scale) || words.length === 0)
    return undefined;
  const [low, high] = range;
  const readAs = (how: Partial<ProfilePoint>) => {
    const value = numberFrom({ ...point, ...how } as ProfilePoint, words) * scale.factor + scale.offset;
    return Number(value.toPrecision(12));
  };
  const fits = (value: number) => value >= low && value <= high;
  const shown = readAs({});
  if (Number.isNaN(shown) || fits(shown)) return undefined;
  const signed = Object.hasOwn(SIGNED, point.type) ? SIGNED[point.type as keyof typeof SIGNED] : undefined;
  if (signed !== undefined && point.field === undefined) {
    const other = readAs({ type: signed });
    if (other < 0 && fits(other)) return { shown, other, key: 'type', instead: signed };
  }
  const numbers =
    point.type === 'f32' || point.type === 'f64' || point.type === 'u32' || point.type === 's32';
  if (!numbers || Math.abs(shown) < FAR * Math.max(Math.abs(low), Math.abs(high))) return undefined;
  for (const order of ORDERS) {
    const other = readAs({ order });
    if (order !== point.order && fits(other) && Math.abs(other) > SMALLEST_FLOAT)
      return { shown, other, key: 'order', instead: order };
  }
  return undefined;
}
