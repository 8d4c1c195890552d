import { endOf, lookAround, phase } from './journey.ts';
import { brakeStop } from './motion.ts';
import { setMode } from './service.ts';
import { type Lift, NEVER, newCycle } from './state.ts';
import { noted } from './truth.ts';
import { carMotion, currentFloor, doorShare, inDoorZone, strokeLeftMs } from './view.ts';

const BRAKE_MPS2 = 1.5;
const PRESS_MS = 3000; // alarm button
const LOG_LENGTH = 10;
const SAFETY_FAULT = 41;
const SPEED_FAULT = 33;

/** What a lift that stands still does, given everything that may keep it from running. */
export function rest(lift: Lift): Lift {
  const { timeMs, mains, plan, door, fault } = lift;
  if (lift.run !== undefined) return lift;
  if (!mains) {
    const battery = plan.rescue && lift.mode === 'normal' && door.phase === 'closed';
    return phase(lift, 'off', battery ? timeMs + plan.rescueAfterMs : NEVER);
  }
  if (lift.bootUntilMs > timeMs) return phase(lift, 'booting', lift.bootUntilMs);
  if (fault.blocking) return phase(lift, 'halted', NEVER);
  if (lift.trouble.chainOpen !== undefined) return halt(lift, SAFETY_FAULT);
  const waitsForLock = door.untilMs < NEVER;
  if (door.phase === 'closed' && !waitsForLock) return lookAround(lift);
  return phase(doorGoesOn(lift), 'door', NEVER);
}

/** A door that was left where it stood goes on: to its open end if it was on the way, else to its next look. */
function doorGoesOn(lift: Lift): Lift {
  const { door, timeMs, plan } = lift;
  if (door.phase !== 'open') return lift;
  if (door.fromShare >= 1)
    return { ...lift, door: { ...door, untilMs: timeMs, closeAtMs: timeMs + plan.door.dwellCarMs } };
  const untilMs = timeMs + strokeLeftMs(door.fromShare, plan.door.openMs, 'open');
  return {
    ...lift,
    door: { ...door, phase: 'opening', sinceMs: timeMs, strokeMs: plan.door.openMs, untilMs },
  };
}

/** The brake falls in: a moving car comes to rest where it may; one about to move stays. */
export function brake(lift: Lift): Lift {
  const { run, timeMs } = lift;
  if (run === undefined) return rest({ ...lift, intent: undefined });
  if (run.braked) return lift;
  const { mm, mmS } = carMotion(lift);
  // about to move, and has not
  if (timeMs === run.startMs) return rest({ ...lift, run: undefined, snapAtMs: NEVER });
  const profile = brakeStop(Math.abs(mmS) / 1000, BRAKE_MPS2);
  const peakMps = Math.max(reached(lift), profile.peakMps);
  const braked = { ...run, profile, profileFromMs: timeMs, profileFromMm: mm, peakMps, braked: true };
  return phase({ ...lift, run: braked, snapAtMs: NEVER }, 'running', endOf(braked));
}

/** The highest speed of the run until now, m/s: once it brakes it has had it, before the cruise it has it now. */
function reached(lift: Lift): number {
  const { run, timeMs } = lift;
  if (run === undefined) return 0;
  const passed = (timeMs - run.profileFromMs) / 1000 >= run.profile.brakesAtS;
  return passed ? run.peakMps : Math.abs(carMotion(lift).mmS) / 1000;
}

/** The controller has found a fault that stops it. It logs it, and everybody who waits takes the stairs. */
export function halt(lift: Lift, code: number, clearAtMs = NEVER): Lift {
  return brake({ ...blamed(lift, code, true, clearAtMs), waiting: [] });
}

/** A fault is shown and logged; `blocking` ones stop the lift (that is left to `halt`) and are not hidden by others. */
export function blamed(lift: Lift, code: number, blocking: boolean, clearAtMs = NEVER): Lift {
  const { timeMs } = lift;
  const logged = { code, atMs: timeMs, floor: currentFloor(lift) };
  const log = [logged, ...lift.log].slice(0, LOG_LENGTH);
  if (lift.fault.blocking && !blocking) return { ...lift, log };
  return { ...faultOver(lift), fault: { code, sinceMs: timeMs, clearAtMs, blocking }, log };
}

function faultOver(lift: Lift): Lift {
  const { fault, timeMs } = lift;
  if (fault.code === 0) return lift;
  const fact = {
    kind: 'fault',
    code: fault.code,
    floor: currentFloor(lift),
    fromMs: fault.sinceMs,
    untilMs: timeMs,
  } as const;
  const none = { code: 0, sinceMs: timeMs, clearAtMs: NEVER, blocking: false };
  return { ...lift, fault: none, truth: noted(lift.truth, fact) };
}

