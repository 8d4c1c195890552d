import type { Known } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';

/** The parts of a look come in several replies. Further apart than this, they are not of one situation. Engineering. */
const SPREAD_MS = 2_000;

/** Between which instants the parts of one look were read. */
export type Looked = { readonly at: Instant; readonly newest: Instant };

/** When a look was taken; null where one of its parts has no value, or they are not of one situation. */
export function lookedAt(parts: readonly Known<unknown>[]): Looked | null {
  let at: Instant | null = null;
  let newest: Instant | null = null;
  for (const part of parts) {
    if (part === null) continue; // never told: it is not missed
    if (part.value === null || (at !== null && part.at.boot !== at.boot)) return null;
    if (at === null || part.at.mono < at.mono) at = part.at;
    if (newest === null || part.at.mono > newest.mono) newest = part.at;
  }
  if (at === null || newest === null || newest.mono - at.mono > SPREAD_MS) return null;
  return { at, newest };
}

/** Milliseconds between two instants; infinite over a restart, where nobody can tell. */
export function gapMs(from: Instant, to: Instant): number {
  return from.boot === to.boot ? to.mono - from.mono : Number.POSITIVE_INFINITY;
}

/** The best guess of when something changed that was one way at `from` and another at `to`: the middle. */
export function between(from: Instant, to: Instant): Instant {
  return from.boot === to.boot ? { boot: to.boot, mono: (from.mono + to.mono) / 2 } : to;
}
