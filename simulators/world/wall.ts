import { z } from 'zod';
import type { Random } from '../random.ts';
import { wander } from './climate.ts';

const DAY_MS = 86_400_000;

/** A wall that leans a little, breathes with the sun and may creep. Angles in degrees. */
export const wallSchema = z.strictObject({
  tilt: z.tuple([z.number(), z.number()]).default([0, 0]), // as built
  degreesPerKelvin: z.number().default(0.002), // sun and frost
  creepDegreesPerDay: z.number().default(0),
  noiseDegrees: z.number().min(0).default(0.004),
});

export type WallPlan = z.infer<typeof wallSchema>;

export type Wall = {
  readonly tilt_x: number;
  readonly tilt_y: number;
  readonly temperature: number; // °C at the wall
  readonly leant: number; // degrees about X beyond what it was built with: steps and creep
  readonly noise: readonly [number, number];
  readonly plan: WallPlan;
};

export function newWall(plan: WallPlan): Wall {
  return { tilt_x: plan.tilt[0], tilt_y: plan.tilt[1], temperature: 15, leant: 0, noise: [0, 0], plan };
}

/** The lean follows outdoor temperature about X, half as much about Y, and creeps about X alone. */
export function stepWall(wall: Wall, outdoorC: number, dtMs: number, random: Random): Wall {
  const { plan } = wall;
  const noise = [
    wander(wall.noise[0], plan.noiseDegrees, 400, dtMs, random),
    wander(wall.noise[1], plan.noiseDegrees, 400, dtMs, random),
  ] as const;
  const leant = wall.leant + (plan.creepDegreesPerDay * dtMs) / DAY_MS;
  const breath = plan.degreesPerKelvin * (outdoorC - 15);
  return {
    ...wall,
    leant,
    noise,
    temperature: outdoorC,
    tilt_x: plan.tilt[0] + leant + breath + noise[0],
    tilt_y: plan.tilt[1] + breath / 2 + noise[1],
  };
}
