import type { Lift } from './state.ts';
import { type Fact, factsOf } from './truth.ts';
import { currentFloor } from './view.ts';

/**
 * The exact record of a lift: everything that is over, of late or since its start, and last what still goes on
 * (`untilMs` null).
 */
export function accountOf(lift: Lift, sinceMs = Number.NEGATIVE_INFINITY): Fact[] {
  return [...factsOf(lift.truth).filter((fact) => endOf(fact) >= sinceMs), ...goingOn(lift)];
}

/** When a fact was over, in world milliseconds. */
export function endOf(fact: Fact): number {
  if ('endMs' in fact) return fact.endMs;
  return 'atMs' in fact ? fact.atMs : (fact.untilMs ?? Number.POSITIVE_INFINITY);
}

function goingOn(lift: Lift): Fact[] {
  const { fault, entrapped, mains, mainsSinceMs, mode, modeSinceMs } = lift;
  const floor = currentFloor(lift);
  const open: Fact[] = [{ kind: 'mode', mode, fromMs: modeSinceMs, untilMs: null }];
  if (fault.code !== 0)
    open.push({ kind: 'fault', code: fault.code, floor, fromMs: fault.sinceMs, untilMs: null });
  if (!mains) open.push({ kind: 'power', fromMs: mainsSinceMs, untilMs: null });
  if (entrapped !== undefined) open.push({ kind: 'entrapment', floor, ...entrapped, untilMs: null });
  return open;
}
