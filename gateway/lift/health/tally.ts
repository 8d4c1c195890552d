import type { Mode } from '../../../drivers/lift/car.ts';
import { FAULT, type FaultClass } from '../../../drivers/lift/faultClass.ts';
import type { Indicator } from '../../../drivers/lift/indicators.ts';
import type { Sensor } from '../../../drivers/lift/sensor.ts';
import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import type { Instant } from '../../../drivers/reading.ts';
import { keyOf } from '../faults.ts';
import type { LiftEffect } from '../folds.ts';
import type { PowerEffect } from '../power.ts';
import { type Hindered, type Hindrance, hinderedIn } from './availability.ts';

/** What health is made of: all that the folds tell, entrapments as detection confirms them, and sensors at fault. */
export type HealthEffect =
  | LiftEffect
  | { readonly kind: 'entrapment'; readonly floor: number | null; readonly at?: Instant }
  | PowerEffect
  /** So long did something keep the lift from serving, in this mode. */
  | { readonly kind: 'hindered'; readonly by: Hindrance; readonly mode: Mode | null; readonly ms: number }
  /** A controller that had started anew has its values again. */
  | { readonly kind: 'restarted' }
  | { readonly kind: 'sensor'; readonly sensor: Sensor; readonly door: number | null };

/** A sensor that contradicted the others in one day. */
export type SensorCount = {
  readonly sensor: Sensor;
  readonly door: number | null;
  readonly times: number;
};

/** One kind of fault in one day. */
export type FaultCount = {
  readonly key: string; // vendor/code
  readonly class: FaultClass | null;
  readonly code: number;
  readonly stops: boolean; // it takes the lift out of service
  readonly floors: readonly (number | null)[]; // of each time
  readonly last?: Instant; // when it came last; absent in records of earlier versions
};
/** One landing in one day; times in milliseconds, errors in millimetres. */
export type LandingTally = {
  readonly openMs: readonly number[];
  readonly closeMs: readonly number[];
  readonly cycles: number;
  readonly reversals: number;
  readonly balks: number;
  readonly stops: number;
  readonly relevels: number;
  readonly errorsMm: readonly number[];
};
/** One door of the car in one day. */
export type DoorTally = {
  readonly cycles: number;
  readonly reversals: number;
  readonly balks: number;
  readonly currentsMa: readonly number[]; // mean of each stroke
};
/** Everything of the day so far; plain data. */
export type Tally = {
  readonly trips: number;
  readonly tripsByController: number;
  readonly floorsPassed: number;
  readonly unseen: number; // times in which trips or door cycles may have been missed
  readonly faults: readonly FaultCount[];
  readonly missedFaults: number; // only in the controller's own log
  readonly entrapments: number;
  readonly failures?: number; // what follows another within minutes is of the same cause; absent in what earlier versions kept
  readonly failedAt?: Instant | null;
  readonly sensors: readonly SensorCount[];
  readonly visits: number;
  readonly powerCycles?: number; // times without mains; absent in what earlier versions kept
  readonly hindered?: Hindered; // milliseconds; absent in what earlier versions kept
  readonly landings: Readonly<Record<string, LandingTally>>; // by floor
  readonly doors?: Readonly<Record<string, DoorTally>>; // by number; absent in what earlier versions kept
  readonly vibrations?: readonly number[]; // m/s²
  readonly indicators?: readonly Indicator[];
  readonly restarts?: number;
  readonly emptyUpA: readonly number[];
  readonly emptyDownA: readonly number[];
};

const LANDING: LandingTally = {
  ...{ openMs: [], closeMs: [], errorsMm: [] },
  ...{ cycles: 0, reversals: 0, balks: 0, stops: 0, relevels: 0 },
};
export const NO_TALLY: Tally = {
  ...{ trips: 0, tripsByController: 0, floorsPassed: 0, unseen: 0 },
  ...{ faults: [], missedFaults: 0, entrapments: 0, failures: 0, failedAt: null, sensors: [], visits: 0 },
  ...{ landings: {}, emptyUpA: [], emptyDownA: [] },
};

