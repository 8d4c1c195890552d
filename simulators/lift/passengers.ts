import type { Random } from '../random.ts';
import { nextArrivalMs, somebody } from './demand.ts';
import { boardingWay, wayOf } from './dispatch.ts';
import { blocked, closeDoor } from './doorway.ts';
import { lookAround, phase, retarget } from './journey.ts';
import { setMode } from './service.ts';
import { type Lift, NEVER, type Person } from './state.ts';
import { currentFloor } from './view.ts';

const CURTAIN_MS = 600; // of one person's passing
const AFTER_PASS_MS = 1500;
const OVERLOAD_MS = 4000;
const LOOK_AGAIN_MS = 500;

/** Somebody comes to the lift by himself, and the next one is due later. */
export function arrives(lift: Lift, random: Random): Lift {
  const { plan, timeMs, nextArrivalMs: due } = lift;
  const next = { ...lift, nextArrivalMs: nextArrivalMs(plan, due, random) };
  // the very first event only finds out when the first person comes
  if (lift.events === 0) return next;
  return expects(next, { ...somebody(plan, timeMs, random) });
}

/** Somebody calls the lift and waits; when it is out of service he takes the stairs. */
export function expects(lift: Lift, person: Person): Lift {
  if (!serves(lift)) return lift;
  const called = { ...lift, waiting: [...lift.waiting, person] };
  if (lift.phase.name === 'idle') return lookAround(called);
  if (reopensFor(lift, person)) return { ...called, door: { ...lift.door, reverseAtMs: lift.timeMs } };
  if (lift.phase.name === 'running') return retarget(called);
  return called;
}

/** The button at the landing turns a closing door round for who can get in. */
function reopensFor(lift: Lift, person: Person): boolean {
  const floor = currentFloor(lift);
  const way = boardingWay(lift, floor);
  const here = lift.door.phase === 'closing' && person.from === floor;
  return here && !lift.door.nudging && (way === 0 || way === wayOf(person));
}

/** People may call: in service, nothing has stopped it, and no mechanic waits for his turn. */
export function serves(lift: Lift): boolean {
  return carries(lift) && lift.wanted === 'normal';
}

/** Who is aboard will be brought where he wants to go. */
function carries({ mode, phase: { name } }: Lift): boolean {
  return mode === 'normal' && !['halted', 'off', 'booting'].includes(name);
}

/** With the door open: one gets out, or one gets in, or it is time to close. */
export function attend(lift: Lift, random: Random): Lift {
  const floor = currentFloor(lift);
  // who was brought here by a rescue or a correction has had enough
  const everybody = !carries(lift) || lift.intent?.kind === 'correction';
  const leaving = lift.riders.find((one) => everybody || one.to === floor);
  if (leaving !== undefined)
    return passing({ ...lift, riders: lift.riders.filter((one) => one !== leaving) });
  const coming = serves(lift) ? boarding(lift, floor) : undefined;
  if (coming !== undefined) return boards(lift, coming);
  if (lift.phase.name === 'door' && lift.mains) return closing(lift, random);
  const left = lookAgain(lift, NEVER); // it stays open
  return lift.mode === 'rescue' ? phase(setMode(left, 'normal'), 'off', NEVER) : left;
}

function boards(lift: Lift, coming: Person): Lift {
  const waiting = lift.waiting.filter((one) => one !== coming);
  const load = lift.riders.reduce((sum, { kg }) => sum + kg, coming.kg);
  // one too many steps in, hears the buzzer, and takes the stairs
  if (load > lift.plan.ratedKg)
    return lookAgain(
      { ...passing({ ...lift, waiting }), overloadUntilMs: lift.timeMs + OVERLOAD_MS },
      OVERLOAD_MS,
    );
  const direction = lift.riders.length === 0 ? wayOf(coming) : lift.direction;
  return passing({ ...lift, waiting, riders: [...lift.riders, coming], direction, servedHall: true });
}

/** Who gets in: somebody who goes the way of those aboard. */
function boarding(lift: Lift, floor: number): Person | undefined {
  const way = boardingWay(lift, floor);
  const here = lift.waiting.filter((one) => one.from === floor);
  return here.find((one) => (way === 0 ? fits(lift, one) : wayOf(one) === way));
}

/** Into an empty car goes first who goes on in its direction. */
function fits({ waiting, direction }: Lift, one: Person): boolean {
  const same = waiting.some((other) => other.from === one.from && wayOf(other) === direction);
  return !same || wayOf(one) === direction;
}

function passing(lift: Lift): Lift {
  const { passMs } = lift.plan.door;
  const through = blocked(lift, Math.min(CURTAIN_MS, passMs));
  const closeAtMs = Math.max(lift.door.closeAtMs, lift.timeMs + passMs + AFTER_PASS_MS);
  return lookAgain({ ...through, door: { ...through.door, closeAtMs } }, passMs);
}

function lookAgain(lift: Lift, afterMs: number): Lift {
  return { ...lift, door: { ...lift.door, untilMs: lift.timeMs + afterMs } };
}

/** Closes when the dwell is over and nobody and nothing holds the door. Nudging pushes on against a blind curtain. */
function closing(lift: Lift, random: Random): Lift {
  const { door, timeMs, plan, trouble } = lift;
  if (lift.mode === 'fire' && currentFloor(lift) === plan.mainFloor) return lookAgain(lift, NEVER);
  if (timeMs < door.closeAtMs) return lookAgain(lift, door.closeAtMs - timeMs);
  const nudges = timeMs - door.openedMs >= plan.door.nudgeAfterMs;
  const held = timeMs < Math.max(trouble.heldUntilMs, trouble.curtainUntilMs);
  if (held && !nudges) return lookAgain(lift, LOOK_AGAIN_MS);
  return closeDoor(lift, random, nudges && held);
}
