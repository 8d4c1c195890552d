import type { Sensor } from '../../../../drivers/lift/sensor.ts';

/**
 * How far one sensor has contradicted the others. One occasion is a contradiction that lasted; two of them, or one that
 * lasts on, are a fault. `clean`: rides since the last contradiction. Plain data; times are mono ms of this boot.
 */
export type SensorDoubt = {
  readonly since: number | null;
  readonly counted: boolean; // this contradiction is among the occasions
  readonly occasions: number;
  readonly clean: number;
  readonly fault: boolean;
};

/** By sensor and, where there are two, by door. */
export type Doubts = Readonly<Record<string, SensorDoubt>>;

export type SensorFault = {
  readonly sensor: Sensor;
  readonly door: number | null;
  readonly found: boolean; // false: it agrees with the others again
};

const NO_DOUBT: SensorDoubt = { since: null, counted: false, occasions: 0, clean: 0, fault: false };

/** The parts of a look are up to two seconds apart: a shorter contradiction is none. Engineering. */
const OCCASION_MS = 2_000;
const FAULT_MS = 10_000;
const OCCASIONS = 2;
/** So many rides without a contradiction, and a sensor is believed again. Engineering. */
const CLEAN_RIDES = 6;

/** One contradiction looked at. `atOnce`: such a one needs no second occasion. */
export type Contradiction = {
  readonly sensor: Sensor;
  readonly door?: number | null;
  readonly holds: boolean;
  readonly atOnce?: boolean; // cannot be a matter of different replies: it counts at the first look
  readonly occasions?: number; // needed, where not two
};

export function doubtKey(sensor: Sensor, door: number | null = null): string {
  return door === null ? sensor : `${sensor}.${door}`;
}

export function isFaulty(doubts: Doubts, sensor: Sensor, door: number | null = null): boolean {
  return doubts[doubtKey(sensor, door)]?.fault === true;
}

/** All contradictions of one look. `ridden`: a ride has ended at this look. */
export function stepDoubts(
  before: Doubts,
  looked: readonly Contradiction[],
  now: number,
  ridden: boolean,
): Doubts {
  const after: Record<string, SensorDoubt> = { ...before };
  for (const one of looked) {
    const key = doubtKey(one.sensor, one.door ?? null);
    const last = after[key];
    if (!one.holds && last === undefined) continue;
    after[key] = stepDoubt(last ?? NO_DOUBT, one, now, ridden);
  }
  return after;
}

function stepDoubt(last: SensorDoubt, one: Contradiction, now: number, ridden: boolean): SensorDoubt {
  if (!one.holds) {
    const clean = last.clean + Number(ridden);
    if (clean >= CLEAN_RIDES) return NO_DOUBT;
    return { ...last, since: null, counted: false, clean };
  }
  const since = last.since ?? now;
  const lasted = one.atOnce === true || now - since >= OCCASION_MS;
  const occasions = last.occasions + Number(lasted && !last.counted);
  const needed = one.occasions ?? (one.atOnce === true ? 1 : OCCASIONS);
  const goesOn = now - since >= FAULT_MS && one.occasions === undefined;
  return {
    ...{ since, occasions, clean: lasted ? 0 : last.clean },
    counted: last.counted || lasted,
    fault: last.fault || occasions >= needed || goesOn,
  };
}

/** Behind a silence nothing that was under way goes on. */
export function doubtsAfterGap(doubts: Doubts): Doubts {
  return Object.fromEntries(
    Object.entries(doubts).map(([key, one]) => [key, { ...one, since: null, counted: false }]),
  );
}

/** What is found at fault now and was not before, and the other way round. */
export function faultsChanged(before: Doubts, after: Doubts): SensorFault[] {
  return Object.entries(after).flatMap(([key, { fault }]): SensorFault[] => {
    if (fault === (before[key]?.fault ?? false)) return [];
    const [sensor, door] = key.split('.');
    return [{ sensor: sensor as Sensor, door: door === undefined ? null : Number(door), found: fault }];
  });
}

export function someFault(doubts: Doubts): boolean {
  return Object.values(doubts).some(({ fault }) => fault);
}
