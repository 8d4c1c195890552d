import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import { ratesOf } from '../../lift/health/rates.ts';
import type { WireText } from '../../telemetry/wire/model.ts';
import { type ExaminedAlarm, isGrave } from './examinedAlarms.ts';
import { daysBetween } from './trend.ts';
import { type BuildingVerdict, ENOUGH_WATCHED } from './verdict.ts';

/** The days of a lift that a journal has. */
export type LiftPeriod = {
  readonly lift: string;
  readonly name: WireText;
  readonly days: readonly DailyRecord[];
};

/** A lift in a period, in short; the rest stands on the papers of its months. */
export type ExaminedLift = {
  readonly lift: string;
  readonly name: WireText;
  readonly watched: number; // share of the period in which it was known what it did, 0 to 1
  readonly availability: number | null;
  readonly trips: number;
  readonly failures: number;
  readonly entrapments: number;
  readonly visits: number; // of mechanics
  readonly alarms: number;
  readonly verdict: BuildingVerdict;
  readonly why: 'entrapments' | 'alarms' | 'failures' | 'gaps' | 'quiet';
};

const DAY_MS = 86_400_000;

/** What is said of a lift. Somebody was trapped, or there was a grave alarm: abnormal; whatever else failed is looked at. */
export function examineLift(
  { lift, name, days: all }: LiftPeriod,
  head: { readonly from: string; readonly to: string; readonly alarms: readonly ExaminedAlarm[] },
): ExaminedLift {
  const days = all.filter(({ day }) => day >= head.from && day <= head.to);
  const own = head.alarms.filter(({ device }) => device === lift);
  const rates = ratesOf(days);
  const knownMs = days.reduce((sum, { availability }) => sum + DAY_MS - availability.unseenMs, 0);
  const base = {
    ...{ lift, name, watched: Math.min(1, Math.max(0, knownMs) / (daysBetween(head) * DAY_MS)) },
    ...{ availability: rates.availability, trips: rates.trips, failures: rates.failures },
    ...{ entrapments: rates.entrapments, visits: rates.visits, alarms: own.length },
  };
  if (rates.entrapments > 0) return { ...base, verdict: 'abnormal', why: 'entrapments' };
  if (own.some(isGrave)) return { ...base, verdict: 'abnormal', why: 'alarms' };
  if (own.length > 0) return { ...base, verdict: 'attention', why: 'alarms' };
  if (rates.failures > 0) return { ...base, verdict: 'attention', why: 'failures' };
  if (base.watched < ENOUGH_WATCHED) return { ...base, verdict: 'undecided', why: 'gaps' };
  return { ...base, verdict: 'normal', why: 'quiet' };
}
