import type { DailyRecord } from './dailyRecord.ts';
import { percentile } from './percentile.ts';

/** One quantity of a lift now, against what it was in its own first days. */
export type Drift = {
  readonly before: number;
  readonly now: number;
  readonly share: number; // of the change: 0.2 is a fifth more
  readonly beforeDays: number;
  readonly nowDays: number;
};

/** Days with a value on either side, for a drift worth telling. Engineering. */
const LEAST_DAYS = 3;

const WEEK = 7;

/**
 * The median of its days then and now; null where either has too few. While its first days are not over, or only just,
 * the last week of them is held against the first, if there are two.
 */
export function driftOf(
  first: readonly DailyRecord[],
  recent: readonly DailyRecord[],
  of: (record: DailyRecord) => number | null,
): Drift | null {
  const early = new Set(first.map(({ day }) => day));
  const late = recent.filter(({ day }) => !early.has(day));
  const learning = late.length < LEAST_DAYS && first.length >= 2 * WEEK;
  const then = valuesOf(learning ? first.slice(0, WEEK) : first, of);
  const now = valuesOf((learning ? first : late).slice(-WEEK), of);
  const [a, b] = [percentile(then, 0.5), percentile(now, 0.5)];
  if (a === null || b === null || a === 0 || then.length < LEAST_DAYS || now.length < LEAST_DAYS) return null;
  return { before: a, now: b, share: b / a - 1, beforeDays: then.length, nowDays: now.length };
}

function valuesOf(records: readonly DailyRecord[], of: (record: DailyRecord) => number | null): number[] {
  return records.flatMap((record) => of(record) ?? []);
}
