import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Maintenance, Scope, Transition } from '../../control/alarm.ts';
import type { Problem } from '../../core/result.ts';

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
 * says how civil time belongs to `mono` from now on, null while that is not sure; `stalled`: for so long guard itself listened to
 * nobody, which is no silence of theirs. Times must not run backwards by more
 * than the length of an exchange.
 */
export type DetectInput =
  | { readonly kind: 'readings'; readonly readings: readonly Reading[] }
  | { readonly kind: 'tick'; readonly at: Instant }
  | { readonly kind: 'command'; readonly command: DetectCommand; readonly at: Instant }
  | { readonly kind: 'clock'; readonly utcOffset: number | null; readonly at: Instant } // utc − mono, ms
  | { readonly kind: 'committed'; readonly token: string }
  | { readonly kind: 'stalled'; readonly forMs: number; readonly at: Instant };

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

/** A rule could not judge, because of a fault in its code. The others did. */
export type BrokenRuleEffect = { readonly kind: 'broken'; readonly rule: string; readonly error: unknown };

/** What the detector wants done. */
export type DetectEffect =
  | BrokenRuleEffect
  | TransitionEffect
  | MaintenanceEffect
  | { readonly kind: 'answer'; readonly command: DetectCommand; readonly problem: Problem | null };
