import { z } from 'zod';

/**
 * The site file: what the installer commissioned. One schema gives the type, the editor schema and the errors.
 * Secrets (passwords, keys) are never here: `secret` names an entry of the secrets file.
 */

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'use letters, digits, _ and - only');
const pointRef = z.string().regex(/^[A-Za-z0-9_-]+\/[a-z][a-z0-9_.-]*$/, 'write <device id>/<point id>');
/** A name for people: one text, or one per language. */
const name = z.union([z.string().min(1), z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })], {
  error: 'write one text, or { en: …, zh: … }',
});
const seconds = z.number().min(0);

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

const BROADCAST =
  '0 is the broadcast address, which nobody answers: give the device a unit of its own, 1 to 247';

export const deviceSchema = z.strictObject({
  id,
  profile: z.string(),
  bus: id,
  unit: z.int().min(1, BROADCAST).max(247, 'units above 247 are reserved: use 1 to 247'),
  name: name.optional(),
  place: name.optional(),
  parameters: z.record(z.string(), z.number()).default({}), // `<point>.<name>` or `<name>`, from the calibration sheet
  baseline: z.record(z.string(), z.number()).default({}), // point id → value at commissioning, subtracted
  calibrationDue: z.iso.date().optional(),
  points: z.record(z.string(), pointChange).default({}),
});

export const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const; // rising
const severity = z.enum(SEVERITIES);

const ruleCommon = {
  id,
  name: name.optional(),
  onDelayS: seconds.default(0), // 0 means at once
  offDelayS: seconds.default(0),
};

export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('limit'),
    point: pointRef,
    // must be the point's unit: 25 means something else in %LEL and in ppm
    unit: z
      .string({ error: 'a limit without a unit is refused: write the unit of the point, e.g. unit: "%LEL"' })
      .min(1),
    high: z.partialRecord(severity, z.number()).optional(),
    low: z.partialRecord(severity, z.number()).optional(),
    deadband: z.number().min(0).default(0),
  }),
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('state'),
    point: pointRef,
    equals: z.union([z.boolean(), z.number(), z.string()]),
    severity,
  }),
  // made for every device unless the site says otherwise: nothing has been heard, or nothing usable
  z.strictObject({
    ...ruleCommon,
    kind: z.literal('loss-of-sensing'),
    device: id,
    severity: severity.default('yellow'),
  }),
]);

export const uplinkSchema = z.strictObject({
  id,
  url: z.string().regex(/^(mqtts?|wss?):\/\//, 'write mqtt://host, mqtts://host, ws://… or wss://…'),
  prefix: z
    .string()
    .regex(/^[^+#\s]+$/)
    .default('lifeline'),
  ca: z.string().optional(), // path of a PEM file; default: the system's
  clientCertificate: z.string().optional(),
  clientKey: z.string().optional(),
  username: z.string().optional(),
  secret: z.string().optional(), // entry of the secrets file holding the password
  keepaliveS: z.int().min(5).default(30),
  inFlightBytes: z.int().min(1024).default(65_536),
});

const journal = z.strictObject({
  folder: z.string().default('journal'), // relative to the site file
  telemetryMb: z.number().positive().default(512),
  eventMb: z.number().positive().default(64),
  segmentParts: z.int().min(1).max(10).default(10),
});

export const siteSchema = z.strictObject({
  gateway: z.strictObject({ id, name: name.optional(), place: name.optional() }),
  report: z.strictObject({ everyS: seconds.positive().default(60) }).prefault({}),
  buses: z.array(busSchema).min(1),
  devices: z.array(deviceSchema).default([]),
  rules: z.array(ruleSchema).default([]),
  uplinks: z.array(uplinkSchema).default([]),
  journal: journal.prefault({}),
});

export type Site = z.infer<typeof siteSchema>;
export type SiteBus = z.infer<typeof busSchema>;
export type SiteDevice = z.infer<typeof deviceSchema>;
export type Connection = z.infer<typeof connectionSchema>;
export type Severity = z.infer<typeof severity>;
export type Rule = z.infer<typeof ruleSchema>;
export type Uplink = z.infer<typeof uplinkSchema>;
export type LocalName = z.infer<typeof name>;
