import type { EntrapmentLimits } from '../../../site/thresholds/liftThresholds.ts';
import type { ButtonState } from '../button.ts';
import { type Fact, type Facts, fails, holds } from '../facts.ts';
import { type LoadWatch, loadFact, NO_LOAD, stepLoad } from './carLoad.ts';
import { NO_PERSON, type PersonWatch, personAfterGap, personS, stepPerson } from './person.ts';

/**
 * What is remembered of this stop and of the ride before it. Times are mono ms of this boot, null: it is not so now.
 * `inTrip`: the car has run, and no door has opened since.
 */
export type Situation = {
  readonly person: PersonWatch;
  readonly load: LoadWatch;
  readonly stuckSince: number | null; // it stands and no door is open
  readonly offSince?: number | null; // it stands shut off its landing; absent in what earlier versions kept
  readonly openOffSince?: number | null; // somebody is seen in it, off its landing, and its door reads open
  readonly seenAt: number | null; // the last look that could tell
  readonly runSince: number | null;
  readonly freeSince: number | null; // it stands at a landing with its door fully open
  readonly inspectionSince: number | null;
  readonly overSince: number | null; // somebody was at the lift, and it is no longer in inspection
  readonly emptySince: number | null;
  readonly buttonSince: number | null; // pressed, and no way out since
  readonly powerLostSince: number | null;
  readonly inTrip: boolean;
  readonly occupiedAtClosing: boolean;
  readonly rideAsked: boolean; // a car call since the last closing
  readonly buttonInStop: boolean; // or in the ride before it
  readonly demandSince: number | null; // a car call or the open button, later in this stop than its own ride asks for
  readonly faultInTrip: boolean;
  readonly grave?: boolean; // one stood when that could be told last; absent in what earlier versions kept
  readonly faultSinceOpen?: boolean; // one came while no door was open
  readonly chainInTrip: boolean;
  readonly chainSince: number | null; // it is open, and no door is
  readonly powerLossInTrip: boolean;
  readonly floor?: number | null; // at which it stands shut
  readonly carried?: Carried | null; // of this stop, from before a short silence
  readonly opening?: Opening;
};

/** How long somebody was seen in a car that stood shut at this floor, and stood off its landing, in looks before a short silence. */
type Carried = { readonly floor: number; readonly personMs: number; readonly offMs: number };

/** A door that was shut a moment ago reads open. What that means is kept beside, until it is no bounce any more. */
type Opening = { readonly shutAt: number; readonly means: Situation };

export const NO_SITUATION: Situation = {
  ...{ person: NO_PERSON, load: NO_LOAD, overSince: null, chainSince: null },
  ...{
    stuckSince: null,
    offSince: null,
    seenAt: null,
    runSince: null,
    freeSince: null,
    inspectionSince: null,
  },
  ...{ emptySince: null, buttonSince: null, powerLostSince: null },
  ...{ inTrip: false, occupiedAtClosing: false, rideAsked: false, buttonInStop: false, demandSince: null },
  ...{ faultInTrip: false, chainInTrip: false, powerLossInTrip: false },
};

/** A door opens within this time; what opens the chain for longer is no door that opens. Engineering. */
const CHAIN_MS = 6_000;

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

/** Whether it stands shut in a mode in which somebody rides on purpose: only a button tells then. */
export function shutInRecall(facts: Facts, limits: EntrapmentLimits): boolean {
  const { mode } = facts;
  if (mode !== 'fireOperation' && mode !== 'firefighterControl') return false;
  return stuck({ ...facts, mode: null }, limits) === 'yes';
}

/** Now, and when the lift was looked at last: mono ms. `button`: the alarm button with this look. */
export type Moment = { readonly now: number; readonly lookedAt: number; readonly button: ButtonState };

/** A door that lets somebody out takes longer from shut to shut; a contact that bounces does not. Engineering. */
const BOUNCE_MS = 2_000;

/** The situation with one more look, or one more moment without any. */
export function observe(
  before: Situation,
  facts: Facts,
  moment: Moment,
  limits: EntrapmentLimits,
): Situation {
  const { opening, ...held } = before;
  const { lookedAt } = moment;
  const open = holds(facts.doorOpen) && stuck(facts, limits) === 'no';
  if (opening !== undefined) {
    const bounces = lookedAt - opening.shutAt < BOUNCE_MS;
    if (!bounces) return observed(opening.means, facts, moment, limits);
    if (!open) return observed(held, facts, moment, limits);
    const means = observed(opening.means, facts, moment, limits);
    return { ...held, seenAt: lookedAt, opening: { ...opening, means } };
  }
  const { stuckSince, seenAt } = held;
  const after = observed(held, facts, moment, limits);
  const shutAt = stuckSince !== null && seenAt !== null ? seenAt : null;
  if (!open || holds(facts.moving) || shutAt === null || lookedAt - shutAt >= BOUNCE_MS) return after;
  return { ...held, seenAt: lookedAt, opening: { shutAt, means: after } };
}

