import type { Quality } from '../quality.ts';
import type { Instant } from '../reading.ts';
import type { Direction, Drive, Mode, Occupancy, OccupancySource } from './car.ts';
import type { DoorStatus } from './door.ts';
import type { FaultClass } from './faultClass.ts';
import type { Indicator } from './indicators.ts';
import type { Brake, Chain, Power } from './safety.ts';
import type { Sensor } from './sensor.ts';

/**
 * One thing known of a lift. `value` is null with a bad quality where it should be known and is not; what is found
 * from several readings has the worst of their qualities and the oldest of their instants. `substituted`: it rests on
 * something that commissioning has not confirmed yet.
 */
export type Field<T> = {
  readonly value: T | null;
  readonly quality: Quality;
  readonly at: Instant;
  readonly told?: number; // the number that came in place of a value, and means none
};

/** A field, or null where this device can never tell it. */
export type Known<T> = Field<T> | null;

/** One car door. `openMm`: how far it stands open. */
export type DoorSnapshot = {
  readonly status: Known<DoorStatus>;
  readonly locked: Known<boolean>;
  readonly obstructed: Known<boolean>;
  readonly openMm: Known<number>;
  readonly currentMa: Known<number>;
  readonly reopening: Known<boolean>; // its own controller says it was blocked
};

/** A fault as the device tells it now. `class` is null where the code is no fault of a class, or in no table. */
export type LiftFault = {
  readonly class: FaultClass | null;
  readonly vendor: string; // of the code: monarch, sensor-box, …
  readonly code: number;
  readonly sub: number | null;
  readonly level: number | null; // 1 harmless … 5 stops at once, where the maker grades
  readonly suffix: string | null;
};

/**
 * What one sensor says by itself of something that others tell too, so that they can be compared: one that contradicts
 * all others is at fault. `door`: from 1; null where it speaks of all doors together, or of no door.
 */
export type Witness = {
  readonly sensor: Sensor;
  readonly about: 'doorOpen' | 'doorClosed' | 'inZone' | 'moving' | 'occupied' | 'floorAgrees';
  readonly door: number | null;
  readonly says: Field<boolean>;
};

/** Counts since ever, as the device keeps them; they may wrap or start anew with it. */
export type LiftCounters = {
  readonly trips: Known<number>;
  readonly floors: Known<number>;
  readonly doorCycles: Known<number>;
  readonly runS: Known<number>;
};

/** Everything one device tells of its lift at one moment, in neutral words. */
export type LiftSnapshot = {
  readonly device: string;
  readonly at: Instant | null; // of its newest reading; null: nothing was ever read
  readonly floor: Known<number>; // from 1 at the bottom
  readonly floorLabel: Known<string>;
  readonly positionMm: Known<number>; // from the bottom landing
  readonly speedMmS: Known<number>; // + is up
  readonly direction: Known<Direction>;
  readonly drive: Known<Drive>;
  readonly moving: Known<boolean>;
  readonly doorZone: Known<boolean>;
  readonly levelErrorMm: Known<number>;
  readonly mode: Known<Mode>;
  readonly loadPct: Known<number>;
  readonly fullLoad: Known<boolean>;
  readonly overload: Known<boolean>;
  readonly occupancy: Known<Occupancy>;
  readonly occupancySource: OccupancySource;
  readonly doors: readonly DoorSnapshot[];
  readonly safetyChain: Known<Chain>;
  readonly brake: Known<Brake>;
  readonly power: Known<Power>;
  readonly alarmButton: Known<boolean>;
  readonly openButton: Known<boolean>;
  /** The device's own verdict that somebody is trapped. */
  readonly trapped: Known<'no' | 'at-level' | 'off-level'>;
  readonly carCalls: Known<readonly number[]>;
  readonly hallUp: Known<readonly number[]>;
  readonly hallDown: Known<readonly number[]>;
  readonly faults: Known<readonly LiftFault[]>;
  readonly counters: LiftCounters;
  readonly motor: {
    readonly currentA: Known<number>;
    readonly dcBusV: Known<number>;
    readonly frequencyHz: Known<number>;
    readonly torquePct: Known<number>;
    readonly temperatureC: Known<number>;
  };
  /** Peak to peak, of the axis that shakes most, m/s². */
  readonly vibrationMps2: Known<number>;
  readonly indicators: Readonly<Record<Indicator, Known<boolean>>>;
  readonly witnesses: readonly Witness[];
  /** Numbers of the commissioning that are still assumed. */
  readonly unconfirmed: readonly string[];
};
