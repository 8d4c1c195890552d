/** A minute of readings of one point, and what they are worth as its zero. */
export type Zero =
  | { readonly kind: 'taken'; readonly value: number; readonly spread: number; readonly count: number }
  | { readonly kind: 'moving'; readonly spread: number; readonly allowed: number }
  | { readonly kind: 'too-few'; readonly count: number; readonly wanted: number };

export const ZERO_WINDOW_MS = 60_000;
/** Fewer readings than this are no median (engineering). */
const LEAST = 20;
/** Nine in ten readings lie within three times the accuracy of a thing that stands still (engineering). */
const NOISE_ACCURACIES = 3;

/**
 * The zero or baseline of a point: the median of a minute. Refused where it moved: the span of the middle nine tenths is more
 * than the profile's noise.
 *
 * @param values good readings of the window alone
 * @param accuracy of the profile, in the point's unit; resolution where it gives none
 */
export function zeroOf(values: readonly number[], accuracy: number, periodMs: number): Zero {
  const wanted = Math.min(LEAST, Math.floor((0.8 * ZERO_WINDOW_MS) / periodMs));
  if (values.length < wanted || values.length === 0) return { kind: 'too-few', count: values.length, wanted };
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const spread = at(0.95) - at(0.05);
  const allowed = NOISE_ACCURACIES * accuracy;
  if (spread > allowed) return { kind: 'moving', spread, allowed };
  return { kind: 'taken', value: at(0.5), spread, count: values.length };
}
