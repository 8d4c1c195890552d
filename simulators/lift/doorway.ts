import type { Random } from '../random.ts';
import { lookAround, phase } from './journey.ts';
import { type Door, type Lift, NEVER, newCycle } from './state.ts';
import { noted } from './truth.ts';
import { currentFloor, doorShare, servedDoor, strokeLeftMs, worn } from './view.ts';

const HINDERED = 0.45; // share of the width at which the leaf meets what lies in the way
const REVERSE_BLOCK_MS = 700; // a hand or a bag in the light curtain
const LOCK_WAIT_MS = 1500; // from a shut car door until a lock that has not made counts as open
const NUDGING = 2.5; // times as slow

function withDoor(lift: Lift, change: Partial<Door>): Lift {
  return { ...lift, door: { ...lift.door, ...change } };
}

/** Opens the door of the landing where the car stands, from wherever it is. A dead operator only tries. */
export function openDoor(lift: Lift, random: Random): Lift {
  const { door, plan, timeMs, trouble } = lift;
  const opening = lift.phase.name === 'halted' ? lift : phase(lift, 'door', NEVER);
  const share = doorShare(door, timeMs);
  if (trouble.deadDoor)
    return withDoor(opening, {
      ...begun(door, 'opening', timeMs, share),
      untilMs: timeMs + plan.door.openLimitMs,
      stalled: true,
    });
  const strokeMs = stroke(lift, plan.door.openMs, random);
  const untilMs = timeMs + strokeLeftMs(share, strokeMs, 'open');
  const fresh = door.phase === 'closed';
  const cycle = fresh
    ? newCycle(timeMs)
    : { ...door.cycle, reversals: door.cycle.reversals + (door.phase === 'closing' ? 1 : 0) };
  const retries = fresh ? 0 : door.retries;
  return withDoor(opening, {
    ...begun(door, 'opening', timeMs, share),
    untilMs,
    strokeMs,
    cycle,
    retries,
    locked: false,
    nudging: false,
  });
}

function begun(door: Door, name: Door['phase'], timeMs: number, fromShare: number): Partial<Door> {
  return {
    phase: name,
    sinceMs: timeMs,
    fromShare,
    reverseAtMs: NEVER,
    stalled: false,
    untilMs: door.untilMs,
  };
}

/** A whole stroke at this floor now: every landing door ages by itself. */
function stroke(lift: Lift, ms: number, random: Random): number {
  const slow = 1 + worn(lift.trouble.slowDoor, currentFloor(lift), lift.timeMs);
  return Math.max(300, Math.round(ms * slow + lift.plan.door.spreadMs * (random() - 0.5)));
}

/** The open end is reached: people may pass. */
export function opened(lift: Lift): Lift {
  const { door, timeMs, plan } = lift;
  const dwellMs = lift.servedHall ? plan.door.dwellHallMs : plan.door.dwellCarMs;
  const first = door.cycle.openMs === 0;
  const cycle = first ? { ...door.cycle, openMs: timeMs - door.cycle.startMs } : door.cycle;
  return withDoor(lift, {
    ...begun(door, 'open', timeMs, 1),
    untilMs: timeMs + 300,
    closeAtMs: timeMs + (first ? dwellMs : Math.min(dwellMs, plan.door.dwellCarMs)),
    openedMs: first ? timeMs : door.openedMs,
    cycle,
  });
}

/** Starts to close. Now and then somebody comes late; what lies in the doorway is met every time. */
export function closeDoor(lift: Lift, random: Random, nudging = false): Lift {
  const { door, plan, timeMs, trouble } = lift;
  const full = stroke(lift, plan.door.closeMs, random);
  const strokeMs = nudging ? Math.round(full * NUDGING) : full;
  const late = random() < plan.door.latecomers && door.retries === 0 && !nudging;
  const met = timeMs < trouble.obstructedUntilMs;
  const share = met ? HINDERED : 0.25 + 0.5 * random();
  const reverseAtMs = met || late ? timeMs + strokeMs - strokeLeftMs(share, strokeMs, 'closed') : NEVER;
  return withDoor(lift, {
    ...begun(door, 'closing', timeMs, doorShare(door, timeMs)),
    untilMs: timeMs + strokeLeftMs(doorShare(door, timeMs), strokeMs, 'closed'),
    strokeMs,
    reverseAtMs,
    nudging,
    cycle: { ...door.cycle, nudged: door.cycle.nudged || nudging },
  });
}

/** Something is in the way of a closing door: it opens again. Undefined when it has tried often enough. */
export function reversed(lift: Lift, random: Random): Lift | 'gaveUp' {
  const { door, timeMs, plan } = lift;
  const retries = door.retries + 1;
  const back = openDoor(withDoor(blocked(lift, REVERSE_BLOCK_MS), { retries }), random);
  return timeMs < lift.trouble.obstructedUntilMs && retries > plan.door.retries ? 'gaveUp' : back;
}

/** The light curtain is interrupted from now for `ms`. */
export function blocked(lift: Lift, ms: number): Lift {
  const { door, timeMs } = lift;
  const more = Math.max(0, timeMs + ms - Math.max(timeMs, door.blockedUntilMs));
  return withDoor(lift, {
    blockedFromMs: timeMs >= door.blockedUntilMs ? timeMs : door.blockedFromMs,
    blockedUntilMs: Math.max(door.blockedUntilMs, timeMs + ms),
    cycle: { ...door.cycle, blockedMs: door.cycle.blockedMs + more },
  });
}

/** The closed end is reached. The landing lock makes and the cycle is over, or the controller waits for it in vain. */
export function shut(lift: Lift): Lift {
  const { door, timeMs } = lift;
  const floor = currentFloor(lift);
  if (lift.trouble.stuckLocks.includes(floor) && door.phase === 'closing')
    return withDoor(lift, {
      ...begun(door, 'closed', timeMs, 0),
      untilMs: timeMs + LOCK_WAIT_MS,
      locked: false,
    });
  const { cycle } = door;
  const closeMs = timeMs - door.sinceMs;
  const fact = {
    kind: 'door',
    door: servedDoor(lift),
    floor,
    startMs: cycle.startMs,
    endMs: timeMs,
    openMs: cycle.openMs,
    closeMs,
    dwellMs: door.sinceMs - cycle.startMs - cycle.openMs,
    reversals: cycle.reversals,
    blockedMs: cycle.blockedMs,
    nudged: cycle.nudged,
  } as const;
  const counters = { ...lift.counters, doorCycles: lift.counters.doorCycles + 1 };
  const closed = withDoor(
    { ...lift, counters, truth: noted(lift.truth, fact), servedHall: false, intent: undefined },
    { ...begun(door, 'closed', timeMs, 0), untilMs: NEVER, locked: true, retries: 0, nudging: false },
  );
  return lift.phase.name === 'door' ? lookAround(closed) : closed;
}

/** The lock did not make in time: open and try again, until that has been tried often enough. */
export function unlocked(lift: Lift, random: Random): Lift | 'gaveUp' {
  const { door } = lift;
  if (!lift.trouble.stuckLocks.includes(currentFloor(lift)))
    return shut(withDoor(lift, { ...door, phase: 'closing', sinceMs: door.sinceMs - door.strokeMs }));
  const again = openDoor(lift, random);
  const retries = door.retries + 1;
  const tried = withDoor(again, {
    retries,
    cycle: { ...door.cycle, reversals: door.cycle.reversals + 1 },
  });
  return retries > lift.plan.door.retries ? 'gaveUp' : tried;
}
