import type { Plain } from './plain.ts';

/** `[boot, mono]`: a moment of a boot's monotonic clock, dated as everything else of that boot. */
export type LiftInstant = readonly [boot: string, mono: number];

/**
 * What a lift did or suffered: the details of a lift event by its `what`. Times in milliseconds, lengths in millimetres,
 * floors from 1 at the bottom; modes, power, entrapment and fault classes are the numbers of `drivers/lift` (BACnet's where
 * BACnet has them, 1024 and above our own). null: not known, or this lift never tells it. Later versions may add to it.
 */
export type LiftHappening =
  | Trip
  /** A time in which trips may have happened unseen; `least`: how many must have. */
  | {
      readonly what: 'trips-unseen';
      readonly from: LiftInstant;
      readonly to: LiftInstant;
      readonly floorBefore: number | null;
      readonly floorAfter: number;
      readonly least: number;
    }
  | {
      readonly what: 'door';
      readonly door: number; // from 1
      readonly floor: number | null;
      readonly started: LiftInstant;
      readonly durationMs: number;
      readonly openMs: number | null;
      readonly dwellMs: number | null;
      readonly closeMs: number | null;
      readonly reversals: number;
      readonly blockedMs: number | null;
      readonly plusMinusMs: number; // of each time
    }
  | {
      readonly what: 'doors-unseen';
      readonly door: number;
      readonly from: LiftInstant;
      readonly to: LiftInstant;
      readonly least: number;
    }
  /** The operator tried to open and the door stayed shut. */
  | {
      readonly what: 'door-balked';
      readonly door: number;
      readonly floor: number | null;
      readonly from: LiftInstant;
      readonly to: LiftInstant;
    }
  | { readonly what: 'mode'; readonly from: number | null; readonly to: number; readonly since: LiftInstant }
  | (LiftFaultDetail & {
      readonly what: 'fault-on';
      readonly since: LiftInstant;
      readonly notBefore: LiftInstant | null;
    })
  | (LiftFaultDetail & {
      readonly what: 'fault-off';
      readonly since: LiftInstant;
      readonly until: LiftInstant;
      readonly exact: boolean;
    })
  /** Only the controller wrote it down; `date` MMDD and `time` HHMM are of its own clock. */
  | {
      readonly what: 'fault-missed';
      readonly vendor: string;
      readonly code: number;
      readonly sub: number;
      readonly date: number;
      readonly time: number;
    }
  | { readonly what: 'power'; readonly from: number | null; readonly to: number; readonly since: LiftInstant }
  | { readonly what: 'comm-lost'; readonly device: string; readonly since: LiftInstant }
  | {
      readonly what: 'comm-back';
      readonly device: string;
      readonly since: LiftInstant;
      readonly silentMs: number | null;
    }
  /** The device's own count began anew. */
  | {
      readonly what: 'counter-reset';
      readonly counter: string;
      readonly before: number;
      readonly after: number;
    }
  /** Two readings of the device's own count agree that so many trips were not told. */
  | { readonly what: 'trips-missing'; readonly missing: number; readonly unseen: number }
  /** The alarm in the car was tried (EN 81-28). `automatic`: by itself, as it must every 72 h; null: rows of earlier versions. */
  | {
      readonly what: 'test';
      readonly actor: string;
      readonly automatic: boolean | null;
      readonly passed: boolean | null;
      readonly note: string | null;
    }
  /** A step of getting people out, as somebody told it. `by`: who was called, arrived or let them out; `phase`: of the entrapment then. */
  | {
      readonly what: 'rescue';
      readonly step: string; // called, attended, released; checked: found nobody trapped
      readonly by: string;
      readonly actor: string; // who told it
      readonly phase: number;
    }
  /** `overload`: the car is too heavy to start; `carLight`: the light of the car has failed. */
  | {
      readonly what: 'condition';
      readonly condition: string;
      readonly on: boolean;
      readonly floor: number | null;
      readonly since: LiftInstant;
    }
  | { readonly what: 'visit-begun'; readonly since: LiftInstant }
  | {
      readonly what: 'visit';
      readonly from: LiftInstant;
      readonly to: LiftInstant;
      readonly inspectionMs: number;
    }
  /** A step of the entrapment; `basis`: bits of `gateway/lift/detection/entrapment/basis.ts`. */
  | {
      readonly what: 'entrapment';
      readonly from: number;
      readonly to: number;
      readonly cause: string;
      readonly basis: number;
    }
  /** One sensor contradicts the others (`found`), or does no longer; `sensor`: a name of `drivers/lift/sensor.ts`. */
  | {
      readonly what: 'sensor-fault';
      readonly sensor: string;
      readonly door: number | null; // of which door, where it belongs to one
      readonly floor: number | null;
      readonly found: boolean;
      readonly since: LiftInstant;
    }
  /** A civil day is over. `record`: as `gateway/lift/health/dailyRecord.ts` has it. */
  | { readonly what: 'day'; readonly day: string; readonly record: Readonly<Record<string, Plain>> }
  /** What is worth knowing of an alarm: what the devices told at that moment, and the last trips, newest last. */
  | {
      readonly what: 'dossier';
      readonly occurrence: string;
      readonly rule: string;
      readonly snapshot: Readonly<Record<string, Plain>>;
      readonly trips: readonly Omit<Trip, 'what'>[];
    };

type Trip = {
  readonly what: 'trip';
  readonly from: number;
  readonly to: number;
  readonly started: LiftInstant;
  readonly durationMs: number;
  readonly distanceMm: number | null;
  readonly vmaxMmS: number;
  readonly levelErrorMm: number | null;
  readonly loadPct: number | null; // before the run
  readonly mode: number | null;
  readonly atLanding: boolean | null; // false: it stopped outside the door zone
};

type LiftFaultDetail = {
  readonly class: number | null;
  readonly vendor: string;
  readonly code: number;
  readonly sub: number | null;
  readonly level: number | null; // 1 harmless … 5 stops at once, where the maker grades
  readonly suffix: string | null;
  readonly name: Readonly<Record<'en' | 'zh', string>> | null;
  readonly floor: number | null;
};