/** One thing that happened, added to the day. */
export function tallied(tally: Tally, effect: HealthEffect): Tally {
  switch (effect.kind) {
    case 'trip': {
      if (effect.trip.mode === 'inspection') return tally; // a mechanic's jogs are no service
      const passed = Math.abs(effect.trip.to - effect.trip.from);
      return { ...tally, trips: tally.trips + 1, floorsPassed: tally.floorsPassed + passed };
    }
    case 'unseen':
    case 'door-unseen':
      return { ...tally, unseen: tally.unseen + 1 };
    case 'door': {
      const { floor, openMs, closeMs, reversals } = effect.cycle;
      // a door that was turned back did not make its stroke in one go
      const smooth = reversals === 0;
      const counted = atDoor(tally, effect.cycle.door, (one) => ({
        ...one,
        cycles: one.cycles + 1,
        reversals: one.reversals + reversals,
      }));
      return atLanding(counted, floor, (one) => ({
        ...one,
        cycles: one.cycles + 1,
        reversals: one.reversals + reversals,
        openMs: openMs === null ? one.openMs : [...one.openMs, openMs],
        closeMs: closeMs === null || !smooth ? one.closeMs : [...one.closeMs, closeMs],
      }));
    }
    case 'door-balked': {
      const counted = atDoor(tally, effect.door, (one) => ({ ...one, balks: one.balks + 1 }));
      return atLanding(counted, effect.floor, (one) => ({ ...one, balks: one.balks + 1 }));
    }
    case 'door-current':
      return atDoor(tally, effect.door, (one) => ({
        ...one,
        currentsMa: [...one.currentsMa, effect.meanMa],
      }));
    case 'vibration':
      return { ...tally, vibrations: [...(tally.vibrations ?? []), effect.mps2] };
    case 'indicator':
      return { ...tally, indicators: [...new Set([...(tally.indicators ?? []), effect.of])] };
    case 'restarted':
      return { ...tally, restarts: (tally.restarts ?? 0) + 1 };
    case 'stop': {
      const { floor, errorMm, relevelMs } = effect.stop;
      return atLanding(tally, floor, (one) => ({
        ...one,
        stops: one.stops + 1,
        relevels: one.relevels + Number(relevelMs !== null),
        errorsMm: errorMm === null ? one.errorsMm : [...one.errorsMm, errorMm],
      }));
    }
    case 'run-current': {
      const { direction, currentA, empty } = effect.current;
      if (!empty) return tally;
      return direction === 'up'
        ? { ...tally, emptyUpA: [...tally.emptyUpA, currentA] }
        : { ...tally, emptyDownA: [...tally.emptyDownA, currentA] };
    }
    case 'fault-on':
      return failed(
        { ...tally, faults: withFault(tally.faults, effect) },
        isOwnFailure(effect.fault) ? effect.at : null,
      );
    case 'fault-missed':
      return { ...tally, missedFaults: tally.missedFaults + 1 };
    case 'entrapment':
      return failed({ ...tally, entrapments: tally.entrapments + 1 }, effect.at ?? null);
    case 'sensor': {
      const { sensor, door } = effect;
      const before = tally.sensors ?? [];
      const same = before.find((one) => one.sensor === sensor && one.door === door);
      const others = before.filter((one) => one !== same);
      return { ...tally, sensors: [...others, { sensor, door, times: (same?.times ?? 0) + 1 }] };
    }
    case 'hindered': {
      const name = hinderedIn(effect.by, effect.mode);
      if (name === null) return tally;
      const { hindered = {} } = tally;
      return { ...tally, hindered: { ...hindered, [name]: (hindered[name] ?? 0) + effect.ms } };
    }
    case 'power':
      if (effect.to === 'mains') return tally;
      return { ...tally, powerCycles: (tally.powerCycles ?? 0) + Number(effect.from === 'mains') };
    case 'visit-begun':
      return { ...tally, visits: tally.visits + 1 };
    default:
      return tally;
  }
}

/** Codes that follow one another, and an entrapment that follows its fault, have one cause. Engineering. */
const SAME_CAUSE_MS = 300_000;

function failed(tally: Tally, at: Instant | null): Tally {
  if (at === null) return tally;
  const { failures = 0, failedAt = null } = tally;
  const same = failedAt?.boot === at.boot && at.mono - failedAt.mono < SAME_CAUSE_MS;
  return { ...tally, failures: failures + Number(!same), failedAt: at };
}

function atLanding(tally: Tally, floor: number | null, change: (one: LandingTally) => LandingTally): Tally {
  const key = String(floor ?? 'unknown');
  const one = change(tally.landings[key] ?? LANDING);
  return { ...tally, landings: { ...tally.landings, [key]: one } };
}

const DOOR: DoorTally = { cycles: 0, reversals: 0, balks: 0, currentsMa: [] };

function atDoor(tally: Tally, door: number, change: (one: DoorTally) => DoorTally): Tally {
  const doors = tally.doors ?? {};
  return { ...tally, doors: { ...doors, [door]: change(doors[door] ?? DOOR) } };
}

type FaultCame = { readonly fault: LiftFault; readonly floor: number | null; readonly at: Instant };

function withFault(faults: readonly FaultCount[], { fault, floor, at }: FaultCame): FaultCount[] {
  const key = keyOf(fault);
  const before = faults.find((one) => one.key === key);
  const others = faults.filter((one) => one !== before);
  const floors = [...(before?.floors ?? []), floor];
  return [
    ...others,
    { key, class: fault.class, code: fault.code, stops: stopsLift(fault), floors, last: at },
  ];
}

/** A lift without mains has not failed: it is not available, for a cause outside of it. */
function isOwnFailure(fault: LiftFault): boolean {
  return stopsLift(fault) && fault.class !== 'powerSupply';
}

/** The maker's grade says it, 3 and more; where there is none, the severity of its class does. Our own reading. */
function stopsLift(fault: LiftFault): boolean {
  if (fault.level !== null) return fault.level >= 3;
  const severity = fault.class === null ? null : FAULT[fault.class].severity;
  return severity === 'critical' || severity === 'major';
}
