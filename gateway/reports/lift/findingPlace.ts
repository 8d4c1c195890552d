import { SENSOR, type Sensor } from '../../../drivers/lift/sensor.ts';
import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import type { Finding } from '../../lift/health/findings.ts';
import { faultsOf } from '../../lift/health/rates.ts';
import type { Text } from '../../text/language.ts';
import { LOOK_AT_FAULT, LOOK_AT_FINDING, LOOK_AT_SENSOR } from '../../text/liftLookAt.ts';
import type { MonthReport } from './monthReport.ts';
import type { Stamp } from './stamp.ts';

/** Where a finding was, when it was last, and what to look at; null where it is of no floor or of no moment. */
export type FindingPlace = {
  readonly floors: readonly number[];
  readonly last: Stamp | null;
  readonly lastDay: string | null; // where only the day is known
  readonly lookAt: Text | null;
};

/** Of a finding of this month. `dayOf`: the civil day of a moment. */
export function findingPlace(
  finding: Finding,
  report: MonthReport,
  dayOf: (stamp: Stamp) => string,
): FindingPlace {
  const { key, parameters } = finding;
  const floor = typeof parameters.floor === 'undefined' ? null : Number(parameters.floor);
  const known = { floors: floor === null ? [] : [floor], last: null, lastDay: null };
  const lookAt = lookAtOf(finding, report.days);
  if (key === 'entrapments')
    return { ...known, last: latest(report.entrapments.map(({ confirmed }) => confirmed)), lookAt };
  if (key === 'power-cycles') return { ...known, last: latest(report.power.map(({ at }) => at)), lookAt };
  if (key === 'sensor-fault') {
    const { sensor, door } = parameters;
    const own = report.sensors.filter((one) => one.sensor === sensor && (one.door ?? '') === (door ?? ''));
    return { ...known, floors: floorsOf(own), last: latest(own.map(({ from }) => from)), lookAt };
  }
  if (!key.startsWith('fault-')) return { ...known, lookAt };
  const { code } = parameters;
  const counted = faultsOf(report.days).find((one) => one.code === code);
  // what came while somebody worked at the lift is theirs, and counts nowhere
  const own = report.faults.filter(({ code: of, onset }) => of === code && !isInVisit(onset, report));
  const lastDay = counted?.days.at(-1) ?? null;
  const last = latest(own.map(({ onset }) => onset));
  // a day may tell of one whose own row is gone
  const isNewest = last !== null && (lastDay === null || dayOf(last) >= lastDay);
  return {
    floors: floor === null ? floorsOf(own) : [floor],
    last: isNewest ? last : null,
    lastDay,
    lookAt,
  };
}

function isInVisit({ utc }: Stamp, { visits }: MonthReport): boolean {
  if (utc === null) return false;
  return visits.some(({ from, to }) => from.utc !== null && from.utc <= utc && utc <= (to?.utc ?? utc));
}

/** What to look at, of what was found in these days; null where the finding says it itself. */
export function lookAtOf({ key, parameters }: Finding, days: readonly DailyRecord[]): Text | null {
  const { code, sensor } = parameters;
  if (key === 'sensor-fault') return String(sensor) in SENSOR ? LOOK_AT_SENSOR[sensor as Sensor] : null;
  if (!key.startsWith('fault-')) return LOOK_AT_FINDING[key] ?? null; // a newer guard may find more
  const kind = faultsOf(days).find((one) => one.code === code)?.class ?? null;
  return kind === null ? null : LOOK_AT_FAULT[kind];
}

function latest(stamps: readonly Stamp[]): Stamp | null {
  return stamps.toSorted((a, b) => (a.utc ?? a.after ?? 0) - (b.utc ?? b.after ?? 0)).at(-1) ?? null;
}

function floorsOf(all: readonly { readonly floor: number | null }[]): number[] {
  return [...new Set(all.flatMap(({ floor }) => floor ?? []))].toSorted((a, b) => a - b);
}
