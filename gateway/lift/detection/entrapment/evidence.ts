import type { EntrapmentLimits } from '../../../site/thresholds/liftThresholds.ts';
import { type Facts, fails, holds } from '../facts.ts';
import type { Basis } from './basis.ts';
import { type Situation, stuck } from './situation.ts';

/** What the situation speaks for, and by which facts. */
export type Evidence = {
  readonly speaksFor: 'none' | 'suspected' | 'confirmed';
  readonly basis: readonly Basis[];
};

const NOTHING: Evidence = { speaksFor: 'none', basis: [] };

/**
 * Judges one moment. Ranked: the alarm button and the device's own verdict; somebody seen in the car; and, where nobody
 * can be seen, what the lift did and what was asked of it.
 */
export function evidenceOf(
  situation: Situation,
  facts: Facts,
  now: number,
  limits: EntrapmentLimits,
): Evidence {
  const shut = stuck(facts, limits);
  if (shut === 'no') return NOTHING;
  if (shut === 'unknown') return blindEvidence(situation, facts, now, limits);
  const strong = strongEvidence(situation, facts, now, limits);
  const seen = seenEvidence(situation, facts, now, limits);
  const inferred = inferredEvidence(situation, facts, now, limits);
  const all = [strong, seen, inferred];
  const basis = [...new Set(all.flatMap((one) => one.basis))];
  // a rescue device is given its time; whoever presses the button is not
  const rescued = ageS(situation.powerLostSince, now) < limits.rescueGraceS.value && strong === NOTHING;
  const best = all.some(({ speaksFor }) => speaksFor === 'confirmed')
    ? 'confirmed'
    : all.some(({ speaksFor }) => speaksFor === 'suspected')
      ? 'suspected'
      : 'none';
  if (best === 'none') return NOTHING;
  return { speaksFor: rescued && situation.powerLostSince !== null ? 'suspected' : best, basis };
}

/** The button during the stop, and a device that has judged by itself. */
function strongEvidence(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  const filtered = !fails(facts.inZone) && ageS(situation.stuckSince, now) < limits.buttonAtLevelS.value;
  const basis: Basis[] = [
    ...(situation.buttonInStop && !filtered ? (['alarmButton'] as const) : []),
    ...(holds(facts.trapped) ? (['deviceVerdict'] as const) : []),
  ];
  return basis.length > 0 ? { speaksFor: 'confirmed', basis } : NOTHING;
}

function seenEvidence(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  if (!holds(facts.occupied) && !situation.occupiedAtClosing) return NOTHING;
  const stuckS = ageS(situation.stuckSince, now);
  const off = fails(facts.inZone);
  const [suspectedS, confirmedS] = off
    ? [limits.offLevelSuspectedS.value, limits.offLevelConfirmedS.value]
    : [limits.atLevelSuspectedS.value, limits.atLevelConfirmedS.value];
  if (stuckS < suspectedS) return NOTHING;
  const basis: Basis[] = off ? ['occupied', 'offLevel'] : ['occupied'];
  return { speaksFor: stuckS >= confirmedS ? 'confirmed' : 'suspected', basis };
}

/** Off level with a demand or with trouble in the ride is confirmed; at level, a door that stays shut after a ride and a demand. */
function inferredEvidence(
  situation: Situation,
  facts: Facts,
  now: number,
  limits: EntrapmentLimits,
): Evidence {
  const stuckS = ageS(situation.stuckSince, now);
  const { inTrip, rideAsked, demandSince, faultInTrip, chainInTrip, powerLossInTrip } = situation;
  const demand = demandSince !== null;
  // a car that is seen to be empty is empty, unless somebody presses a button in it
  const empty = facts.occupied === 'no' && !situation.occupiedAtClosing && !demand;
  if (empty) return NOTHING;
  const off = fails(facts.inZone) && stuckS >= limits.stoppedOffLevelS.value;
  const shutAfterRide = !fails(facts.inZone) && inTrip && rideAsked && stuckS >= limits.unansweredS.value;
  const trouble = stuckS >= limits.troubleS.value && (faultInTrip || chainInTrip || powerLossInTrip);
  const waiting = demand && ageS(demandSince, now) >= limits.unansweredS.value;
  if (!off && !shutAfterRide && !trouble && !waiting) return NOTHING;
  const basis: Basis[] = [];
  if (off) basis.push('offLevel');
  if (shutAfterRide) basis.push('unansweredCall');
  if (demand) basis.push('demand');
  if (trouble && faultInTrip) basis.push('faultInTrip');
  if (trouble && chainInTrip) basis.push('chainInTrip');
  if (trouble && powerLossInTrip) basis.push('powerLossInTrip');
  const confirmed =
    (off && (demand || trouble)) || (shutAfterRide && demand && stuckS >= limits.atLevelConfirmedS.value);
  return { speaksFor: confirmed ? 'confirmed' : 'suspected', basis };
}

/** Neither motion nor door can be told. The button still counts, and a loss of power in a ride that was under way. */
function blindEvidence(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  if (holds(facts.moving) || holds(facts.doorOpen)) return NOTHING;
  const held = ageS(situation.buttonSince, now);
  if (situation.buttonSince !== null)
    return {
      speaksFor: held >= limits.buttonBypassS.value ? 'confirmed' : 'suspected',
      basis: ['alarmButton'],
    };
  const dark = situation.powerLossInTrip && ageS(situation.powerLostSince, now) >= limits.troubleS.value;
  return dark ? { speaksFor: 'suspected', basis: ['powerLossInTrip'] } : NOTHING;
}

/** Seconds since then; 0 where it is not so. */
function ageS(since: number | null, now: number): number {
  return since === null ? 0 : (now - since) / 1000;
}
