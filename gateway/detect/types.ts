import type { Quality } from '../../drivers/quality.ts';
import type { Instant, PointValue, Reading } from '../../drivers/reading.ts';
import type { Problem } from '../core/result.ts';
import type { Severity } from '../site/schema.ts';

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
  | 'returned'
  | 'acknowledged'
  | 'reset'
  | 'removed-by-configuration';

/**
 * One step in the life of one alarm: everything a reader needs to understand it alone. `occurrence` names this
 * episode of the rule, from raise until it is normal again: `<rule>#<boot>-<n>`; it never repeats.
 */
export type Transition = {
  readonly rule: string;
  readonly occurrence: string;
  readonly cause: TransitionCause;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly severity: Severity;
  readonly point: string | null; // full point id, or null for a device
  readonly device: string;
  readonly value: PointValue;
  readonly limit: number | string | boolean | null;
  readonly unit: string;
  readonly quality: Quality;
  readonly onset: Instant; // when the condition first held
  readonly declared: Instant; // when it was declared, after the on-delay
  readonly actor: string | null; // who acknowledged or reset
};

/** What is asked of the detector. Ticks let delays expire; they come from the clock at `nextDue`. */
export type DetectCommand = {
  readonly verb: 'acknowledge';
  readonly occurrence: string;
  readonly actor: string;
};

/**
 * What moves the detector on. `committed` is the journal's word that the transition with this token is on disk. Times
 * must not run backwards by more than the length of an exchange.
 */
export type DetectInput =
  | { readonly kind: 'readings'; readonly readings: readonly Reading[] }
  | { readonly kind: 'tick'; readonly at: Instant }
  | { readonly kind: 'command'; readonly command: DetectCommand; readonly at: Instant }
  | { readonly kind: 'committed'; readonly token: string };

/** A transition to be told and journaled. `token` names it, for the journal to answer with. */
export type TransitionEffect = {
  readonly kind: 'transition';
  readonly transition: Transition;
  readonly at: Instant;
  readonly token: string;
};

/** What the detector wants done. */
export type DetectEffect =
  | TransitionEffect
  | { readonly kind: 'answer'; readonly command: DetectCommand; readonly problem: Problem | null };

/** An alarm as lists show it: the last transition plus whether its journal row is known to be on disk. */
export type Alarm = Transition & { readonly since: Instant; readonly durable: boolean };
