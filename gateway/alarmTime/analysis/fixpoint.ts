/** A wait longer than this is no wait to reckon with: the line never gets round to it. */
const HOPELESS_MS = 600_000;
/** Times on a grid are rounded, and a pause ends up to a hundredth late: what comes so near the end of a window is in it. */
const EDGE_MS = 0.05;

/**
 * The least `w ≥ from` with `w = demand(w)`, for a demand that never falls: how long the line is busy with what is asked
 * of it in that very time. @returns null when it never catches up
 */
export function leastFixpoint(demand: (windowMs: number) => number, from = 0): number | null {
  let w = from;
  for (;;) {
    const next = demand(w);
    if (next <= w) return w;
    if (next > HOPELESS_MS) return null;
    w = next;
  }
}

/** How often something that comes every `periodMs`, at most `jitterMs` late, can come up in a window, its end included. */
export function arrivals(windowMs: number, periodMs: number, jitterMs = 0): number {
  return Math.floor((windowMs + jitterMs + EDGE_MS) / periodMs) + 1;
}

/** Sum of what `of` gives. */
export function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
