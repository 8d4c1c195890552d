import { z } from 'zod';
import {
  instantSchema,
  maintenanceSchema,
  qualitySchema,
  transitionSchema,
  valueSchema,
} from '../../control/alarm.ts';

/** The saved state, as it is written now. */

const outOfService = z.object({ actor: z.string(), reason: z.string() });
const episode = z.object({
  last: transitionSchema,
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
  transition: transitionSchema,
  at: instantSchema,
  token: z.string(),
});

export const savedSchema = z.object({
  version: z.literal(2),
  boot: z.string(),
  at: z.number(),
  utcOffset: z.number().nullable(),
  lastNumber: z.int(),
  rules: z.record(z.string(), rule),
  maintenance: z.array(maintenanceSchema),
  floods: z.record(z.string(), z.object({ first: z.string(), at: z.number() })),
  unwritten: z.array(effect),
});
