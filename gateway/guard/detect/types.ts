import type { Quality } from '../../../drivers/quality.ts';
import type { Instant, PointValue, Reading } from '../../../drivers/reading.ts';
import type { Problem } from '../../core/result.ts';
import type { Severity } from '../../site/schema/siteSchema.ts';

/** The alarm states of ISA-18.2 / IEC 62682, A to I. */
export const ALARM_STATES = {
  normal: 'A',
  'unacknowledged-active': 'B',
  'acknowledged-active': 'C',
  'returned-unacknowledged': 'D',
  'latched-unacknowledged': 'E',
  'latched-acknowledged': 'F',
  shelved: 'G',
  suppressed: 'H',
  'out-of-service': 'I',
} as const;
export type AlarmState = keyof typeof ALARM_STATES;

/** Why a transition happened. */
export type TransitionCause =
  | 'raised'
  | 'escalated'
  | 'eased' // fell to a lower severity while still active
  | 're-alarmed' // still standing after the re-alarm time
  | 'returned'
  | 'acknowledged'
  | 'reset'
  | 'shelved'
  | 'unshelved' // by hand, or because the shelf's time is over
  | 'suppressed' // a maintenance period covers it
  | 'unsuppressed'
  | 'taken-out-of-service'
  | 'put-in-service'
  | 'removed-by-configuration';

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

/** What a maintenance period covers: the whole site, or what is named. */
export type Scope = {
  readonly zones: readonly string[];
  readonly devices: readonly string[];
};

/**
 * What is asked of the detector. `occurrence` names an alarm as it stands, `rule` an alarm for good or ill. Ticks let
 * delays, shelves and periods expire; they come from the clock at `nextDue`.
 */
export type DetectCommand = {
  readonly actor: string;
} & ( // `seen`: refused when it was announced again since, or is more severe than that
  | {
      readonly verb: 'acknowledge';
      readonly occurrence: string;
      readonly seen?: Pick<Transition, 'announcement' | 'severity'> | undefined;
      readonly note?: string | undefined; // to be written down with it
    }
  | { readonly verb: 'reset'; readonly occurrence: string } // refused while the condition holds; acknowledges as well
  | { readonly verb: 'shelve'; readonly rule: string; readonly forS: number; readonly reason: string }
  | { readonly verb: 'unshelve'; readonly rule: string }
  | { readonly verb: 'out-of-service'; readonly rule: string; readonly reason: string }
  | { readonly verb: 'in-service'; readonly rule: string }
  | { readonly verb: 'maintenance'; readonly scope: Scope; readonly forS: number; readonly reason: string }
  | { readonly verb: 'end-maintenance'; readonly period: string }
);

/**
 * What moves the detector on. `committed` is the journal's word that the transition with this token is on disk; `clock`
 * says how civil time belongs to `mono` from now on, null while that is not sure. Times must not run backwards by more
 * than the length of an exchange.
 */
export type DetectInput =
  | { readonly kind: 'readings'; readonly readings: readonly Reading[] }
  | { readonly kind: 'tick'; readonly at: Instant }
  | { readonly kind: 'command'; readonly command: DetectCommand; readonly at: Instant }
  | { readonly kind: 'clock'; readonly utcOffset: number | null; readonly at: Instant } // utc − mono, ms
  | { readonly kind: 'committed'; readonly token: string };

/** A maintenance period: alarms it covers go on being judged, and are suppressed. */
export type Maintenance = {
  readonly period: string; // its id
  readonly scope: Scope;
  readonly since: Instant;
  readonly until: number; // mono
  readonly actor: string;
  readonly reason: string;
};

/** A transition to be told and journaled. `token` names it, for the journal to answer with. */
export type TransitionEffect = {
  readonly kind: 'transition';
  readonly transition: Transition;
  readonly at: Instant;
  readonly token: string;
};

/** A maintenance period to be told. */
export type MaintenanceEffect = {
  readonly kind: 'maintenance';
  readonly what: 'began' | 'ended';
  readonly maintenance: Maintenance;
};

/** What the detector wants done. */
export type DetectEffect =
  | TransitionEffect
  | MaintenanceEffect
  | { readonly kind: 'answer'; readonly command: DetectCommand; readonly problem: Problem | null };

/** An alarm as lists show it: the last transition plus whether its journal row is known to be on disk. */
export type Alarm = Transition & { readonly since: Instant; readonly durable: boolean };