function observed(
  before: Situation,
  facts: Facts,
  { now, lookedAt, button }: Moment,
  limits: EntrapmentLimits,
): Situation {
  const standsShut = stuck(facts, limits);
  if (standsShut === 'unknown') return blind(before, facts, now, button);
  const last = seeingAgain(before, lookedAt, limits);
  const { floor } = facts;
  const open = holds(facts.doorOpen);
  const moving = holds(facts.moving);
  const shut = standsShut === 'yes';
  const inTrip = !open && (last.inTrip || moving);
  const stuckMs = shut && last.stuckSince !== null ? now - last.stuckSince : 0;
  const waits = shut && stuckMs >= 1000 * limits.demandAfterS.value;
  const asks = waits && (holds(facts.carCall) || holds(facts.openButton));
  const rideAsked = !open && (last.rideAsked || holds(facts.carCall));
  const asked = holds(facts.openButton) || holds(facts.carCall) || isPressed(facts, button);
  // an opening door opens the chain as well, and is open soon after
  const chainSince = since(last.chainSince, inTrip && holds(facts.chainOpen), now);
  const recalled = shutInRecall(facts, limits);
  const person = stepPerson(last.person, facts, shut || recalled, asked, now);
  const idle = shut && !fails(facts.inZone) && !holds(facts.carCall) && !holds(facts.person) && !asked;
  const load = stepLoad(last.load, facts, idle, now);
  // a door sensor that knows open and shut alone says shut when the stroke is over
  const atClosing = !open && last.person.openSince !== null && recently(person.lastOn, now);
  const seen = (person.on && person.counted) || atClosing || holds(loadFact(load, facts));
  const pressed = pressedIn(facts, button, seen, now);
  return {
    ...timers(last, facts, now, shut || recalled, button),
    ...{ person, load },
    seenAt: lookedAt,
    inTrip,
    // whoever is seen while the door closes, or at any time since, is in the car
    occupiedAtClosing: !open && (last.occupiedAtClosing || seen) && !left(last, facts, now, limits),
    rideAsked,
    buttonInStop: !open && (last.buttonInStop || pressed),
    demandSince: since(last.demandSince, shut && (last.demandSince !== null || asks), now),
    faultInTrip: inTrip && (last.faultInTrip || holds(facts.grave)),
    grave: fails(facts.grave) ? false : last.grave === true || holds(facts.grave),
    faultSinceOpen: !open && (last.faultSinceOpen === true || (holds(facts.grave) && last.grave === false)),
    chainInTrip: inTrip && (last.chainInTrip || lasting(chainSince, now, CHAIN_MS)),
    chainSince,
    powerLossInTrip: inTrip && (last.powerLossInTrip || holds(facts.powerLost)),
    floor: shut ? floor : null,
    carried: shut && last.carried?.floor === floor ? last.carried : null,
  };
}

function isPressed({ button: told }: Facts, { stuck: sticks, openSince }: ButtonState): boolean {
  return holds(told) && !sticks && !openSince;
}

/**
 * A press counts at once where somebody is seen, or the car stands off level. At a landing, in a car that seems empty, a
 * contact that sticks looks like a finger: there it counts when it is released.
 */
function pressedIn(facts: Facts, button: ButtonState, seen: boolean, now: number): boolean {
  if (button.releasedAt === now && !holds(facts.button)) return true;
  return isPressed(facts, button) && (seen || fails(facts.inZone));
}

/** Nothing can be told of motion or door: what was remembered is kept, and what other devices tell is still seen. */
function blind(last: Situation, facts: Facts, now: number, button: ButtonState): Situation {
  return {
    ...last,
    ...{ runSince: null, freeSince: null, emptySince: null },
    inspectionSince: since(last.inspectionSince, facts.inspection === 'yes', now),
    overSince: since(last.overSince, fails(facts.inspection) || facts.inspection === 'untold', now),
    buttonSince: since(last.buttonSince, isPressed(facts, button), now),
    powerLostSince: since(last.powerLostSince, holds(facts.powerLost), now),
    powerLossInTrip: last.powerLossInTrip || (last.inTrip && holds(facts.powerLost)),
  };
}

