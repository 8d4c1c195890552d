import { z } from 'zod';
import { valueSchema } from '../../../control/alarm.ts';
import { severity } from '../../../site/schema/schemaParts.ts';
import { pageAlarm } from './liveApi.ts';
import { utcMs, worded } from './wordsApi.ts';

export const byOccurrence = z.strictObject({ occurrence: z.string().min(1).max(300) });

/**
 * One step in what an alarm went through, oldest first: a transition, an act, a sounding, that it was told upstream. `what`
 * is a cause of a transition, a verb, `sounded`, `durable` or `delivered`. `sinceMs`: after the first step.
 */
export const lifeStep = z.object({
  what: z.string(),
  words: worded,
  sinceMs: z.number(),
  utc: utcMs,
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  value: valueSchema,
});
export type LifeStep = z.infer<typeof lifeStep>;

/**
 * One alarm whole, standing or over. `alarm` is null once it is over, or while guard cannot be asked: then what the journal has of it is
 * what is left, `about` with its names.
 */
export const alarmDetail = z.object({
  occurrence: z.string(),
  about: z
    .object({ rule: worded, device: worded, place: worded.nullable(), severity, over: z.boolean() })
    .nullable(),
  alarm: pageAlarm.nullable(),
  steps: z.array(lifeStep),
  toDo: z.array(worded),
});
export type AlarmDetail = z.infer<typeof alarmDetail>;

/** Samples of one point, as columns. `ms`: from the moment it was declared; `ok`: false where the value is not good. */
export const evidenceSeries = z.object({
  point: z.string(),
  name: worded,
  unit: z.string(),
  limit: z.number().nullable(),
  ms: z.array(z.number()),
  value: z.array(z.number().nullable()),
  ok: z.array(z.boolean()),
});
export type EvidenceSeries = z.infer<typeof evidenceSeries>;

/** What was read 60 s before and after. `complete`: the minute after is over, and everything is in the journal. */
export const alarmEvidence = z.object({
  occurrence: z.string(),
  complete: z.boolean(),
  series: z.array(evidenceSeries),
});
export type AlarmEvidence = z.infer<typeof alarmEvidence>;
