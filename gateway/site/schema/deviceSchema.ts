import { z } from 'zod';
import { hint, id, name, packChanges, seconds } from './schemaParts.ts';

const reporting = z.strictObject({
  everyS: seconds.positive().optional(), // report period: min, mean, max, n of the good samples
  deadband: z.number().positive().optional(), // numbers: also at once when the value moved this far
});

const pointChange = z.strictObject({
  periodMs: z.union([z.int().min(50), z.literal('fastest')]).optional(), // fastest: as its line allows
  report: reporting.optional(),
  enabled: z.boolean().optional(), // false: not polled at all
  unit: z.string().min(1).optional(), // of a device that says its unit in a register: what was confirmed on site
});

export const deviceSchema = z.strictObject({
  id,
  profile: z.string(),
  bus: id,
  unit: z.int().min(0, hint('write.unit-at-most')).max(255, hint('write.unit-at-most')), // 0 and 248 to 255: Modbus TCP alone
  responseMs: z.number().positive().optional(), // how long an answer of this very device may take; else its profile's
  maxRegisters: z.int().min(1).max(125).optional(), // in one read, where this very device answers fewer than its profile says
  gapMs: z.number().min(0).optional(), // silence before a request that this very device was seen to need; else its profile's
  name: name.optional(),
  place: name.optional(),
  zone: id.optional(), // which sirens are meant, and which alarms belong together
  parameters: z.record(z.string(), z.number()).default({}), // `<point>.<name>` or `<name>`, from the calibration sheet
  baseline: z.record(z.string(), z.number()).default({}), // point id → value at commissioning, subtracted
  calibrationDue: z.iso.date().optional(),
  bumpTest: z.strictObject({ last: z.iso.date(), everyDays: z.int().positive() }).optional(), // gas on the sensor
  pack: z.string().optional(), // rules for this kind of sensor, made from a rule pack
  packPoints: z.array(z.string()).min(1).optional(), // only of these points; default: all that the pack knows
  packSettings: z.record(z.string(), z.number()).default({}), // what the pack has to know of the place, in its units
  packChanges,
  points: z.record(z.string(), pointChange).default({}),
});

export type SiteDevice = z.infer<typeof deviceSchema>;
