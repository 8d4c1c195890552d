import type { WireText } from '../../telemetry/wire/model.ts';
import type { PaperTime } from '../commissioning/commissioningRecord.ts';
import type { PointDay } from './dailySeries.ts';
import { dayNumber, type Trend, trendOf } from './trend.ts';

/** 正常, 关注, 异常, 无法判断. Too little data is a verdict of its own, never "normal". */
export const VERDICTS = ['normal', 'attention', 'abnormal', 'undecided'] as const;
export type BuildingVerdict = (typeof VERDICTS)[number];

/** Systems of a building as people look at it: kinds of sensors that answer one question. */
export const SYSTEMS = ['structure', 'gas', 'water', 'climate', 'other'] as const;
export type BuildingSystem = (typeof SYSTEMS)[number];

/** One point as the examination sees it. */
export type ExaminedPoint = {
  readonly point: string;
  readonly name: WireText;
  readonly place: WireText | null;
  readonly unit: string;
  readonly role: string | null;
  readonly days: readonly PointDay[];
};

/** One occurrence of an alarm in the period. `mark`: what a person said of it afterwards. */
export type ExaminedAlarm = {
  readonly occurrence: string;
  readonly point: string | null;
  readonly severity: string;
  readonly name: WireText;
  readonly from: string; // ISO
  readonly minutes: number | null; // null: still stands
  readonly acknowledged_minutes?: number | null; // until somebody said to have seen it; null: nobody did
  readonly value?: number | string | boolean | null; // when it was declared
  readonly limit?: number | string | boolean | null;
  readonly unit?: string;
};

/** What was found of one point. */
export type PointFinding = Omit<ExaminedPoint, 'days'> & {
  readonly system: BuildingSystem;
  readonly verdict: BuildingVerdict;
  readonly why: 'few-days' | 'gaps' | 'alarms' | 'moves' | 'quiet';
  readonly watched: number; // share of the period, 0 to 1
  readonly gaps: readonly { readonly from: string; readonly to: string }[]; // whole days without data
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly mean: number | null;
  readonly trend: Trend | null;
  readonly alarms: number;
  readonly days: readonly PointDay[];
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
  readonly gone_rows: number; // rows that were evicted before anybody read them
};

/** Watched for less than this share of the period nothing is said of a point (engineering). */
const ENOUGH_WATCHED = 0.6;
const GRAVE = ['red', 'orange'];
const DAY_MS = 86_400_000;

export type ExaminationInput = Pick<
  Examination,
  'gateway' | 'building' | 'from' | 'to' | 'issued' | 'time_zone' | 'signed_by' | 'alarms' | 'gone_rows'
> & {
  readonly points: readonly ExaminedPoint[];
};

/** Judges a period. Only what the alarms and the days say; limits are the rules' own, which made the alarms. */
export function examine({ points, ...head }: ExaminationInput): Examination {
  const findings = points.map((point) => findingOf(point, head));
  const systems = SYSTEMS.flatMap((system) => {
    const own = findings.filter((finding) => finding.system === system);
    return own.length === 0 ? [] : [{ system, verdict: worstOf(own.map(({ verdict }) => verdict)) }];
  });
  return { kind: 'lifeline/examination/1', ...head, systems, findings };
}

function findingOf(
  { days: all, ...point }: ExaminedPoint,
  head: Omit<ExaminationInput, 'points'>,
): PointFinding {
  const days = all.filter(({ day }) => day >= head.from && day <= head.to);
  const length = dayNumber(head.to) - dayNumber(head.from) + 1;
  const watched = Math.min(1, days.reduce((sum, { watchedMs }) => sum + watchedMs, 0) / (length * DAY_MS));
  const own = head.alarms.filter((alarm) => alarm.point === point.point);
  const system = systemOf(point.role);
  const trend = trendOf(days);
  const n = days.reduce((sum, day) => sum + day.n, 0);
  const base = {
    ...point,
    ...{ system, watched, trend, days, alarms: own.length, gaps: gapsIn(days, head.from, head.to) },
    lowest: days.length === 0 ? null : Math.min(...days.map(({ min }) => min)),
    highest: days.length === 0 ? null : Math.max(...days.map(({ max }) => max)),
    mean: n === 0 ? null : days.reduce((sum, day) => sum + day.mean * day.n, 0) / n,
  };
  if (own.some(({ severity }) => GRAVE.includes(severity)))
    return { ...base, verdict: 'abnormal', why: 'alarms' };
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

/** Worse goes before unknown, and unknown before well: nobody reads "normal" over a part that was not watched. */
function worstOf(verdicts: readonly BuildingVerdict[]): BuildingVerdict {
  return (['abnormal', 'attention', 'undecided'] as const).find((one) => verdicts.includes(one)) ?? 'normal';
}

function systemOf(role: string | null): BuildingSystem {
  if (role === null) return 'other';
  if (/^(tilt|crack|displacement|settlement|strain|vibration)/.test(role)) return 'structure';
  if (/^gas/.test(role)) return 'gas';
  if (/^(pressure|level|flow|leak|water)/.test(role)) return 'water';
  return /^(temperature|humidity|air)/.test(role) ? 'climate' : 'other';
}

/** Whole days of the period without a single good value. */
function gapsIn(days: readonly PointDay[], from: string, to: string): PointFinding['gaps'] {
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
