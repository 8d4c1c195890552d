import type { Entrapment } from '../../../../drivers/lift/safety.ts';
import type { Instant } from '../../../../drivers/reading.ts';
import type { EntrapmentLimits } from '../../../site/thresholds/liftThresholds.ts';
import type { ButtonState } from '../button.ts';
import type { Facts } from '../facts.ts';
import { basisBits } from './basis.ts';
import type { EntrapmentCause } from './cause.ts';
import { evidenceOf } from './evidence.ts';
import { personAfterGap } from './person.ts';
import { isInhibited, NO_SITUATION, observe, type Situation, stuck } from './situation.ts';

/**
 * Whether somebody is trapped, as plain data that is kept over a restart. `confirmedOnce`: since it was last none or
 * resolved; such a suspicion ends only as a confirmed one does. `known`: false while the lift is silent.
 */
export type EntrapmentState = {
  readonly phase: Entrapment;
  readonly since: Instant | null;
  readonly basis: number;
  readonly confirmedOnce: boolean;
  readonly known: boolean;
  readonly inhibited: boolean; // in a mode in which it is not looked for
  readonly arrivedByHand?: boolean; // somebody told that they are there, and no inspection was seen since
  readonly situation: Situation;
};

export type EntrapmentChange = {
  readonly from: Entrapment;
  readonly to: Entrapment;
  readonly cause: EntrapmentCause;
  readonly at: Instant;
  readonly basis: number;
};

export const NO_ENTRAPMENT: EntrapmentState = {
  ...{ phase: 'none', since: null, basis: 0, confirmedOnce: false, known: false, inhibited: false },
  situation: NO_SITUATION,
};

type Step = { readonly state: EntrapmentState; readonly changes: readonly EntrapmentChange[] };
type Next = { readonly to: Entrapment; readonly cause: EntrapmentCause };

/** What may follow what. */
export const ENTRAPMENT_EDGES: Readonly<Record<Entrapment, readonly Entrapment[]>> = {
  none: ['suspected', 'confirmed'],
  suspected: ['none', 'confirmed', 'attended', 'resolved'],
  confirmed: ['suspected', 'attended', 'resolved'],
  attended: ['confirmed', 'resolved'],
  resolved: ['none', 'suspected', 'confirmed'],
};

/** One look, or one moment without any. No phase but resolved ends by time; silence holds what stands. */
export function stepEntrapment(
  before: EntrapmentState,
  facts: Facts,
  {
    at,
    lookedAt,
    button,
  }: { readonly at: Instant; readonly lookedAt: Instant; readonly button: ButtonState },
  limits: EntrapmentLimits,
): Step {
  const now = at.mono;
  const situation = observe(before.situation, facts, { now, lookedAt: lookedAt.mono, button }, limits);
  const evidence = evidenceOf(situation, facts, now, limits);
  const arrivedByHand = before.arrivedByHand === true && situation.inspectionSince === null;
  const bits = basisBits(evidence.basis);
  const inhibited = isInhibited(facts, limits);
  const state = { ...before, situation, arrivedByHand, known: stuck(facts, limits) !== 'unknown', inhibited };
  const seen = Math.min(now, lookedAt.mono);
  const next = nextOf(state, facts, { at, seen }, limits, evidence.speaksFor);
  if (next !== null) return turned(state, next, at, bits);
  return { state: isStanding(state) ? { ...state, basis: state.basis | bits } : state, changes: [] };
}

/** Somebody who has been there says that nobody is trapped. Whoever still is will be found again. */
export function resetEntrapment(state: EntrapmentState, at: Instant): Step {
  if (!isStanding(state)) return { state, changes: [] };
  return turned(state, ended(state, 'by-hand'), at, 0);
}

/** Somebody has let people out: of a suspicion too it is known then that there were people. */
export function releaseEntrapment(state: EntrapmentState, at: Instant): Step {
  if (!isStanding(state)) return { state, changes: [] };
  return turned(state, { to: 'resolved', cause: 'by-hand' }, at, 0);
}

/** Somebody tells that help has arrived: people are still inside. */
export function attendEntrapment(state: EntrapmentState, at: Instant): Step {
  if (state.phase !== 'suspected' && state.phase !== 'confirmed') return { state, changes: [] };
  return turned({ ...state, arrivedByHand: true }, { to: 'attended', cause: 'arrived' }, at, 0);
}

/** Somebody may be in there: suspected, known to be, or known to be with a mechanic at the lift. */
export function isStanding({ phase }: Pick<EntrapmentState, 'phase'>): boolean {
  return phase === 'suspected' || phase === 'confirmed' || phase === 'attended';
}

/** After a restart times of the boot before mean nothing: what stands stands, and every delay begins anew. */
export function entrapmentAfterRestart(state: EntrapmentState): EntrapmentState {
  const { load, person } = state.situation;
  return { ...state, known: false, situation: { ...NO_SITUATION, load, person: personAfterGap(person) } };
}

