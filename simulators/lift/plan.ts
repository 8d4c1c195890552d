import { z } from 'zod';

const milliseconds = z.int().min(0);
const floor = z.int().min(1); // counted from the bottom, 1 first

/**
 * A lift as the building file describes it. The defaults are those of a lift added to an old walk-up: 630 kg, 1.0 m/s,
 * seven stops, gearless; times and speeds follow a NICE3000+ as it comes, with livelier corners of the curve.
 */
export const liftSchema = z.strictObject({
  floors: z.int().min(2).max(48).default(7),
  below: z.int().min(0).max(9).default(0), // of them below ground
  floorMm: z.union([z.int().positive(), z.array(z.int().positive())]).default(2900), // between landings
  labels: z.array(z.string()).default([]),
  rearFloors: z.array(floor).default([]), // where the rear door of the car opens; none: it has one door
  mainFloor: floor.default(1),
  speed: z.number().positive().default(1), // m/s
  acceleration: z.number().positive().default(0.6), // m/s²
  jerk: z.number().positive().default(0.8), // m/s³
  startHoldMs: milliseconds.default(200),
  curveDelayMs: milliseconds.default(600),
  stopDelayMs: milliseconds.default(300),
  inspectionMps: z.number().positive().default(0.25),
  relevelMps: z.number().positive().default(0.04),
  rescueMps: z.number().positive().default(0.1),
  doorZoneMm: z.int().positive().default(150),
  levelSigmaMm: z.number().min(0).default(2), // scatter of stops
  levelBiasMm: z.number().min(0).default(3), // each floor and direction has an error of its own within ±
  relevelMm: z.number().positive().default(15), // beyond this the car re-levels
  ratedKg: z.int().positive().default(630),
  balance: z.number().min(0).max(1).default(0.47), // counterweight: share of the rated load
  ratedA: z.number().positive().default(12), // motor current at full torque
  door: z
    .strictObject({
      widthMm: z.int().positive().default(800),
      openMs: milliseconds.default(2200),
      closeMs: milliseconds.default(2800),
      spreadMs: milliseconds.default(60), // from one stroke to the next
      dwellCarMs: milliseconds.default(3000),
      dwellHallMs: milliseconds.default(5000),
      passMs: milliseconds.default(1300), // one person through the door
      latecomers: z.number().min(0).max(1).default(0.02), // share of closings that somebody stops by hand
      retries: z.int().min(0).default(4), // closings tried again before the controller gives up
      openLimitMs: milliseconds.default(10_000),
      nudgeAfterMs: milliseconds.default(120_000),
    })
    .prefault({}),
  usageClass: z.literal([0, 1, 2]).default(1), // ISO 25745-2: about 50 or 125 trips a day; 0: nobody comes by itself
  park: z.strictObject({ floor, afterS: z.number().positive() }).nullable().default(null),
  rescue: z.boolean().default(false), // a battery brings the car to a landing when the mains fail
  rescueAfterMs: milliseconds.default(10_000),
  bootMs: milliseconds.default(8000), // controller, from power to service
  pressAfterMs: milliseconds.default(20_000), // how long a trapped person hesitates before the alarm button
  upIsOne: z.boolean().default(true), // state word 0x3000: false swaps its senses, as some controllers do
  machineRoom: z
    .strictObject({ aboveOutdoorK: z.number().default(6), perTripK: z.number().default(0.12) })
    .prefault({}),
  history: z
    .strictObject({ trips: z.int().min(0).default(40_000), hours: z.int().min(0).default(600) })
    .prefault({}),
});

export type LiftPlan = z.infer<typeof liftSchema>;

/** Height of every landing above the lowest, mm. */
export function landings({ floors, floorMm }: LiftPlan): readonly number[] {
  const heights = [0];
  for (let i = 1; i < floors; i++) {
    const rise = typeof floorMm === 'number' ? floorMm : (floorMm[i - 1] ?? floorMm.at(-1) ?? 2900);
    heights.push((heights[i - 1] ?? 0) + rise);
  }
  return heights;
}
