import type { Known } from '../../drivers/lift/snapshot.ts';
import { percentile } from './health/percentile.ts';

/**
 * At which position of the car each landing lies, as its own first stops showed. Plain data. `grainMm`: the greatest
 * measure of all positions seen: a controller that tells decimetres only ever shows multiples of 100.
 */
export type LandingHeights = {
  readonly grainMm: number;
  readonly seen: number; // positions behind the grain
  readonly learning: Readonly<Record<string, readonly number[]>>; // by floor; the first stops
  readonly learned: Readonly<Record<string, number>>; // by floor, mm
};

export const NO_HEIGHTS: LandingHeights = { grainMm: 0, seen: 0, learning: {}, learned: {} };

/** Stops before a landing's height is known. Engineering. */
const STOPS = 15;
/** A position in coarser steps tells nothing of levelling: the limit is 10 mm. Engineering. */
const FINE_MM = 2;
/** Positions before the grain is believed. Engineering. */
const POSITIONS = 10;
/** Further off, and it is no stop at this landing: the floor or the position is wrong. The door zone ends there. */
const ZONE_MM = 200;

/**
 * The car stopped at a landing with its position told so. `errorMm`: how far from the landing's own height, + above; null
 * while that is not known, or the position is told too coarsely ever to tell.
 */
export function stoppedAt(
  heights: LandingHeights,
  floor: number,
  position: Known<number>,
): { readonly heights: LandingHeights; readonly errorMm: number | null } {
  if (position === null || position.value === null || !USABLE.has(position.quality))
    return { heights, errorMm: null };
  const mm = Math.round(position.value);
  const grown = { ...heights, grainMm: measure(heights.grainMm, Math.abs(mm)), seen: heights.seen + 1 };
  const known = heights.learned[floor];
  if (known === undefined) return { heights: learnt(grown, floor, mm), errorMm: null };
  const errorMm = mm - known;
  const tells = grown.seen >= POSITIONS && grown.grainMm > 0 && grown.grainMm <= FINE_MM;
  return { heights: grown, errorMm: tells && Math.abs(errorMm) <= ZONE_MM ? errorMm : null };
}

/** Where the zero lies is of no matter here: only differences count. */
const USABLE: ReadonlySet<string> = new Set(['good', 'substituted']);

function learnt(heights: LandingHeights, floor: number, mm: number): LandingHeights {
  const { [floor]: before = [], ...others } = heights.learning as Record<number, readonly number[]>;
  const stops = [...before, mm];
  if (stops.length < STOPS) return { ...heights, learning: { ...others, [floor]: stops } };
  const middle = percentile(stops, 0.5) ?? mm;
  return { ...heights, learning: others, learned: { ...heights.learned, [floor]: middle } };
}

/** The greatest common measure of whole millimetres; of 0 and a number that number. */
function measure(a: number, b: number): number {
  return b === 0 ? a : measure(b, a % b);
}
