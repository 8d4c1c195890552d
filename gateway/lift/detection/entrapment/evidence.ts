import type { EntrapmentLimits } from '../../../site/thresholds/liftThresholds.ts';
import { type Facts, fails, holds } from '../facts.ts';
import type { Basis } from './basis.ts';
import { loadFact } from './carLoad.ts';
import { isInhibited, occupiedS, offLevelS, type Situation, shutInRecall, stuck } from './situation.ts';

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
  if (shutInRecall(facts, limits)) return strongEvidence(situation, facts, now, limits);
  const shut = stuck(facts, limits);
  if (shut === 'no') return openEvidence(situation, facts, now, limits);
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

/** Somebody is seen before a door that reads open where there is no landing: a suspicion, whatever the door's contact is worth. */
function openEvidence(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  if (isInhibited(facts, limits)) return NOTHING;
  const long = ageS(situation.openOffSince ?? null, now) >= limits.stoppedOffLevelS.value;
  return long ? { speaksFor: 'suspected', basis: ['occupied', 'offLevel'] } : NOTHING;
}

/** A door is open within this time of its first movement (NICE3000+ FB-06), or tells a fault. */
const OPENS_S = 10;

/** The button during the stop; at a landing its door is given time to open. A device that has judged by itself used the same sensors: it is a suspicion. */
function strongEvidence(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  const opening = fails(facts.doorClosed) && !holds(facts.doorClosing);
  const withinS = limits.buttonAtLevelS.value + (opening ? OPENS_S : 0);
  const filtered = !fails(facts.inZone) && ageS(situation.stuckSince, now) < withinS;
  if (situation.buttonInStop && !filtered) return { speaksFor: 'confirmed', basis: ['alarmButton'] };
  return holds(facts.trapped) ? { speaksFor: 'suspected', basis: ['deviceVerdict'] } : NOTHING;
}

/** Somebody is seen in the car, or weighs something. */
function seenEvidence(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  const off = fails(facts.inZone);
  return off ? seenOffLevel(situation, facts, now, limits) : seenAtLevel(situation, facts, now, limits);
}

/** Between landings nobody can have left: whoever was seen since the door closed is there. */
function seenOffLevel(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  const { on, counted } = situation.person;
  const seen = (on && counted) || holds(loadFact(situation.load, facts));
  if (!seen && !situation.occupiedAtClosing) return NOTHING;
  const offS = offLevelS(situation, now);
  if (offS < limits.offLevelSuspectedS.value) return NOTHING;
  const confirmed = offS >= limits.offLevelConfirmedS.value;
  return { speaksFor: confirmed ? 'confirmed' : 'suspected', basis: ['occupied', 'offLevel'] };
}

/** Nothing that lies in a car that is parked or locked is a person; what weighs something alone is a suspicion. */
const THINGS_IN: readonly (Facts['mode'] | null)[] = ['parking', 'outOfService'];

function seenAtLevel(situation: Situation, facts: Facts, now: number, limits: EntrapmentLimits): Evidence {
  const { person, load, rideAsked, demandSince, occupiedAtClosing } = situation;
  const stuckS = ageS(situation.stuckSince, now);
  const seenS = occupiedS(situation, now);
  const weighs = holds(loadFact(load, facts)) && !THINGS_IN.includes(facts.mode);
  const asks = rideAsked || demandSince !== null;
  const fault = situation.faultInTrip || situation.faultSinceOpen === true;
  const trouble = fault || situation.chainInTrip || situation.powerLossInTrip;
  // a sensor that never shows an empty car, and one that sees somebody where nobody can have come in, prove nothing alone
  const trusted = (person.proven && !person.emptied) || weighs || asks;
  const [suspectedS, confirmedS] = [limits.atLevelSuspectedS.value, limits.atLevelConfirmedS.value];
  const byPerson = seenS >= confirmedS && trusted;
  // a person who keeps still is not seen: who called, rode and met a fault behind a door that never opened is in there
  const seenEmpty = fails(facts.person) && !(situation.inTrip && rideAsked && fault);
  const byLoad = weighs && stuckS >= confirmedS && (asks || trouble) && !seenEmpty;
  if (byPerson || byLoad) return { speaksFor: 'confirmed', basis: ['occupied'] };
  const seenBefore = occupiedAtClosing && !situation.person.emptied && !onlyThings(situation, facts);
  const suspected = seenS >= suspectedS || (stuckS >= suspectedS && (weighs || seenBefore));
  return suspected ? { speaksFor: 'suspected', basis: ['occupied'] } : NOTHING;
}

/** What was found occupied was a load, in a car where loads are left. */
function onlyThings({ person }: Situation, facts: Facts): boolean {
  return THINGS_IN.includes(facts.mode) || (person.from === null && !holds(facts.person));
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
  // a car that is seen to be empty at a landing is empty, unless somebody presses a button in it; off level a person who
  // keeps still is not seen
  const empty = facts.person === 'no' && !situation.occupiedAtClosing && !demand && !fails(facts.inZone);
  if (empty) return NOTHING;
  const off = offLevelS(situation, now) >= limits.stoppedOffLevelS.value;
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
  const seenEmpty = facts.person === 'no' && !situation.occupiedAtClosing;
  // a call that stays lit is one contact: where the car weighs nothing it is a suspicion, as nobody may be in there
  const weighsEmpty = fails(loadFact(situation.load, facts)) && !situation.occupiedAtClosing;
  const confirmed =
    (off && (demand || (trouble && !seenEmpty))) ||
    (shutAfterRide && demand && stuckS >= limits.atLevelConfirmedS.value && !weighsEmpty);
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