/** The controller's fault is gone; the lift takes up what it was doing. */
export function recover(lift: Lift): Lift {
  const { blocking } = lift.fault;
  const clear = faultOver(lift);
  return blocking ? rest(clear) : clear;
}

/** An operator that turned in vain opens, now that it can. */
export function unstuck(lift: Lift): Lift {
  const { door, timeMs, plan } = lift;
  if (!door.stalled || lift.trouble.deadDoor) return lift;
  const strokeMs = plan.door.openMs;
  const untilMs = timeMs + strokeLeftMs(door.fromShare, strokeMs, 'open');
  const cycle = door.fromShare === 0 ? newCycle(timeMs) : door.cycle;
  const opening = { ...door, sinceMs: timeMs, untilMs, strokeMs, cycle, stalled: false, locked: false };
  return { ...lift, door: opening };
}

/** What was waiting for this moment of the ride: the chain opens between two floors, or the governor trips. */
export function snapped(lift: Lift): Lift {
  const { trouble } = lift;
  const [chainOpen, code] =
    trouble.trap === 'between' ? (['start', SAFETY_FAULT] as const) : (['other', SPEED_FAULT] as const);
  const broken = { ...trouble, trap: 'none', chainOpen, overspeed: 1 } as const;
  return halt({ ...lift, snapAtMs: NEVER, trouble: broken }, code);
}

/** The mains go: everything stops where it is, and what the people aboard can open, they open. */
export function powerFails(lift: Lift): Lift {
  if (!lift.mains) return lift;
  return brake(frozenDoor({ ...lift, mains: false, mainsSinceMs: lift.timeMs, waiting: [] }));
}

/** The mains come back: the controller boots, silent, and then looks where it is. */
export function powerReturns(lift: Lift): Lift {
  const { timeMs, plan, mainsSinceMs } = lift;
  if (lift.mains) return lift;
  const fact = { kind: 'power', fromMs: mainsSinceMs, untilMs: timeMs } as const;
  const back = lift.mode === 'rescue' ? setMode(lift, 'normal') : lift;
  const truth = noted(back.truth, fact);
  return brake({
    ...back,
    mains: true,
    mainsSinceMs: timeMs,
    bootFromMs: timeMs,
    bootUntilMs: timeMs + plan.bootMs,
    truth,
  });
}

/** The controller starts anew, as after a watchdog: contactors fall, counters stay. */
export function reboots(lift: Lift, ms: number, answers: boolean): Lift {
  const { timeMs } = lift;
  const untilMs = timeMs + ms;
  const truth = noted(lift.truth, { kind: 'reboot', fromMs: timeMs, untilMs });
  const heard = answers ? { zeroUntilMs: untilMs } : { silentUntilMs: Math.max(untilMs, lift.silentUntilMs) };
  return brake(
    frozenDoor({ ...lift, ...heard, bootFromMs: timeMs, bootUntilMs: untilMs, waiting: [], truth }),
  );
}

/** The door stays where it is. Half open is enough for who is aboard to get out in a moment. */
export function frozenDoor(lift: Lift): Lift {
  const { door, timeMs } = lift;
  if (door.phase === 'closed') return lift;
  const share = doorShare(door, timeMs);
  const still = { ...door, sinceMs: timeMs, reverseAtMs: NEVER, stalled: false, fromShare: share };
  if (share === 0) return { ...lift, door: { ...still, phase: 'closed', untilMs: NEVER, locked: true } };
  return { ...lift, door: { ...still, phase: 'open', untilMs: share >= 0.5 ? timeMs + 1000 : NEVER } };
}

/** Writes down when people are shut in a car that cannot go on, and when they get out. */
export function entrapment(lift: Lift): Lift {
  const { timeMs, door, entrapped, plan } = lift;
  const open = door.phase === 'open' && door.fromShare >= 0.5;
  if (entrapped === undefined) {
    if (door.phase === 'opening' && !door.stalled) return lift; // they are about to get out
    const stuck = door.stalled || ['halted', 'off', 'booting'].includes(lift.phase.name);
    if (!stuck || open || lift.riders.length === 0 || lift.run !== undefined) return lift;
    const press = timeMs + plan.pressAfterMs;
    const spell = { fromMs: timeMs, level: inDoorZone(lift), persons: lift.riders.length };
    return { ...lift, entrapped: spell, alarm: { fromMs: press, untilMs: press + PRESS_MS } };
  }
  if (!open && lift.riders.length > 0) return lift;
  const { fromMs, level, persons } = entrapped;
  const fact = {
    kind: 'entrapment',
    level,
    floor: currentFloor(lift),
    persons,
    fromMs,
    untilMs: timeMs,
  } as const;
  const alarm = lift.alarm.fromMs > timeMs ? { fromMs: NEVER, untilMs: NEVER } : lift.alarm;
  return { ...lift, entrapped: undefined, alarm, truth: noted(lift.truth, fact) };
}
