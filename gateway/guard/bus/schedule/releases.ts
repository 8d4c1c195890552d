/**
 * When a block is to be read: at `anchor + n × periodMs`, on a grid that does not drift. A read serves every release
 * up to the moment it started; releases it was too late for are missed, counted and never replayed.
 */
export type Releases = { readonly anchor: number; readonly periodMs: number };

/** The first release after `at`. */
export function nextRelease({ anchor, periodMs }: Releases, at: number): number {
  if (at < anchor) return anchor;
  const next = anchor + (Math.floor((at - anchor) / periodMs) + 1) * periodMs;
  return next > at ? next : next + periodMs; // rounding: a grid point computed twice may differ in the last bit
}

/** Releases that came and went between the one due at `due` and a read that starts at `startedAt`. */
export function missedReleases(releases: Releases, due: number, startedAt: number): number {
  if (startedAt <= due) return 0;
  const first = nextRelease(releases, due);
  return first > startedAt ? 0 : 1 + Math.floor((startedAt - first) / releases.periodMs);
}

/** First polls of slow blocks need not wait for their place on the grid: all come within this time. */
const FIRST_POLLS_WITHIN_MS = 2000;

/**
 * Spreads blocks over their period, so that neither first polls nor later ones bunch: the i-th of n blocks of one
 * period is anchored i/n of the period after `start`. `first` is when it is polled for the first time.
 */
export function stagger<T extends { readonly periodMs: number }>(
  blocks: readonly T[],
  start: number,
): { readonly block: T; readonly anchor: number; readonly first: number }[] {
  const groups = Map.groupBy(blocks, (block) => block.periodMs);
  const seen = new Map<number, number>();
  return blocks.map((block) => {
    const place = seen.get(block.periodMs) ?? 0;
    seen.set(block.periodMs, place + 1);
    const share = place / (groups.get(block.periodMs)?.length ?? 1);
    return {
      block,
      anchor: start + share * block.periodMs,
      first: start + share * Math.min(block.periodMs, FIRST_POLLS_WITHIN_MS),
    };
  });
}