function nextOf(
  state: EntrapmentState,
  facts: Facts,
  { at, seen }: { readonly at: Instant; readonly seen: number },
  limits: EntrapmentLimits,
  speaksFor: 'none' | 'suspected' | 'confirmed',
): Next | null {
  const now = at.mono;
  const { phase, confirmedOnce, since, situation } = state;
  const { runSince, stuckSince } = situation;
  // what ends something must have been seen for so long; a moment without a look adds nothing to it
  const ran = lasts(runSince, seen, limits.runS.value);
  const evidence = speaksFor === 'none' ? null : ({ to: speaksFor, cause: 'evidence' } as const);
  if (phase === 'none') return evidence;
  if (phase === 'resolved') {
    const shown = since?.boot === at.boot && now - since.mono >= 1000 * limits.resolvedShownS.value;
    return evidence ?? (ran || shown ? { to: 'none', cause: 'over' } : null);
  }
  const cause = releasedBy(state, facts, seen, limits);
  if (cause !== null) return ended(state, cause);
  const attends = lasts(situation.inspectionSince, seen, limits.inspectionS.value);
  if (phase === 'attended') {
    // a mechanic who has left, or a switch that was turned back: whoever is inside still is
    const left =
      !attends && !state.arrivedByHand && lasts(situation.overSince, seen, limits.inspectionS.value);
    return left ? { to: 'confirmed', cause: 'evidence' } : null;
  }
  if (attends)
    return confirmedOnce || phase === 'confirmed'
      ? { to: 'attended', cause: 'inspection' }
      : ended(state, 'inspection');
  if (phase === 'confirmed') return ran ? { to: 'suspected', cause: 'ran' } : null;
  if (speaksFor === 'confirmed') return { to: 'confirmed', cause: 'evidence' };
  if (!confirmedOnce) return ran ? { to: 'none', cause: 'ran' } : null;
  // whoever was let out is gone: a car that is seen to be empty at a landing is waited for, not alarmed about
  const opening = situation.opening !== undefined;
  const stillShut = lasts(stuckSince, now, limits.reconfirmS.value) && !seenEmpty(facts) && !opening;
  return stillShut ? { to: 'confirmed', cause: 'evidence' } : null;
}

/** What ends a suspicion or an entrapment, if it is so now. */
function releasedBy(
  { phase, confirmedOnce, situation }: EntrapmentState,
  facts: Facts,
  seen: number,
  limits: EntrapmentLimits,
): EntrapmentCause | null {
  // whatever a sensor still sees in the car: who wants to leave can
  if (lasts(situation.freeSince, seen, openClears(facts, limits).value)) return 'door-open';
  // a car that is seen to be empty takes a suspicion away, and nothing that was known
  const empty = seenEmpty(facts) && lasts(situation.emptySince, seen, limits.emptyS.value);
  return phase === 'suspected' && !confirmedOnce && empty ? 'empty' : null;
}

/**
 * A door in service stands open for three seconds, and people leave in the first of them: who sees nobody waits less. A
 * door that is only likely to be open, or a landing of which nothing is told, is waited for longer.
 */
function openClears(facts: Facts, limits: EntrapmentLimits): EntrapmentLimits['openClearsS'] {
  const { doorOpen, doorClosing, inZone, occupied, moving } = facts;
  const sure = doorOpen === 'yes' || doorClosing === 'yes';
  if (inZone === 'untold' || !sure || moving !== 'no') return limits.openClearsWithoutZoneS;
  return occupied === 'no' ? limits.openClearsSeenEmptyS : limits.openClearsS;
}

function seenEmpty({ occupied, inZone }: Facts): boolean {
  return occupied === 'no' && inZone === 'yes';
}

function ended({ confirmedOnce, phase }: EntrapmentState, cause: EntrapmentCause): Next {
  return { to: confirmedOnce || phase === 'confirmed' ? 'resolved' : 'none', cause };
}

function turned(state: EntrapmentState, { to, cause }: Next, at: Instant, bits: number): Step {
  const { phase: from } = state;
  const over = to === 'none' || to === 'resolved';
  const fresh = from === 'none' || from === 'resolved';
  const basis = over ? state.basis : (fresh ? 0 : state.basis) | bits;
  return {
    state: {
      ...state,
      phase: to,
      since: at,
      basis: to === 'none' ? 0 : basis,
      arrivedByHand: to === 'attended' && state.arrivedByHand === true,
      confirmedOnce: !over && (to === 'confirmed' || to === 'attended' || state.confirmedOnce),
      situation: over ? forgotten(state.situation) : state.situation,
    },
    changes: [{ from, to, cause, at, basis }],
  };
}

/** What spoke for the entrapment that is over does not speak for the next one; delays begin anew. */
function forgotten({ powerLostSince, runSince, load, person }: Situation): Situation {
  return { ...NO_SITUATION, powerLostSince, runSince, load, person: personAfterGap(person) };
}

function lasts(since: number | null, now: number, seconds: number): boolean {
  return since !== null && now - since >= 1000 * seconds;
}