/**
 * Behind a long silence anything may have happened: the door may have opened, and everybody gone. Delays begin anew. But
 * a line that fails again and again hides nobody: where the same is seen after a short silence, the time in which it was
 * seen before counts.
 */
function seeingAgain(last: Situation, lookedAt: number, { bridgeS }: EntrapmentLimits): Situation {
  if (last.seenAt === null || lookedAt - last.seenAt <= 1000 * bridgeS.value) return last;
  return {
    ...NO_SITUATION,
    powerLostSince: last.powerLostSince,
    load: last.load,
    person: personAfterGap(last.person),
    carried: lookedAt - last.seenAt <= CARRIED_MS ? carriedOn(last, last.seenAt) : null,
  };
}

/** Between landings an open door is no way out, and one contact that says so may be stuck. */
function opensOffLevel({ doorOpen, moving, inZone, occupied }: Facts): boolean {
  return holds(doorOpen) && fails(moving) && fails(inZone) && holds(occupied);
}

/** So soon nobody has got out, somebody else in, and the door shut again. Engineering. */
const CARRIED_MS = 20_000;

function carriedOn(
  { floor, carried, person, offSince, stuckSince }: Situation,
  seenAt: number,
): Carried | null {
  if (floor === undefined || floor === null || stuckSince === null) return null;
  const before = carried ?? { personMs: 0, offMs: 0 };
  const personMs = Math.min(seenAt - stuckSince, 1000 * personS(person, seenAt));
  const offMs = typeof offSince === 'number' ? seenAt - offSince : 0;
  return { floor, personMs: before.personMs + personMs, offMs: before.offMs + offMs };
}

/** Seconds for which it has been seen to stand shut off its landing. */
export function offLevelS({ offSince, carried }: Situation, now: number): number {
  return typeof offSince === 'number' ? (now - offSince + (carried?.offMs ?? 0)) / 1000 : 0;
}

/** Seconds for which somebody has been seen in this stop. */
export function occupiedS({ person, stuckSince, carried }: Situation, now: number): number {
  const seenS = stuckSince === null ? 0 : Math.min((now - stuckSince) / 1000, personS(person, now));
  return seenS === 0 ? 0 : seenS + (carried?.personMs ?? 0) / 1000;
}

function timers(last: Situation, facts: Facts, now: number, shut: boolean, button: ButtonState) {
  // a door whose commissioning nobody has confirmed may be the other way round: alone it lets nobody out
  const open = facts.doorOpen === 'yes' || (holds(facts.doorOpen) && facts.surelyOpen);
  const standsOpen = fails(facts.moving) && open;
  const landed = holds(facts.inZone) || facts.inZone === 'untold';
  return {
    stuckSince: since(last.stuckSince, shut, now),
    // its own time: a switch that bounces in a long stop at a landing is no car between landings
    offSince: since(last.offSince ?? null, shut && fails(facts.inZone), now),
    openOffSince: since(last.openOffSince ?? null, opensOffLevel(facts), now),
    runSince: since(last.runSince, holds(facts.moving), now),
    freeSince: since(last.freeSince, landed && (standsOpen || closesAgain(last, facts, now)), now),
    inspectionSince: since(last.inspectionSince, facts.inspection === 'yes', now),
    overSince: since(last.overSince, fails(facts.inspection) || facts.inspection === 'untold', now),
    emptySince: since(last.emptySince, fails(facts.occupied), now),
    buttonSince: since(last.buttonSince, isPressed(facts, button), now),
    powerLostSince: since(last.powerLostSince, holds(facts.powerLost), now),
  };
}

/** Doors in service stand fully open for 3 s (NICE3000+ FB-12), of which looks every half second see less. Engineering. */
const OPENED_MS = 2_000;

/** It stood open for whoever wanted to leave, and is on its way back: its time goes on until it is shut. */
function closesAgain({ freeSince }: Situation, facts: Facts, now: number): boolean {
  if (freeSince === null || now - freeSince < OPENED_MS) return false;
  return fails(facts.moving) && holds(facts.doorClosing);
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

const RECENT_MS = 2_000;
function recently(at: number | null, now: number): boolean {
  return at !== null && now - at <= RECENT_MS;
}

function lasting(from: number | null, now: number, ms: number): boolean {
  return from !== null && now - from >= ms;
}

function since(before: number | null, so: boolean, now: number): number | null {
  return so ? (before ?? now) : null;
}
