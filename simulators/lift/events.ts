import { type Random, seededRandom, seedOf } from '../random.ts';
import { openDoor, opened, reversed, shut, unlocked } from './doorway.ts';
import { entrapment, halt, recover, rest, snapped } from './failing.ts';
import { arrive, decide, depart, phase, relevelled, relevelMs, start } from './journey.ts';
import { arrives, attend } from './passengers.ts';
import { inspect, modeSettled, setMode } from './service.ts';
import { type Lift, NEVER } from './state.ts';
import { currentFloor, inDoorZone, levelErrorMm } from './view.ts';

const DOOR_OPEN_FAULT = 48;
const DOOR_CLOSE_FAULT = 49;
const LOCK_FAULT = 53;
const LIMIT_FAULT = { up: 43, down: 44 };
const ROLLAWAY_FAULT = 33;

/** The next moment at which anything happens by itself; between two such moments all is closed form. */
export function nextEventMs({ phase, door, nextArrivalMs, snapAtMs, fault }: Lift): number {
  return Math.min(phase.untilMs, door.untilMs, door.reverseAtMs, nextArrivalMs, snapAtMs, fault.clearAtMs);
}

/** Lets `dtMs` of world time pass. Pure, and the same whether it is taken in one step or in many. */
export function stepLift(lift: Lift, dtMs: number): Lift {
  const end = lift.timeMs + dtMs;
  let now = lift;
  for (let at = nextEventMs(now); at <= end; at = nextEventMs(now)) {
    const due = { ...now, timeMs: Math.max(now.timeMs, at) };
    const random = seededRandom(seedOf(lift.seed, String(now.events)));
    now = entrapment(happen(due, random));
    now = { ...now, events: due.events + 1 };
  }
  return now.timeMs === end ? now : { ...now, timeMs: end };
}

function happen(lift: Lift, random: Random): Lift {
  const { timeMs, door, phase: doing } = lift;
  if (lift.nextArrivalMs <= timeMs) return arrives(lift, random);
  if (lift.snapAtMs <= timeMs) return snapped(lift);
  if (lift.fault.clearAtMs <= timeMs) return recover(lift);
  if (door.reverseAtMs <= timeMs) return orHalt(lift, reversed(lift, random), DOOR_CLOSE_FAULT, random);
  if (door.untilMs <= timeMs) return doorDue(lift, random);
  return doing.untilMs <= timeMs ? phaseDue(lift, random) : lift;
}

function doorDue(lift: Lift, random: Random): Lift {
  const { door } = lift;
  switch (door.phase) {
    case 'opening':
      return door.stalled ? halt(stuckShut(lift), DOOR_OPEN_FAULT) : opened(lift);
    case 'open':
      return attend(lift, random);
    case 'closing':
      return shut(lift);
    case 'closed':
      return orHalt(lift, unlocked(lift, random), LOCK_FAULT, random);
  }
}

function stuckShut(lift: Lift): Lift {
  const { door, timeMs } = lift;
  const phase = door.fromShare === 0 ? 'closed' : 'open';
  return { ...lift, door: { ...door, phase, sinceMs: timeMs, untilMs: NEVER, stalled: false } };
}

/** A door that has been tried often enough is left open, and the lift gives up. */
function orHalt(before: Lift, after: Lift | 'gaveUp', code: number, random: Random): Lift {
  return after === 'gaveUp' ? openDoor(halt(before, code), random) : after;
}

function phaseDue(lift: Lift, random: Random): Lift {
  switch (lift.phase.name) {
    case 'idle':
      return waitsOver(lift, random);
    case 'starting':
      return depart(lift);
    case 'running':
      return arrived(arrive(lift, random));
    case 'stopping':
      return stopped(lift, random);
    case 'relevel':
      return afterStop(relevelled(lift, random), random);
    case 'off':
      return batteryTakesOver(lift, random);
    case 'booting':
      return rest(lift);
    case 'door':
    case 'halted':
      return phase(lift, lift.phase.name, NEVER);
  }
}

function waitsOver(lift: Lift, random: Random): Lift {
  const settled = modeSettled(lift);
  if (settled.mode === 'inspection') return inspect(settled, random);
  const next = decide(settled);
  // what brought the car here is over: who gets in now was not brought by it
  return next === 'open' ? openDoor({ ...settled, intent: undefined }, random) : next;
}

/** What stopped the car may be worse than having arrived. */
function arrived(lift: Lift): Lift {
  const kind = lift.intent?.kind;
  if (kind === 'runaway') return halt(lift, ROLLAWAY_FAULT);
  if (!inDoorZone(lift) && kind === 'normal' && lift.trouble.overtravelMm > 0 && !lift.fault.blocking)
    return halt(lift, levelErrorMm(lift) > 0 ? LIMIT_FAULT.up : LIMIT_FAULT.down);
  return lift;
}

function stopped(lift: Lift, random: Random): Lift {
  if (lift.intent?.kind === 'inspection') return rest(lift);
  if (!lift.mains && lift.mode !== 'rescue') return rest(lift);
  const booting = lift.bootUntilMs > lift.timeMs && lift.mains;
  if (booting || lift.fault.blocking || !inDoorZone(lift)) return rest(lift);
  const error = levelErrorMm(lift);
  const levels = Math.abs(error) > lift.plan.relevelMm && lift.mains;
  return levels ? phase(lift, 'relevel', lift.timeMs + relevelMs(lift, error)) : afterStop(lift, random);
}

function afterStop(lift: Lift, random: Random): Lift {
  const { mode, intent, plan } = lift;
  const passes = intent?.kind === 'parking' || (mode === 'fire' && currentFloor(lift) !== plan.mainFloor);
  if (passes) return rest(lift);
  const caught = lift.trouble.trap === 'level' && lift.riders.length > 0;
  const trouble = { ...lift.trouble, trap: 'none', deadDoor: true } as const;
  return openDoor(caught ? { ...lift, trouble } : lift, random);
}

/** The mains are gone, and a battery brings the car to a landing and opens the door there. */
function batteryTakesOver(lift: Lift, random: Random): Lift {
  const rescued = setMode(lift, 'rescue');
  return inDoorZone(lift) ? openDoor(rescued, random) : start(rescued, 'rescue', currentFloor(lift));
}
