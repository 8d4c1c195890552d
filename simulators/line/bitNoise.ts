import type { Random } from '../random.ts';

/**
 * Flips each bit of the bytes with probability `rate`, in place; true when it flipped any. Skips from flip to flip, so a
 * quiet line costs nothing.
 */
export function flipBits(bytes: Uint8Array, rate: number, random: Random): boolean {
  if (rate <= 0) return false;
  const bits = bytes.length * 8;
  const skip = () => (rate >= 1 ? 0 : Math.floor(Math.log(1 - random()) / Math.log(1 - rate)));
  let at = skip();
  const flipped = at < bits;
  for (; at < bits; at += 1 + skip()) bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
  return flipped;
}
