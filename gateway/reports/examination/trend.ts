import type { PointDay } from './dailySeries.ts';

/** How a quantity moves: its change from the beginning to the end of a period, and its rate a month with what is unsure of it. */
export type Trend = {
  readonly from: number; // median of the first days
  readonly to: number; // median of the last
  readonly change: number;
  readonly perMonth: number;
  readonly unsure: number; // ± a month: half of the span in which the middle two thirds of all slopes lie
};

/** Fewer days than this tell no rate (engineering). */
export const LEAST_DAYS = 14;
/** Days of which a median is taken at either end. */
export const ENDS = 7;
const DAYS_A_MONTH = 30.4375;

/**
 * The trend of daily means: the median of the slopes of all pairs of days (Theil 1950, Sen 1968), which a few bad days do not
 * move. Null where there are too few days.
 */
export function trendOf(days: readonly PointDay[]): Trend | null {
  if (days.length < LEAST_DAYS) return null;
  const points = days.map(({ day, mean }) => ({ x: dayNumber(day), y: mean }));
  const slopes: number[] = [];
  for (const [i, one] of points.entries())
    for (const other of points.slice(i + 1)) slopes.push((other.y - one.y) / (other.x - one.x));
  slopes.sort((a, b) => a - b);
  const at = (share: number) => slopes[Math.round(share * (slopes.length - 1))] ?? 0;
  const from = medianOf(points.slice(0, ENDS).map(({ y }) => y)) ?? 0;
  const to = medianOf(points.slice(-ENDS).map(({ y }) => y)) ?? 0;
  return {
    ...{ from, to, change: to - from },
    perMonth: at(0.5) * DAYS_A_MONTH,
    unsure: ((at(0.83) - at(0.17)) / 2) * DAYS_A_MONTH,
  };
}

/** Days since 1970 of an ISO date. */
export function dayNumber(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / 86_400_000;
}

/** How many days a period has, its first and its last among them. */
export function daysBetween({ from, to }: { readonly from: string; readonly to: string }): number {
  return dayNumber(to) - dayNumber(from) + 1;
}

/** Null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
