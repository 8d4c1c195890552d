import type { ProbeBudget } from './probeBudget.ts';
import type { Candidate } from './schedule.ts';

/**
 * An attempt at a device that may not answer: at most one per device at a time. `failMs`: its cost if it does not.
 * `trusted`: until its last exchange the device was well; `spared`: this is its only loss in a long while.
 */
export type Attempt<T> = {
  readonly candidate: Candidate<T>;
  readonly failMs: number;
  readonly trusted: boolean;
  readonly spared: boolean;
};

/** Retries of devices not yet given up stand before probes, safety reads before both: as if they had waited this long. */
const HEAD_START_MS = {
  safety: 20_000,
  state: 10_000,
  trend: 10_000,
  probe: 0,
  urgent: 0,
  asked: 0,
} as const;

/**
 * A safety read after a loss that stands alone is never held back (the response-time analysis counts on it): a gas sensor
 * that lost one reply is not to wait because others died in the same moment. After losses that do not stand alone the
 * first retry may still overdraw the budget by this. And probes leave room for one retry, so that it does not wait
 * because others have been dead for long.
 */
const FIRST_RETRY_CREDIT_MS = 1000;
const ROOM_FOR_RETRY_MS = 300;

/**
 * Holds attempts back until the probe budget can pay for them. Each in turn reserves its cost, so that a cheap one does
 * not for ever take what a dear one saves for: safety reads of failing devices first, then other reads of failing
 * devices, then probes of those given up; but whoever has waited longer than the head start goes before.
 */
export function admit<T>(attempts: readonly Attempt<T>[], budget: ProbeBudget, now: number): Candidate<T>[] {
  const place = ({ candidate }: Attempt<T>) => candidate.from - HEAD_START_MS[candidate.standing];
  let reservedMs = 0;
  return attempts
    .toSorted((a, b) => place(a) - place(b))
    .map((attempt) => {
      const { candidate, failMs } = attempt;
      if (candidate.from > now) return candidate;
      reservedMs += failMs;
      if (attempt.spared && candidate.standing === 'safety') return candidate;
      const affordable = budget.affordableFrom(reservedMs, creditMs(attempt));
      const spaced = candidate.standing === 'probe' ? budget.spacedFrom(failMs) : candidate.from;
      return { ...candidate, from: Math.max(candidate.from, affordable, spaced) };
    });
}

function creditMs({ candidate: { standing }, trusted }: Attempt<unknown>): number {
  if (standing === 'probe') return -ROOM_FOR_RETRY_MS;
  return standing === 'safety' && trusted ? FIRST_RETRY_CREDIT_MS : 0;
}
