import { motionAt } from './motion.ts';
import type { ChainStage, Door, Lift, Wear } from './state.ts';

const DAY_MS = 86_400_000;

/** How the car moves at this moment: mm above the lowest landing, mm/s and mm/s² upwards. */
export type CarMotion = { readonly mm: number; readonly mmS: number; readonly mmS2: number };

export function carMotion({ run, restMm, timeMs }: Lift): CarMotion {
  if (run === undefined) return { mm: restMm, mmS: 0, mmS2: 0 };
  const { s, v, a } = motionAt(run.profile, (timeMs - run.profileFromMs) / 1000);
  return {
    mm: run.profileFromMm + run.sign * s * 1000,
    mmS: run.sign * v * 1000,
    mmS2: run.sign * a * 1000,
  };
}

/** The landing nearest to a height, counted from 1. */
export function nearestFloor(heights: readonly number[], mm: number): number {
  let best = 0;
  for (let i = 1; i < heights.length; i++)
    if (Math.abs((heights[i] ?? 0) - mm) < Math.abs((heights[best] ?? 0) - mm)) best = i;
  return best + 1;
}

export function heightOf(lift: Lift, floor: number): number {
  return lift.heights[floor - 1] ?? 0;
}

export function currentFloor(lift: Lift): number {
  return nearestFloor(lift.heights, carMotion(lift).mm);
}

/** How far the car is above the nearest landing, mm. */
export function levelErrorMm(lift: Lift): number {
  const { mm } = carMotion(lift);
  return mm - heightOf(lift, nearestFloor(lift.heights, mm));
}

/** Which door of the car opens here: 1 in front, 2 at the rear. The other one stays shut and locked. */
export function servedDoor(lift: Lift): 1 | 2 {
  return lift.plan.rearFloors.includes(currentFloor(lift)) ? 2 : 1;
}

/** Which doors the car has. */
export function carDoors({ plan }: Lift): readonly (1 | 2)[] {
  return plan.rearFloors.length > 0 ? [1, 2] : [1];
}

export function inDoorZone(lift: Lift): boolean {
  return Math.abs(levelErrorMm(lift)) <= lift.plan.doorZoneMm;
}

/** How far the car door is open, 0..1. Starts and ends gently, as an operator drives it. */
export function doorShare(door: Door, timeMs: number): number {
  if (door.phase === 'closed') return 0;
  if (door.phase === 'open' || door.stalled) return door.fromShare;
  const begun = Math.acos(1 - 2 * door.fromShare) / Math.PI;
  const done = (timeMs - door.sinceMs) / door.strokeMs;
  const angle = door.phase === 'opening' ? Math.min(1, begun + done) : Math.max(0, begun - done);
  return (1 - Math.cos(angle * Math.PI)) / 2;
}

/** Milliseconds that a door needs from `share` to an end. */
export function strokeLeftMs(share: number, strokeMs: number, to: 'open' | 'closed'): number {
  const angle = Math.acos(1 - 2 * Math.min(1, Math.max(0, share))) / Math.PI;
  return Math.round((to === 'open' ? 1 - angle : angle) * strokeMs);
}

/** The light curtain sees something in the doorway. */
export function curtainBlocked({ door, trouble, timeMs }: Lift): boolean {
  if (door.phase === 'closed') return false;
  return (
    (timeMs >= door.blockedFromMs && timeMs < door.blockedUntilMs) ||
    timeMs < trouble.curtainUntilMs ||
    timeMs < trouble.obstructedUntilMs
  );
}

/** First open stage of the safety chain. A landing lock that does not make leaves it open behind a closed car door. */
export function chainStage(lift: Lift): ChainStage {
  const { door, trouble, mode } = lift;
  if (trouble.chainOpen !== undefined) return trouble.chainOpen;
  if (door.phase !== 'closed' && !(door.stalled && door.fromShare === 0)) return 'carDoor';
  if (!door.locked) return 'landingDoor';
  return mode === 'inspection' && lift.run === undefined ? 'start' : 'closed';
}

/** What is aboard, kg. Whoever steps into a full car is weighed until he has left again. */
export function loadKg(lift: Lift): number {
  const aboard = lift.riders.reduce((sum, { kg }) => sum + kg, 0);
  return isOverloaded(lift) ? Math.max(aboard, lift.plan.ratedKg * 1.12) : aboard;
}

export function isOverloaded({ overloadUntilMs, timeMs }: Lift): boolean {
  return timeMs < overloadUntilMs;
}

/** Wear that has added up for a floor by now. */
export function worn(wear: readonly Wear[], floor: number, timeMs: number): number {
  let sum = 0;
  for (const { amount, perDay, sinceMs, floor: only } of wear)
    if (only === undefined || only === floor) sum += amount + (perDay * (timeMs - sinceMs)) / DAY_MS;
  return sum;
}

/** Somebody holds the alarm button in the car. */
export function alarmPressed({ alarm, timeMs }: Lift): boolean {
  return timeMs >= alarm.fromMs && timeMs < alarm.untilMs;
}

/** The controller has power enough to answer. */
export function controllerAnswers(lift: Lift): boolean {
  const powered = lift.mains || lift.mode === 'rescue';
  return powered && lift.timeMs >= lift.silentUntilMs && (lift.phase.name !== 'booting' || isBlank(lift));
}

/** It answers, and its live registers hold nothing yet. */
export function isBlank({ zeroUntilMs, timeMs }: Lift): boolean {
  return timeMs < zeroUntilMs;
}
