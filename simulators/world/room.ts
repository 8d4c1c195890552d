import { z } from 'zod';
import type { Random } from '../random.ts';
import { approach, wander } from './climate.ts';

/** A room as the building file describes it. Gas is in %LEL, leaks in %LEL per minute of the whole room's air. */
export const roomSchema = z.strictObject({
  airChangesPerHour: z.number().positive().default(0.8), // windows closed, kitchen vent running now and then
  temperatureC: z.number().default(21),
  noiseLel: z.number().min(0).default(0.05),
});

export type RoomPlan = z.infer<typeof roomSchema>;

export type Room = {
  readonly gas: number; // %LEL as a detector in the room would see it
  readonly temperature: number; // °C
  readonly leak: number; // %LEL/min
  readonly ventilation: number; // air changes per hour now
  readonly mixed: number; // %LEL in the air, without the noise of measuring
  readonly noise: number;
  readonly plan: RoomPlan;
};

/** 100 % of the room is gas: 2000 %LEL for methane, whose lower explosive limit is 5 %. */
const FULL_LEL = 2000;

/** A room with clean air. */
export function newRoom(plan: RoomPlan): Room {
  return {
    gas: 0,
    temperature: plan.temperatureC,
    leak: 0,
    ventilation: plan.airChangesPerHour,
    mixed: 0,
    noise: 0,
    plan,
  };
}

/** One well-mixed room: what leaks in is thinned out by the air changes. Outdoor temperature reaches it slowly. */
export function stepRoom(room: Room, outdoorC: number, dtMs: number, random: Random): Room {
  const { plan, leak, ventilation } = room;
  const airChangeMs = 3_600_000 / ventilation;
  const goal = (leak / 60_000) * airChangeMs;
  const mixed = Math.min(FULL_LEL, approach(room.mixed, goal, airChangeMs, dtMs));
  const noise = wander(room.noise, plan.noiseLel, 2000, dtMs, random);
  // heated and insulated: a tenth of the outdoor swing comes in, over three hours
  const comfort = plan.temperatureC + (outdoorC - plan.temperatureC) * 0.1;
  const temperature = approach(room.temperature, comfort, 3 * 3_600_000, dtMs);
  return { ...room, mixed, noise, temperature, gas: Math.max(0, mixed + noise) };
}
