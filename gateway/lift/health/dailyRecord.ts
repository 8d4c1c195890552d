import type { Indicator } from '../../../drivers/lift/indicators.ts';
import type { ModeTimes } from '../modes.ts';
import { type Availability, availabilityOf } from './availability.ts';
import { percentile, type Spread, spreadOf } from './percentile.ts';
import type { FaultCount, LandingTally, SensorCount, Tally } from './tally.ts';

/** One landing in one day. */
export type LandingRecord = {
  readonly open: Spread | null; // ms
  readonly close: Spread | null;
  readonly cycles: number;
  readonly reversals: number;
  readonly balks: number;
  readonly stops: number;
  readonly relevels: number;
  readonly levelP95Mm: number | null; // of the magnitude; null where no device measures it
};

/** One door of the car in one day. */
export type DoorRecord = {
  readonly cycles: number;
  readonly reversals: number;
  readonly balks: number;
  readonly currentMa: Spread | null; // mean of each stroke
};

/** What one day was like for one lift: small enough to go upstream every day. */
export type DailyRecord = {
  readonly day: string; // YYYY-MM-DD, civil
  readonly trips: number;
  readonly starts: number; // as the controller counts them; trips where it does not
  readonly floorsPassed: number;
  readonly unseen: number;
  readonly doorCycles: number;
  readonly open: Spread | null;
  readonly close: Spread | null;
  readonly levelP95Mm: number | null;
  readonly availability: Availability;
  readonly inspectionMs: number;
  readonly visits: number;
  readonly faults: readonly FaultCount[];
  readonly missedFaults: number;
  readonly entrapments: number;
  readonly failures?: number; // bounces of one cause are one; absent in records of earlier versions
  readonly sensors?: readonly SensorCount[]; // that contradicted the others; absent in records of earlier versions
  readonly powerCycles?: number; // times without mains; absent in records of earlier versions
  readonly landings: Readonly<Record<string, LandingRecord>>;
  readonly doors?: Readonly<Record<string, DoorRecord>>; // by number; absent in records of earlier versions, as what follows
  readonly rideMps2?: number | null; // mean vibration while it ran, peak to peak; null: too few looks
  readonly indicators?: readonly Indicator[]; // what a controller asked for by itself
  readonly restarts?: number; // of a controller
  /** Mean of the current with an empty car up and down, which friction leaves alone; null: too few runs. */
  readonly balanceA: number | null;
};

/** Looks at the vibration, for a mean worth having. Engineering. */
const LEAST_SHAKEN = 10;
const RUNS = 3; // each way, for a mean worth having

/** The record of a day that is over. `times`: in each mode, of this day. */
export function recordOf(day: string, tally: Tally, times: ModeTimes): DailyRecord {
  const landings = Object.values(tally.landings);
  return {
    day,
    trips: tally.trips,
    starts: tally.tripsByController > 0 ? tally.tripsByController : tally.trips,
    floorsPassed: tally.floorsPassed,
    unseen: tally.unseen,
    doorCycles: landings.reduce((sum, { cycles }) => sum + cycles, 0),
    open: spreadOf(landings.flatMap(({ openMs }) => openMs)),
    close: spreadOf(landings.flatMap(({ closeMs }) => closeMs)),
    levelP95Mm: levelP95(landings.flatMap(({ errorsMm }) => errorsMm)),
    availability: availabilityOf(times, tally.hindered),
    inspectionMs: times.inspection ?? 0,
    visits: tally.visits,
    faults: tally.faults,
    missedFaults: tally.missedFaults,
    entrapments: tally.entrapments,
    failures: tally.failures ?? 0,
    sensors: tally.sensors ?? [],
    powerCycles: tally.powerCycles ?? 0,
    landings: Object.fromEntries(
      Object.entries(tally.landings).map(([floor, one]) => [floor, landingOf(one)]),
    ),
    doors: Object.fromEntries(
      Object.entries(tally.doors ?? {}).map(([door, { currentsMa, ...counts }]) => [
        door,
        { ...counts, currentMa: spreadOf(currentsMa) },
      ]),
    ),
    rideMps2: rideOf(tally.vibrations ?? []),
    indicators: tally.indicators ?? [],
    restarts: tally.restarts ?? 0,
    balanceA: balanceOf(tally),
  };
}

function landingOf(one: LandingTally): LandingRecord {
  const { openMs, closeMs, errorsMm, ...counts } = one;
  return {
    ...counts,
    open: spreadOf(openMs),
    close: spreadOf(closeMs),
    levelP95Mm: levelP95(errorsMm),
  };
}

function levelP95(errorsMm: readonly number[]): number | null {
  return percentile(errorsMm.map(Math.abs), 0.95);
}

function balanceOf({ emptyUpA, emptyDownA }: Tally): number | null {
  if (emptyUpA.length < RUNS || emptyDownA.length < RUNS) return null;
  return (mean(emptyUpA) + mean(emptyDownA)) / 2;
}

/** Devices tell it in coarse steps, which a mean of many looks makes finer. */
function rideOf(vibrations: readonly number[]): number | null {
  return vibrations.length < LEAST_SHAKEN ? null : Math.round(1000 * mean(vibrations)) / 1000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
