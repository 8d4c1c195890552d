import type { DailyRecord } from '../../../lift/health/dailyRecord.ts';
import { type Rates, ratesOf } from '../../../lift/health/rates.ts';
import { dayOf } from '../../../site/civilDate.ts';
import { daysIn, daysOf } from '../civilTimes.ts';
import type { LiftHistory } from '../history.ts';
import { allVisits, type MonthOf, type VisitTime } from '../monthEvents.ts';
import { type MonthReport, monthReport, type ReportedLift } from '../monthReport.ts';
import { type RescueTimes, rescueTimes } from '../rescueTimes.ts';
import type { Stamp } from '../stamp.ts';

/** For whom a paper is made: who repairs the lift, who pays for it, and who answers for its safety. */
export const READERS = ['mechanic', 'building', 'regulator'] as const;
export type Reader = (typeof READERS)[number];

/** The month before the one of the paper. */
export type MonthBefore = { readonly month: string; readonly rates: Rates; readonly rescue: RescueTimes };

/** What the papers for three readers are made of: the month's report, what was before it, and the alarms. */
export type LiftPaper = MonthReport & {
  readonly rescue: RescueTimes;
  readonly before: MonthBefore | null; // null: the journal has no day of it
  /** Days of the month that are over when the paper is made, with a record or without. */
  readonly daysOver: number;
  readonly lastVisit: VisitTime | null; // until the end of the month
  /** The days after the last visit, of all that are known until the end of the month; all of them where nobody came. */
  readonly sinceVisit: readonly DailyRecord[];
  /** Days between one visit and the next, or the end of what is known; null: fewer days than that are known. */
  readonly longestWithoutVisit: {
    readonly days: number;
    readonly from: string | null;
    readonly to: string;
  } | null;
};

/** `today`: the civil day on which the paper is made; null where nobody knows. */
type Known = {
  readonly goneEvents: number;
  readonly monthOf: MonthOf;
  readonly dayOf: (utc: number) => string;
  readonly today: string | null;
};

/** The papers of a month, from the journal alone. `dayOf`: the civil day of a moment (Unix ms). */
export function liftPaper(lift: ReportedLift, history: LiftHistory, month: string, known: Known): LiftPaper {
  const report = monthReport(lift, history, month, known);
  const earlier = monthReport(lift, history, monthBefore(month), known);
  const until = (stamp: Stamp) => {
    const utc = stamp.utc ?? stamp.after;
    return utc !== null && known.monthOf(utc) <= month;
  };
  const visits = allVisits(history).filter(({ from }) => until(from));
  const lastVisit = visits.at(-1) ?? null;
  const days = history.days.filter(({ day }) => day.slice(0, 7) <= month);
  const visitDay = (visit: VisitTime | null) =>
    visit === null ? null : dayOfStamp(visit.to ?? visit.from, known.dayOf);
  const last = visitDay(lastVisit);
  return {
    ...report,
    rescue: rescueTimes(report.entrapments),
    before:
      earlier.days.length === 0
        ? null
        : { month: earlier.month, rates: ratesOf(earlier.days), rescue: rescueTimes(earlier.entrapments) },
    daysOver: daysOver(month, report.days.length, known.today),
    lastVisit,
    sinceVisit: last === null ? days : days.filter(({ day }) => day > last),
    longestWithoutVisit: longestGap(
      days.map(({ day }) => day),
      visits.flatMap((visit) => visitDay(visit) ?? []),
    ),
  };
}

/** Never fewer than there are records of. */
function daysOver(month: string, recorded: number, today: string | null): number {
  const over = today === null ? daysIn(month) : daysOf(month).filter((day) => day < today).length;
  return Math.max(recorded, over);
}

function dayOfStamp({ utc, after }: Stamp, dayOf: (utc: number) => string): string | null {
  const known = utc ?? after;
  return known === null ? null : dayOf(known);
}

/** `2026-10` of `2026-11`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/** The longest run of days without a visit, among the days that are known. */
function longestGap(days: readonly string[], visited: readonly string[]): LiftPaper['longestWithoutVisit'] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const marks = [first, ...visited.filter((day) => day > first && day < last), last];
  let longest: LiftPaper['longestWithoutVisit'] = null;
  for (const [i, to] of marks.entries()) {
    const from = marks[i - 1];
    if (from === undefined) continue;
    const gap = daysBetween(from, to);
    if (longest === null || gap > longest.days)
      longest = { days: gap, from: i === 1 && !visited.includes(first) ? null : from, to };
  }
  return longest;
}

function daysBetween(from: string, to: string): number {
  return dayOf(to) - dayOf(from);
}
