import type { ProbeBudget } from './probeBudget.ts';
import type { Candidate } from './schedule.ts';

/** A probe of a device that was given up: at most one per device at a time. `failMs`: its cost if nobody answers. */
export type Probe<T> = {
  readonly candidate: Candidate<T>;
  readonly failMs: number;
  readonly isSafety: boolean; // of its block
};

export const STARVED_MS = 5_000;

/**
 * Holds probes back until the budget can pay for them. Each in turn reserves its cost, so that a cheap one does not for
 * ever take what a dear one saves for.
 */
export function admit<T>(probes: readonly Probe<T>[], budget: ProbeBudget, now: number): Candidate<T>[] {
  let reservedMs = 0;
  return probes
    .toSorted((a, b) => a.candidate.from - b.candidate.from)
    .map(({ candidate, failMs, isSafety }) => {
      if (candidate.from > now) return candidate;
      reservedMs += failMs;
      const from = Math.max(candidate.from, budget.affordableFrom(reservedMs), budget.spacedFrom);
      // on a line that is asked for more than it can carry safety reads would leave no gap for ever
      return now - from > STARVED_MS && isSafety
        ? { ...candidate, from, standing: 'safety' }
        : { ...candidate, from };
    });
}
