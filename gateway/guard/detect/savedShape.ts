import { z } from 'zod';
import { ALARM_STATES, type AlarmState, SEVERITIES, TRANSITION_CAUSES } from '../../../drivers/vocabulary.ts';
import { instantSchema, qualitySchema, valueSchema } from './shapes.ts';

/** The saved state, as it is written now. */

const alarmState = z.enum(Object.keys(ALARM_STATES) as [AlarmState, ...AlarmState[]]);

const transition = z.object({
  rule: z.string(),
  occurrence: z.string(),
  cause: z.enum(TRANSITION_CAUSES),
  from: alarmState,
  to: alarmState,
  condition: alarmState,
  severity: z.enum(SEVERITIES),
  point: z.string().nullable(),
  device: z.string(),
  value: valueSchema,
  limit: valueSchema,
  unit: z.string(),
  quality: qualitySchema,
  onset: instantSchema,
  declared: instantSchema,
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  until: instantSchema.nullable(),
  announcement: z.int(),
  group: z.string().nullable(),
});

const outOfService = z.object({ actor: z.string(), reason: z.string() });
const episode = z.object({
  last: transition,
  since: instantSchema,
  level: z.string(),
  latched: z.string().nullable(),
  owed: z.boolean(),
  heeded: z.number(),
  shelf: outOfService.extend({ until: z.number() }).nullable(),
  outOfService: outOfService.nullable(),
  step: z.int(),
  durable: z.boolean(),
});

const track = z.object({
  verdict: z.enum(['on', 'band', 'off', 'unknown']),
  onset: z.number().nullable(),
  active: z.boolean(),
  clearing: z.number().nullable(),
});

const rule = z.object({
  subject: z.string(),
  tracks: z.record(z.string(), track),
  seen: z.object({ value: valueSchema, quality: qualitySchema, point: z.string().nullable() }),
  heard: z.number(),
  episode: episode.nullable(),
  memory: z.unknown(),
});

const effect = z.object({
  kind: z.literal('transition'),
  transition,
  at: instantSchema,
  token: z.string(),
});

const maintenance = z.object({
  period: z.string(),
  scope: z.object({ zones: z.array(z.string()), devices: z.array(z.string()) }),
  since: instantSchema,
  until: z.number(),
  actor: z.string(),
  reason: z.string(),
});

export const savedSchema = z.object({
  version: z.literal(2),
  boot: z.string(),
  at: z.number(),
  utcOffset: z.number().nullable(),
  lastNumber: z.int(),
  rules: z.record(z.string(), rule),
  maintenance: z.array(maintenance),
  floods: z.record(z.string(), z.object({ first: z.string(), at: z.number() })),
  unwritten: z.array(effect),
});
