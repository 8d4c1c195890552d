import type { EntrapmentLimits } from '../../../site/thresholds/liftThresholds.ts';
import { type Fact, type Facts, fails, holds } from '../facts.ts';

/**
 * What is remembered of this stop and of the ride before it. Times are mono ms of this boot, null: it is not so now.
 * `inTrip`: the car has run, and no door has opened since.
 */
export type Situation = {
  readonly stuckSince: number | null; // it stands and no door is open
  readonly seenAt: number | null; // the last look that could tell
  readonly runSince: number | null;
  readonly freeSince: number | null; // it stands at a landing with its door fully open
  readonly inspectionSince: number | null;
  readonly emptySince: number | null;
  readonly buttonSince: number | null;
  readonly powerLostSince: number | null;
  readonly inTrip: boolean;
  readonly occupiedAtClosing: boolean;
  readonly rideAsked: boolean; // a car call since the last closing
  readonly buttonInStop: boolean;
  readonly demandSince: number | null; // a car call or the open button, later in this stop than its own ride asks for
  readonly faultInTrip: boolean;
  readonly chainInTrip: boolean;
  readonly powerLossInTrip: boolean;
};

export const NO_SITUATION: Situation = {
  ...{ stuckSince: null, seenAt: null, runSince: null, freeSince: null, inspectionSince: null },
  ...{ emptySince: null, buttonSince: null, powerLostSince: null },
  ...{ inTrip: false, occupiedAtClosing: false, rideAsked: false, buttonInStop: false, demandSince: null },
  ...{ faultInTrip: false, chainInTrip: false, powerLossInTrip: false },
};

/** Whether the car stands shut in service. Without any word of its doors only a stop outside the zone counts. */
export function stuck(facts: Facts, limits: EntrapmentLimits): Fact {
  if (isInhibited(facts, limits)) return 'no';
  if (holds(facts.moving) || holds(facts.doorOpen)) return 'no';
  const shut = fails(facts.doorOpen) || (facts.doorOpen === 'untold' && fails(facts.inZone));
  return fails(facts.moving) && shut ? 'yes' : 'unknown';
}

/** Whether the lift is in a mode in which nobody is looked for. */
export function isInhibited({ mode }: Facts, { inhibitModes }: EntrapmentLimits): boolean {
  return mode !== null && inhibitModes.value.includes(mode);
}

/** Now, and when the lift was looked at last: mono ms. */
export type Moment = { readonly now: number; readonly lookedAt: number };

/** The situation with one more look, or one more moment without any. */
export function observe(
  before: Situation,
  facts: Facts,
  { now, lookedAt }: Moment,
  limits: EntrapmentLimits,
): Situation {
  const standsShut = stuck(facts, limits);
  if (standsShut === 'unknown') return blind(before, facts, now);
  const last = seeingAgain(before, lookedAt, limits);
  const open = holds(facts.doorOpen);
  const moving = holds(facts.moving);
  const shut = standsShut === 'yes';
  const inTrip = !open && (last.inTrip || moving);
  const stuckMs = shut && last.stuckSince !== null ? now - last.stuckSince : 0;
  const waits = shut && stuckMs >= 1000 * limits.demandAfterS.value;
  const asks = waits && (holds(facts.carCall) || holds(facts.openButton));
  return {
    ...timers(last, facts, now, shut),
    seenAt: lookedAt,
    inTrip,
    // whoever is seen while the door closes, or at any time since, is in the car
    occupiedAtClosing:
      !open && (last.occupiedAtClosing || holds(facts.occupied)) && !left(last, facts, now, limits),
    rideAsked: !open && (last.rideAsked || holds(facts.carCall)),
    buttonInStop: shut && (last.buttonInStop || holds(facts.button)),
    demandSince: since(last.demandSince, shut && (last.demandSince !== null || asks), now),
    faultInTrip: inTrip && (last.faultInTrip || holds(facts.grave)),
    chainInTrip: inTrip && (last.chainInTrip || holds(facts.chainOpen)),
    powerLossInTrip: inTrip && (last.powerLossInTrip || holds(facts.powerLost)),
  };
}

/** Nothing can be told of motion or door: what was remembered is kept, and what other devices tell is still seen. */
function blind(last: Situation, facts: Facts, now: number): Situation {
  return {
    ...last,
    ...{ runSince: null, freeSince: null, emptySince: null },
    inspectionSince: since(last.inspectionSince, facts.inspection === 'yes', now),
    buttonSince: since(last.buttonSince, holds(facts.button), now),
    powerLostSince: since(last.powerLostSince, holds(facts.powerLost), now),
    powerLossInTrip: last.powerLossInTrip || (last.inTrip && holds(facts.powerLost)),
  };
}

/** Behind a long silence anything may have happened: the door may have opened, and everybody gone. Delays begin anew. */
function seeingAgain(last: Situation, lookedAt: number, { bridgeS }: EntrapmentLimits): Situation {
  if (last.seenAt === null || lookedAt - last.seenAt <= 1000 * bridgeS.value) return last;
  return { ...NO_SITUATION, powerLostSince: last.powerLostSince };
}

function timers(last: Situation, facts: Facts, now: number, shut: boolean) {
  const standsOpen = facts.moving === 'no' && facts.doorOpen === 'yes';
  const landed = facts.inZone === 'yes' || facts.inZone === 'untold';
  return {
    stuckSince: since(last.stuckSince, shut, now),
    runSince: since(last.runSince, holds(facts.moving), now),
    freeSince: since(last.freeSince, standsOpen && landed, now),
    inspectionSince: since(last.inspectionSince, facts.inspection === 'yes', now),
    emptySince: since(last.emptySince, fails(facts.occupied), now),
    buttonSince: since(last.buttonSince, holds(facts.button), now),
    powerLostSince: since(last.powerLostSince, holds(facts.powerLost), now),
  };
}

/**
 * A person sensor holds on for a while after the last one has left: seen empty for longer at a landing, the car was
 * empty. Between landings nobody can have left, and somebody who does not stir may not be seen.
 */
function left(
  { emptySince }: Situation,
  { inZone }: Facts,
  now: number,
  { emptyS }: EntrapmentLimits,
): boolean {
  return !fails(inZone) && emptySince !== null && now - emptySince >= 1000 * emptyS.value;
}

function since(before: number | null, so: boolean, now: number): number | null {
  return so ? (before ?? now) : null;
}
