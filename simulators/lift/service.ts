import type { Random } from '../random.ts';
import { endOf, newRun, phase } from './journey.ts';
import { travel } from './motion.ts';
import type { Lift } from './state.ts';
import { type LiftMode, noted } from './truth.ts';

const JUST_NOW_MS = 5000;

/** Changes the mode of operation and writes down how long the last one lasted. */
export function setMode(lift: Lift, mode: LiftMode): Lift {
  if (mode === lift.mode) return lift;
  const fact = { kind: 'mode', mode: lift.mode, fromMs: lift.modeSinceMs, untilMs: lift.timeMs } as const;
  return { ...lift, mode, modeSinceMs: lift.timeMs, truth: noted(lift.truth, fact) };
}

/** A mechanic waits until nobody is aboard before he turns the switch; everybody else takes the stairs then. */
export function modeSettled(lift: Lift): Lift {
  if (lift.wanted === 'inspection' && lift.mode === 'normal' && lift.riders.length === 0)
    return { ...setMode(lift, 'inspection'), waiting: [] };
  if (lift.wanted === 'normal' && lift.mode === 'inspection') return setMode(lift, 'normal');
  return lift;
}

/** The mechanic looks, then moves the car a metre or two at inspection speed, and looks again. */
export function inspect(lift: Lift, random: Random): Lift {
  const { timeMs, plan, restMm, heights } = lift;
  if (timeMs - Math.max(lift.stillSinceMs, lift.modeSinceMs) < JUST_NOW_MS)
    return phase(lift, 'idle', timeMs + 15_000 + Math.round(45_000 * random()));
  const top = heights.at(-1) ?? 0;
  const wish = (random() < 0.5 ? -1 : 1) * (500 + 1500 * random());
  const target = restMm + wish < 0 || restMm + wish > top ? restMm - wish : restMm + wish;
  const goal = Math.min(top, Math.max(0, target));
  const limits = { speed: plan.inspectionMps, acceleration: plan.acceleration, jerk: plan.jerk };
  const profile = travel(Math.abs(goal - restMm) / 1000, limits);
  const run = newRun(lift, 'inspection', 0, goal >= restMm ? 1 : -1, profile);
  return phase({ ...lift, run, intent: undefined }, 'running', endOf(run));
}
