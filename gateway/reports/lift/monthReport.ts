import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import { type Finding, findingsOf } from '../../lift/health/findings.ts';
import { BASELINE_DAYS } from '../../lift/health/health.ts';
import { type Rates, ratesOf } from '../../lift/health/rates.ts';
import type { WireText } from '../../telemetry/wire/model.ts';
import type { AlarmLife } from './alarmLives.ts';
import { daysOf } from './civilTimes.ts';
import type { FloorLabels } from './findingShown.ts';
import type { LiftHistory } from './history.ts';
import { type CarDoor, carDoorsOf, type Landing, landingsOf } from './landings.ts';
import { type Happened, happenedIn, type MonthOf } from './monthEvents.ts';
import type { Stamp } from './stamp.ts';

/** Which lift a report is about. What the journal does not tell is null: guard was not asked, or did not answer. */
export type ReportedLift = {
  readonly gateway: string;
  readonly gatewayName: WireText | null;
  readonly lift: string;
  readonly name: WireText;
  readonly place: WireText | null;
  readonly registration: string | null;
  readonly labels: FloorLabels | null;
  readonly pushedBy?: readonly string[] | null; // uplinks that send its status record to a platform
};

/** How much of a month was watched. */
export type Completeness = {
  readonly days: number; // of the month
  readonly missing: readonly string[]; // days without a record
  readonly watchedMs: number;
  readonly unseenMs: number; // nobody could tell, on days that have a record
  readonly unseen: number; // times in which trips or door cycles may have been missed
  readonly undated: number; // happenings that may belong to the month
  readonly goneEvents: number; // rows that the journal does not have any more, of all months
};

/** One month of one lift, without a language: the whole of what the printed report says. */
export type MonthReport = ReportedLift & {
  readonly month: string; // YYYY-MM
  readonly complete: Completeness;
  readonly rates: Rates;
  readonly doorCycles: number;
  readonly findings: readonly Finding[];
  readonly days: readonly DailyRecord[];
  readonly baseline: { readonly from: string; readonly to: string; readonly days: number } | null;
  readonly landings: readonly Landing[];
  readonly carDoors: readonly CarDoor[];
  readonly alarms: readonly AlarmLife[]; // that came in the month
  readonly standing: readonly AlarmLife[]; // at its end, whenever they came
} & Happened;

/**
 * The report of a month, from the journal alone. Doors, current and levelling are held against the first thirty days
 * that the journal has. `monthOf`: in which month a civil moment lies.
 */
export function monthReport(
  lift: ReportedLift,
  history: LiftHistory,
  month: string,
  { goneEvents, monthOf }: { readonly goneEvents: number; readonly monthOf: MonthOf },
): MonthReport {
  const days = history.days.filter(({ day }) => day.startsWith(`${month}-`));
  const past = history.days.filter(({ day }) => day.slice(0, 7) <= month);
  const first = past.slice(0, BASELINE_DAYS);
  const [from, to] = [first[0]?.day, first.at(-1)?.day];
  const { undated, ...happened } = happenedIn(history, month, monthOf);
  return {
    ...lift,
    month,
    complete: { ...completeness(days, month), undated, goneEvents },
    rates: ratesOf(days),
    doorCycles: days.reduce((sum, { doorCycles }) => sum + doorCycles, 0),
    findings: findingsOf({ first, recent: days }),
    days,
    baseline: from === undefined || to === undefined ? null : { from, to, days: first.length },
    carDoors: carDoorsOf(first, days),
    landings: landingsOf(first, days, lift.labels ?? {}),
    ...alarmsOf(history, month, monthOf),
    ...happened,
  };
}

function alarmsOf({ alarms }: LiftHistory, month: string, monthOf: MonthOf) {
  const monthAt = ({ utc, after }: Stamp) => {
    const known = utc ?? after;
    return known === null ? null : monthOf(known);
  };
  const until = (stamp: Stamp) => (monthAt(stamp) ?? '') <= month; // what has no date may be one of them
  return {
    alarms: alarms.filter(({ raised }) => monthAt(raised) === month),
    standing: alarms.filter(({ raised, ended }) => until(raised) && (ended === null || !until(ended))),
  };
}

function completeness(
  days: readonly DailyRecord[],
  month: string,
): Omit<Completeness, 'undated' | 'goneEvents'> {
  const all = daysOf(month);
  const known = new Set(days.map(({ day }) => day));
  const sum = (of: (day: DailyRecord) => number) => days.reduce((total, day) => total + of(day), 0);
  return {
    days: all.length,
    missing: all.filter((day) => !known.has(day)),
    watchedMs: sum(({ availability: { upMs, downMs } }) => upMs + downMs),
    unseenMs: sum(({ availability: { unseenMs } }) => unseenMs),
    unseen: sum(({ unseen }) => unseen),
  };
}
