import { z } from 'zod';
import type { Random } from '../random.ts';
import { approach, dayWave, wander } from './climate.ts';

/** The water riser of a building, or another pipe with a pump and people drawing from it. Pressures in kPa. */
export const riserSchema = z.strictObject({
  pumpKpa: z.number().positive().default(450), // held by the pump with nobody drawing
  mainKpa: z.number().positive().default(180), // what the street gives when the pump stands still
  demandKpa: z.number().min(0).default(60), // lost in the pipe at the busiest hour
  noiseKpa: z.number().min(0).default(1.5),
});

export type RiserPlan = z.infer<typeof riserSchema>;

export type Riser = {
  readonly pressure: number; // kPa at the gauge
  readonly main: number; // kPa in the street main
  readonly demand: number; // 0..1 of the busiest hour
  readonly burst: number; // 0 whole .. 1 torn off
  readonly pump: boolean;
  readonly steady: number; // kPa without the noise
  readonly noise: number;
  readonly plan: RiserPlan;
};

export function newRiser(plan: RiserPlan, timeMs: number): Riser {
  const steady = settledKpa(plan, timeMs, true, 0);
  return {
    pressure: steady,
    main: plan.mainKpa,
    demand: 0,
    burst: 0,
    pump: true,
    steady,
    noise: 0,
    plan,
  };
}

/** Pressure follows pump, demand and burst within seconds: water hardly compresses, the tank at the pump does a little. */
export function stepRiser(riser: Riser, timeMs: number, dtMs: number, random: Random): Riser {
  const { plan, pump, burst } = riser;
  const demand = demandAt(timeMs);
  const steady = approach(riser.steady, settledKpa(plan, timeMs, pump, burst), 2500, dtMs);
  const noise = wander(riser.noise, plan.noiseKpa, 1500, dtMs, random);
  const main = plan.mainKpa - 0.3 * plan.demandKpa * demand * demand + noise / 2;
  return { ...riser, demand, steady, noise, main, pressure: Math.max(0, steady + noise) };
}

/** Where the pressure would come to rest. Head loss grows with the square of the flow; a torn pipe leaves a tenth. */
function settledKpa(plan: RiserPlan, timeMs: number, pump: boolean, burst: number): number {
  const source = pump ? plan.pumpKpa : plan.mainKpa;
  return Math.max(0, source - plan.demandKpa * demandAt(timeMs) ** 2) * (1 - 0.9 * burst);
}

/** Share of the busiest hour's demand: a morning and an evening peak over a low night. */
export function demandAt(timeMs: number): number {
  const morning = Math.max(0, dayWave(timeMs, 7.5)) ** 8;
  const evening = Math.max(0, dayWave(timeMs, 19.5)) ** 6;
  return Math.min(1, 0.08 + 0.9 * Math.max(morning, evening));
}
