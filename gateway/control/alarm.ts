import type { Quality } from '../../drivers/quality.ts';
import type { Instant, PointValue } from '../../drivers/reading.ts';
import type { AlarmState, Severity, TransitionCause } from '../../drivers/vocabulary.ts';

/**
 * One step in the life of one alarm: everything a reader needs to understand it alone. `occurrence` names this
 * episode of the rule, from leaving normal until it is normal again: `<rule>#<boot>-<n>`; it never repeats.
 */
export type Transition = {
  readonly rule: string;
  readonly occurrence: string;
  readonly cause: TransitionCause;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** The state beneath: `to` itself, or what a shelved, suppressed or out-of-service alarm is doing meanwhile (A to F). */
  readonly condition: AlarmState;
  readonly severity: Severity;
  readonly point: string | null; // full point id, or null for a device
  readonly device: string;
  readonly value: PointValue;
  readonly limit: number | string | boolean | null;
  readonly unit: string;
  readonly quality: Quality;
  readonly onset: Instant; // when the condition first held
  readonly declared: Instant; // when it was declared, after the on-delay
  readonly actor: string | null; // who acknowledged, reset, shelved
  readonly reason: string | null; // given with a shelf, a maintenance period, out of service
  readonly until: Instant | null; // end of the shelf or maintenance period that covers it now
  /**
   * How often this occurrence was announced so far. Whoever sounds it or silences it means one announcement: the next
   * one sounds again.
   */
  readonly announcement: number;
  /** The occurrence that came first of those that belong together (one place, one moment); null when it stands alone. */
  readonly group: string | null;
};

/** An alarm as lists show it: the last transition plus whether its journal row is known to be on disk. */
export type Alarm = Transition & { readonly since: Instant; readonly durable: boolean };

/** What a maintenance period covers: the whole site, or what is named. */
export type Scope = {
  readonly zones: readonly string[];
  readonly devices: readonly string[];
};

/** A maintenance period: alarms it covers go on being judged, and are suppressed. */
export type Maintenance = {
  readonly period: string; // its id
  readonly scope: Scope;
  readonly since: Instant;
  readonly until: number; // mono
  readonly actor: string;
  readonly reason: string;
};
