import type { FaultClass } from '../../../drivers/lift/faultClass.ts';
import type { DailyRecord } from './dailyRecord.ts';

/** How a lift did over many days. Null: nothing failed, or nothing ran. */
export type Rates = {
  readonly days: number;
  readonly trips: number;
  readonly failures: number; // that took it out of service or trapped somebody; bounces of one cause are one
  readonly availability: number | null;
  readonly downMs: number;
  readonly externalMs: number | null; // of it without mains; null: no record of these days tells
  readonly mtbfMs: number | null; // time in service per failure
  readonly mcbf: number | null; // trips per failure
  readonly faultsPer1000Trips: number | null;
  readonly entrapments: number;
  readonly inspectionMs: number;
  readonly visits: number;
  readonly repeats: readonly RepeatedFault[];
};

/** The same fault again within these days. */
export type RepeatedFault = {
  readonly key: string;
  readonly code: number;
  readonly times: number;
  readonly floor: number | null; // where it always was; null: at several, or nobody knows
  readonly days: readonly string[];
  readonly stops: boolean;
  readonly class: FaultClass | null;
};

/** The rates of these days, oldest first (at most thirty: a fault that comes back later is another one). */
export function ratesOf(records: readonly DailyRecord[]): Rates {
  const sum = (of: (record: DailyRecord) => number) => records.reduce((all, one) => all + of(one), 0);
  const trips = sum((one) => one.trips);
  const faults = sum(({ faults: all }) => all.reduce((n, { floors }) => n + floors.length, 0));
  const entrapments = sum((one) => one.entrapments);
  const failures = sum(failuresOf);
  const upMs = sum(({ availability }) => availability.upMs);
  const downMs = sum(({ availability }) => availability.downMs);
  const owedMs = upMs + downMs;
  const external = records.flatMap(({ availability }) => availability.externalMs ?? []);
  return {
    days: records.length,
    ...{ trips, failures },
    availability: owedMs > 0 ? upMs / owedMs : null,
    downMs,
    externalMs: external.length === 0 ? null : external.reduce((all, ms) => all + ms, 0),
    mtbfMs: failures > 0 ? upMs / failures : null,
    mcbf: failures > 0 ? trips / failures : null,
    faultsPer1000Trips: trips > 0 ? (1000 * faults) / trips : null,
    entrapments,
    inspectionMs: sum((one) => one.inspectionMs),
    visits: sum((one) => one.visits),
    repeats: faultsOf(records).filter(({ times }) => times > 1),
  };
}

/** Records of earlier versions hold no such number: there every fault that stops the lift, and every entrapment, is one. */
function failuresOf({ failures, faults, entrapments }: DailyRecord): number {
  if (failures !== undefined) return failures;
  return entrapments + faults.reduce((n, { floors, stops }) => n + (stops ? floors.length : 0), 0);
}

/** Every kind of fault of these days, and where it was. */
export function faultsOf(records: readonly DailyRecord[]): RepeatedFault[] {
  const found = new Map<string, RepeatedFault>();
  for (const { day, faults } of records)
    for (const { key, code, floors, stops, class: of } of faults) {
      const before = found.get(key);
      const place = floors.every((one) => one === floors[0]) ? (floors[0] ?? null) : null;
      const floor = before === undefined || before.floor === place ? place : null;
      const days = [...(before?.days ?? []), day];
      found.set(key, {
        key,
        code,
        times: (before?.times ?? 0) + floors.length,
        floor,
        days,
        stops,
        class: of,
      });
    }
  return [...found.values()].toSorted((a, b) => b.times - a.times);
}
