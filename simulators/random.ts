/** A source of numbers in [0, 1). Seeded, so that the same building has the same day twice. */
export type Random = () => number;

/** A seeded generator (Mulberry32: 32 bits of state, plenty for weather and faults, not for secrets). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed for one part of a building: parts draw from streams of their own, so that one does not shift another. */
export function seedOf(seed: number, part: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (const character of part) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** A normally distributed number, mean 0, deviation 1 (Box–Muller). */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
