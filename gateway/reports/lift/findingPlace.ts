import { SENSOR, type Sensor } from '../../../drivers/lift/sensor.ts';
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
  { key, parameters }: Finding,
  report: MonthReport,
  dayOf: (stamp: Stamp) => string,
): FindingPlace {
  const floor = typeof parameters.floor === 'undefined' ? null : Number(parameters.floor);
  const known = { floors: floor === null ? [] : [floor], last: null, lastDay: null };
  const general = LOOK_AT_FINDING[key];
  if (key === 'entrapments')
    return { ...known, last: latest(report.entrapments.map(({ confirmed }) => confirmed)), lookAt: general };
  if (key === 'power-cycles')
    return { ...known, last: latest(report.power.map(({ at }) => at)), lookAt: general };
  if (key === 'sensor-fault') {
    const { sensor, door } = parameters;
    const own = report.sensors.filter((one) => one.sensor === sensor && (one.door ?? '') === (door ?? ''));
    const lookAt = String(sensor) in SENSOR ? LOOK_AT_SENSOR[sensor as Sensor] : null;
    return { ...known, floors: floorsOf(own), last: latest(own.map(({ from }) => from)), lookAt };
  }
  if (!key.startsWith('fault-')) return { ...known, lookAt: general };
  const { code } = parameters;
  const counted = faultsOf(report.days).find((one) => one.code === code);
  const own = report.faults.filter((one) => one.code === code);
  const kind = counted?.class ?? null;
  const lastDay = counted?.days.at(-1) ?? null;
  const last = latest(own.map(({ onset }) => onset));
  // a day may tell of one whose own row is gone
  const isNewest = last !== null && (lastDay === null || dayOf(last) >= lastDay);
  return {
    floors: floor === null ? floorsOf(own) : [floor],
    last: isNewest ? last : null,
    lastDay,
    lookAt: kind === null ? null : LOOK_AT_FAULT[kind],
  };
}

function latest(stamps: readonly Stamp[]): Stamp | null {
  return stamps.toSorted((a, b) => (a.utc ?? a.after ?? 0) - (b.utc ?? b.after ?? 0)).at(-1) ?? null;
}

function floorsOf(all: readonly { readonly floor: number | null }[]): number[] {
  return [...new Set(all.flatMap(({ floor }) => floor ?? []))].toSorted((a, b) => a - b);
}
