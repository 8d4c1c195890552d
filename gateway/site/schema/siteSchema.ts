import { z } from 'zod';
import { annunciatorSchema, signalsSchema } from './annunciatorSchema.ts';
import { liftSchema } from './liftSchema.ts';
import { ruleSchema } from './ruleSchema.ts';
import { hint, id, name, packChanges, seconds } from './schemaParts.ts';
import { uplinkSchema } from './uplinkSchema.ts';

export { annunciatorSchema } from './annunciatorSchema.ts';
export { liftSchema, type SiteLift } from './liftSchema.ts';
export { type Rule, type RuleOf, ruleSchema } from './ruleSchema.ts';
export type { LocalName } from './schemaParts.ts';
export { type SiteUplink, uplinkSchema } from './uplinkSchema.ts';

/**
 * The site file: what the installer commissioned. One schema gives the type, the editor schema and the errors.
 * Secrets (passwords, keys) are never here: `secret` names an entry of the secrets file.
 */

const serialLine = z.strictObject({
  baud: z.int().positive(),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
});

/** Where a line is reached. `networkMs` is the declared bound of a network hop, part of the alarm-time proof. */
export const connectionSchema = z.discriminatedUnion('type', [
  serialLine.extend({
    type: z.literal('serial'),
    path: z.string().min(1),
    adapterMs: z.number().min(0).default(16),
  }),
  serialLine.extend({
    type: z.literal('rtu-over-tcp'),
    host: z.string(),
    port: z.int().min(1).max(65535),
    networkMs: z.number().min(0).default(50),
  }),
  z.strictObject({
    type: z.literal('modbus-tcp'),
    host: z.string(),
    port: z.int().min(1).max(65535).default(502),
    networkMs: z.number().min(0).default(50),
    anyTransaction: z.boolean().optional(), // the peer answers with transaction numbers of its own
  }),
]);

export const busSchema = z.strictObject({ id, connection: connectionSchema });

const reporting = z.strictObject({
  everyS: seconds.positive().optional(), // report period: min, mean, max, n of the good samples
  deadband: z.number().positive().optional(), // numbers: also at once when the value moved this far
});

const pointChange = z.strictObject({
  periodMs: z.int().min(50).optional(),
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

const journal = z.strictObject({
  folder: z.string().default('journal'), // relative to the site file
  telemetryMb: z.number().positive().default(512),
  eventMb: z.number().positive().default(64),
  segmentParts: z.int().min(1).max(10).default(10),
  evidenceS: z.int().min(1).max(60).default(60), // full-rate samples kept before and after an alarm
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const zoneSchema = z.strictObject({ id, name: name.optional() });

export const siteSchema = z.strictObject({
  gateway: z.strictObject({
    id,
    name: name.optional(),
    place: name.optional(),
    // whose days the daily records of lifts are, e.g. Asia/Shanghai; everything else runs on UTC
    timeZone: z.string().refine(isTimeZone, hint('write.time-zone')).default('UTC'),
  }),
  report: z.strictObject({ everyS: seconds.positive().default(60) }).prefault({}),
  buses: z.array(busSchema).min(1),
  zones: z.array(zoneSchema).default([]),
  devices: z.array(deviceSchema).default([]),
  lifts: z.array(liftSchema).default([]),
  rules: z.array(ruleSchema).default([]),
  signals: signalsSchema.optional(), // what alarms sound unless their rule says otherwise
  annunciators: z.array(annunciatorSchema).default([]),
  uplinks: z.array(uplinkSchema).default([]),
  journal: journal.prefault({}),
});

export type Site = z.infer<typeof siteSchema>;
export type SiteBus = z.infer<typeof busSchema>;
export type SiteDevice = z.infer<typeof deviceSchema>;
export type LineConnection = z.infer<typeof connectionSchema>;
