import type { Part } from '../wire/model.ts';

type Bounds = Pick<Part, 'from' | 'to'>;

/**
 * Index of the part whose (from, to] holds a time, by bisection of bounds that rise; -1: none. Encoder and decoder ask the same
 * question, and where the answer is not the part that a row is in, the row says so.
 */
export function partHolding(bounds: readonly Bounds[], mono: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle]?.to ?? 0) < mono) low = middle + 1;
    else high = middle;
  }
  const found = bounds[low];
  return found !== undefined && found.from < mono ? low : -1;
}
