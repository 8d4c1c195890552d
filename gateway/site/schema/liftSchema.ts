import { z } from 'zod';
import { hint, id, name, packChanges, pointRef } from './schemaParts.ts';

/** A lift: which devices tell of it, the best source first, and what commissioning found out about the shaft. */
const floorLabels = z.array(z.string().min(1).max(8)).default([]);

export const liftSchema = z.strictObject({
  id,
  devices: z.array(id).min(1, hint('write.lift-devices')),
  name: name.optional(),
  place: name.optional(),
  zone: id.optional(),
  registration: z.string().min(1).max(50).optional(), // the number under which the authority knows it
  floors: z.array(z.string().min(1).max(8)).min(2, hint('write.floors')),
  // of a car with two doors: at which floors there is a landing before each of them; without it, before both everywhere
  openings: z.strictObject({ front: floorLabels, rear: floorLabels }).optional(),
  ratedSpeed: z.number().positive().max(20).optional(), // m/s, from its plate; without it overspeed is not looked for
  travel: z.number().positive().max(1000).optional(), // m, from the lowest landing to the highest; else no overtravel
  alarmButton: pointRef.optional(), // true while the alarm button of the car is pressed: a contact beside the lift's devices
  carLight: pointRef.optional(), // true while the light of the car burns
  eBike: pointRef.optional(), // true while something sees an electric bicycle in the car
  pack: z.string().default('lift'),
  packChanges,
  thresholds: z.record(z.string(), z.number().min(0)).default({}), // e.g. doorHeldOpen.onS: 300
});

export type SiteLift = z.infer<typeof liftSchema>;
