import { gaussian, type Random } from '../random.ts';
import type { LiftPlan } from './plan.ts';
import { NEVER, type Person } from './state.ts';

const HOUR_MS = 3_600_000;

/** Share of a day's rides in each hour of a block of flats, and how many of them go up from the entrance. */
const BY_HOUR = [4, 2, 1, 1, 2, 8, 30, 75, 80, 45, 40, 50, 60, 45, 35, 40, 60, 95, 110, 80, 60, 45, 25, 7];
const UP_BY_HOUR = [
  0.9, 0.9, 0.8, 0.5, 0.2, 0.1, 0.1, 0.12, 0.15, 0.3, 0.45, 0.6, 0.6, 0.45, 0.45, 0.5, 0.65, 0.8, 0.85, 0.8,
  0.7, 0.7, 0.8, 0.9,
];
const TOTAL = BY_HOUR.reduce((sum, share) => sum + share, 0);
const BETWEEN_FLOORS = 0.06;

/** Rides a day: with empty runs to where somebody waits they make about 50 and 125 trips. */
const RIDES: Readonly<Record<LiftPlan['usageClass'], number>> = { 0: 0, 1: 30, 2: 78 };

/** When the next person comes, given that nobody has until `fromMs` (world time). */
export function nextArrivalMs(plan: LiftPlan, fromMs: number, random: Random): number {
  const rides = RIDES[plan.usageClass];
  if (rides === 0) return NEVER;
  let due = -Math.log(1 - random()); // in expected arrivals
  for (let at = fromMs; ; ) {
    const hour = Math.floor(at / HOUR_MS);
    const perMs = (rides * (BY_HOUR[hour % 24] ?? 0)) / TOTAL / HOUR_MS;
    const left = (hour + 1) * HOUR_MS - at;
    if (perMs * left > due) return Math.round(at + due / perMs) + 1;
    due -= perMs * left;
    at += left;
  }
}

/** Who comes at an hour: mornings lead down to the entrance, evenings up from it. */
export function somebody(plan: LiftPlan, timeMs: number, random: Random): Person {
  const up = random() < (UP_BY_HOUR[Math.floor(timeMs / HOUR_MS) % 24] ?? 0.5);
  const home = elsewhere(plan, plan.mainFloor, random);
  const kg = Math.round(Math.min(110, Math.max(25, 68 + 14 * gaussian(random))));
  if (random() < BETWEEN_FLOORS) {
    const to = elsewhere(plan, home, random);
    return { from: home, to, kg };
  }
  return up ? { from: plan.mainFloor, to: home, kg } : { from: home, to: plan.mainFloor, kg };
}

/** Any floor but this one. */
export function elsewhere({ floors }: LiftPlan, not: number, random: Random): number {
  const floor = 1 + Math.floor(random() * (floors - 1));
  return floor >= not ? floor + 1 : floor;
}
