import { z } from 'zod';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { instantSchema, qualitySchema, valueSchema } from './shapes.ts';
import type { DetectState } from './state.ts';
import { ALARM_STATES, type AlarmState, type TransitionCause } from './types.ts';

const CAUSES = [
  'raised',
  'escalated',
  'eased',
  'returned',
  'acknowledged',
  'reset',
  'removed-by-configuration',
] as const satisfies readonly TransitionCause[];
const alarmState = z.enum(Object.keys(ALARM_STATES) as [AlarmState, ...AlarmState[]]);

const transition = z.object({
  rule: z.string(),
  occurrence: z.string(),
  cause: z.enum(CAUSES),
  from: alarmState,
  to: alarmState,
  severity: z.enum(['blue', 'yellow', 'orange', 'red']),
  point: z.string().nullable(),
  device: z.string(),
  value: valueSchema,
  limit: valueSchema,
  unit: z.string(),
  quality: qualitySchema,
  onset: instantSchema,
  declared: instantSchema,
  actor: z.string().nullable(),
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
  episode: z
    .object({
      last: transition,
      since: instantSchema,
      level: z.string(),
      step: z.int(),
      durable: z.boolean(),
    })
    .nullable(),
  memory: z.unknown(),
});

const effect = z.object({
  kind: z.literal('transition'),
  transition,
  at: instantSchema,
  token: z.string(),
});

const savedSchema = z.object({
  version: z.literal(1),
  boot: z.string(),
  at: z.number(),
  lastNumber: z.int(),
  rules: z.record(z.string(), rule),
  unwritten: z.array(effect),
});

/** The state as JSON, for a file that outlives the process. Save it whenever a transition came out of a step. */
export function saveState(state: DetectState): string {
  return JSON.stringify({ version: 1, ...state, rules: Object.fromEntries(state.rules) });
}

/**
 * Reads a saved state; hand it to `detector.adopt` next, which fits it to the installation and the time that passed. A
 * text that is not a saved state is a problem: active alarms of the last run are then not known, and will be raised
 * anew where their condition still holds.
 */
export function restoreState(text: string): Result<DetectState, Problem> {
  const parsed = savedSchema.safeParse(json(text));
  if (!parsed.success)
    return err({
      code: 'detect.saved-state-damaged',
      what: 'the saved alarm state cannot be read, acknowledgements of the last run are lost',
      hint: 'alarms whose condition still holds are raised again; acknowledge them again',
    });
  const { boot, at, lastNumber, rules, unwritten } = parsed.data;
  return ok({ boot, at, lastNumber, rules: new Map(Object.entries(rules)), unwritten });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
