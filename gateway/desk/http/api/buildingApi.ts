import { z } from 'zod';
import { CONFIDENCES } from '../../../../drivers/vocabulary.ts';
import { severity } from '../../../site/schema/schemaParts.ts';
import { siteName, worded, wordedProblem } from './wordsApi.ts';

/** What does not change while the site does not: names, places, units, limits. `version` as in the live snapshot. */

/** A value at which a point is no longer well. `side`: above or below it. */
export const pointLimit = z.object({
  rule: z.string(),
  severity,
  value: z.number(),
  side: z.enum(['above', 'below']),
  confidence: z.enum([...CONFIDENCES, 'site']).nullable(),
  source: worded.nullable(),
  clause: z.string().nullable(),
});
export type PointLimit = z.infer<typeof pointLimit>;

/** `point`: `<device>/<point>`. `states`: the words of a value that is one of named states. */
export const buildingPoint = z.object({
  point: z.string(),
  name: worded,
  unit: z.string(),
  decimals: z.int(),
  class: z.string(),
  periodMs: z.number(),
  states: z.record(z.string(), worded),
  limits: z.array(pointLimit),
});
export type BuildingPoint = z.infer<typeof buildingPoint>;

export const buildingDevice = z.object({
  id: z.string(),
  name: siteName,
  place: siteName.nullable(),
  zone: z.string().nullable(),
  line: z.string(),
  unit: z.int(),
  profile: z.string(),
  profileName: worded,
  verification: z.string(),
  calibrationDue: z.string().nullable(), // civil date
  boundMs: z.number().nullable(), // slowest alarm that is promised of it; null: none is
  annunciator: z.boolean(),
  lift: z.boolean(), // stands for a lift, and is made of others
  points: z.array(buildingPoint),
});
export type BuildingDevice = z.infer<typeof buildingDevice>;

export const buildingPlan = z.object({
  version: z.string(),
  gateway: z.object({ id: z.string(), name: siteName, place: siteName.nullable() }),
  timeZone: z.string(),
  zones: z.array(z.object({ id: z.string(), name: siteName })),
  lines: z.array(z.object({ id: z.string(), kind: z.string() })),
  devices: z.array(buildingDevice),
  lifts: z.array(z.object({ id: z.string(), name: siteName, devices: z.array(z.string()) })),
  uplinks: z.array(z.object({ id: z.string(), url: z.string() })),
});
export type BuildingPlan = z.infer<typeof buildingPlan>;

/** How a device's line hears it, in the words of PORTAL: shares of 0 to 1, milliseconds. Null: not asked yet. */
export const deviceLine = z.object({
  state: z.enum(['unknown', 'online', 'failing', 'offline']),
  sinceMono: z.number(),
  lastOkMono: z.number().nullable(),
  answered: z.number().nullable(),
  noAnswer: z.int(),
  garbled: z.int(),
  refused: z.int(),
  late: z.int(),
  trouble: wordedProblem.nullable(),
  boundMs: z.number().nullable(), // the slowest alarm that is promised of it, with one other device dying; null: it has no point with a deadline
  words: worded, // all of it in a sentence
});
export type DeviceLine = z.infer<typeof deviceLine>;

/**
 * A line as it runs: shares of the last 10 s, 0 to 1. `plannedShare`: what its devices ask for when all answer. `boundMs`: the
 * slowest alarm that is promised of it with one device dying; `slowest`: the one that came nearest to its own bound so far.
 */
export const lineNow = z.object({
  line: z.string(),
  kind: z.string(),
  address: z.string(), // the adapter's path, or host and port
  setting: z.string().nullable(), // `9600 8N1`; null over Modbus TCP
  state: z.enum(['open', 'lost']).nullable(), // null: guard has not said
  problem: wordedProblem.nullable(),
  busy: z.number().nullable(),
  deadShare: z.number().nullable(),
  plannedShare: z.number(),
  devices: z.object({ online: z.int(), failing: z.int(), offline: z.int(), unknown: z.int() }),
  boundMs: z.number().nullable(),
  measured: z.int(), // alarms whose time was measured
  slowest: z.object({ latencyMs: z.number(), boundMs: z.number() }).nullable(),
});
export type LineNow = z.infer<typeof lineNow>;
/** `exceeded`: alarms that took longer than promised. */
export const linesNow = z.object({ lines: z.array(lineNow), exceeded: z.int() });
export type LinesNow = z.infer<typeof linesNow>;

export const deviceRule = z.object({
  rule: z.string(),
  name: siteName,
  text: worded,
  kind: z.string(),
  class: z.enum(['alarm', 'fault']),
});
export type DeviceRule = z.infer<typeof deviceRule>;

/** What of a device is asked for when somebody looks at it. */
export const deviceDetail = z.object({
  device: buildingDevice,
  line: deviceLine.nullable(),
  rules: z.array(deviceRule),
});
export type DeviceDetail = z.infer<typeof deviceDetail>;
