import type { WireText } from '../../telemetry/wire/model.ts';
import type { PaperTime } from '../commissioning/commissioningRecord.ts';
import type { PointDay, StateDay } from './dailySeries.ts';
import { type ExaminedAlarm, isGrave } from './examinedAlarms.ts';
import type { ExaminedChange } from './examinedChanges.ts';
import { type ExaminedLift, examineLift, type LiftPeriod } from './examinedLift.ts';
import { NO_FACTS, type PointFacts } from './pointFacts.ts';
import { dayNumber, daysBetween, ENDS, medianOf, type Trend, trendOf } from './trend.ts';
import { type BuildingVerdict, ENOUGH_WATCHED, worstOf } from './verdict.ts';

/** Systems of a building as people look at it: kinds of sensors that answer one question. */
export const SYSTEMS = ['structure', 'gas', 'water', 'climate', 'lift', 'other'] as const;
export type BuildingSystem = (typeof SYSTEMS)[number];

/** One point as the examination sees it. */
export type ExaminedPoint = {
  readonly point: string;
  readonly name: WireText;
  readonly place: WireText | null;
  readonly unit: string;
  readonly role: string | null;
  readonly days: readonly PointDay[];
  readonly stateDays?: readonly StateDay[]; // of a contact or a code, which has no days
};

/** What was found of one point. */
export type PointFinding = Omit<ExaminedPoint, 'days' | 'stateDays'> & {
  readonly system: BuildingSystem;
  readonly verdict: BuildingVerdict;
  readonly why: 'few-days' | 'gaps' | 'alarms' | 'moves' | 'quiet';
  readonly watched: number; // share of the period, 0 to 1
  readonly gaps: readonly { readonly from: string; readonly to: string }[]; // whole days without data
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly mean: number | null;
  readonly trend: Trend | null;
  readonly now?: number | null; // median of the last seven days that have data
  readonly alarms: number;
  readonly days: readonly PointDay[];
  readonly facts?: PointFacts; // of the site in force when the report was made; absent: it was not at hand
};

/** 房屋体检报告 of a building for a period: what is signed. Not an appraisal after JGJ 125. */
export type Examination = {
  readonly kind: 'lifeline/examination/1';
  readonly gateway: string;
  readonly building: WireText | null;
  readonly from: string; // first day
  readonly to: string; // last day
  readonly issued: PaperTime;
  readonly time_zone?: string; // whose days they are, IANA
  readonly signed_by?: string;
  readonly systems: readonly { readonly system: BuildingSystem; readonly verdict: BuildingVerdict }[];
  readonly findings: readonly PointFinding[];
  readonly alarms: readonly ExaminedAlarm[];
  readonly lifts?: readonly ExaminedLift[];
  readonly changes?: readonly ExaminedChange[];
  readonly gone_rows: number; // rows that were evicted before anybody read them
};

const DAY_MS = 86_400_000;

export type ExaminationInput = Omit<Examination, 'kind' | 'systems' | 'findings' | 'lifts'> & {
  readonly points: readonly ExaminedPoint[];
  readonly lifts: readonly LiftPeriod[];
  readonly facts: ReadonlyMap<string, PointFacts> | null; // by point; null: the site file was not at hand
};

/** Judges a period. Only what the alarms and the days say; limits are the rules' own, which made the alarms. */
export function examine({ points, lifts: watched, facts, ...head }: ExaminationInput): Examination {
  const alarms = head.alarms.filter(({ test }) => test !== true);
  const findings = points.map((point) => findingOf(point, { ...head, alarms }, facts));
  const lifts = watched.map((lift) => examineLift(lift, { ...head, alarms }));
  const systems = SYSTEMS.flatMap((system) => {
    const own = system === 'lift' ? lifts : findings.filter((finding) => finding.system === system);
    return own.length === 0 ? [] : [{ system, verdict: worstOf(own.map(({ verdict }) => verdict)) }];
  });
  return { kind: 'lifeline/examination/1', ...head, systems, findings, lifts };
}

function findingOf(
  { days: all, stateDays = [], ...point }: ExaminedPoint,
  head: Pick<Examination, 'from' | 'to' | 'alarms'>,
  facts: ExaminationInput['facts'],
): PointFinding {
  const within = ({ day }: { readonly day: string }) => day >= head.from && day <= head.to;
  const days = all.filter(within);
  const known = all.length > 0 ? days : stateDays.filter(within);
  const watched = Math.min(
    1,
    known.reduce((sum, { watchedMs }) => sum + watchedMs, 0) / (daysBetween(head) * DAY_MS),
  );
  const own = head.alarms.filter((alarm) => alarm.point === point.point);
  const system = systemOf(point.role);
  const trend = trendOf(days);
  const n = days.reduce((sum, day) => sum + day.n, 0);
  const base = {
    ...point,
    ...{ system, watched, trend, days, alarms: own.length, gaps: gapsIn(known, head.from, head.to) },
    now: medianOf(days.slice(-ENDS).map(({ mean }) => mean)),
    ...(facts === null ? {} : { facts: facts.get(point.point) ?? NO_FACTS }),
    lowest: days.length === 0 ? null : Math.min(...days.map(({ min }) => min)),
    highest: days.length === 0 ? null : Math.max(...days.map(({ max }) => max)),
    mean: n === 0 ? null : days.reduce((sum, day) => sum + day.mean * day.n, 0) / n,
  };
  if (own.some(isGrave)) return { ...base, verdict: 'abnormal', why: 'alarms' };
  if (own.length > 0) return { ...base, verdict: 'attention', why: 'alarms' };
  if (system === 'structure' && trend === null) return { ...base, verdict: 'undecided', why: 'few-days' };
  if (watched < ENOUGH_WATCHED) return { ...base, verdict: 'undecided', why: 'gaps' };
  // a structure that moves by more than its own scatter is looked at, although no limit was reached
  const moves =
    system === 'structure' &&
    trend !== null &&
    Math.abs(trend.perMonth) > 3 * trend.unsure &&
    trend.perMonth !== 0;
  return moves
    ? { ...base, verdict: 'attention', why: 'moves' }
    : { ...base, verdict: 'normal', why: 'quiet' };
}

function systemOf(role: string | null): BuildingSystem {
  if (role === null) return 'other';
  if (/^(tilt|crack|displacement|settlement|strain|vibration)/.test(role)) return 'structure';
  if (/^gas/.test(role)) return 'gas';
  if (/^(pressure|level|flow|leak|water)/.test(role)) return 'water';
  return /^(temperature|humidity|air)/.test(role) ? 'climate' : 'other';
}

/** Whole days of the period without a single good value. */
function gapsIn(days: readonly { readonly day: string }[], from: string, to: string): PointFinding['gaps'] {
  const known = new Set(days.map(({ day }) => dayNumber(day)));
  const gaps: { from: string; to: string }[] = [];
  let open: number | null = null;
  for (let day = dayNumber(from); day <= dayNumber(to) + 1; day++) {
    const missing = day <= dayNumber(to) && !known.has(day);
    if (missing) open ??= day;
    else if (open !== null) {
      gaps.push({ from: isoDay(open), to: isoDay(day - 1) });
      open = null;
    }
  }
  return gaps;
}

function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
