import { z } from 'zod';
import { hint, id, name } from './schemaParts.ts';
import { uplinkSchema } from './uplinkSchema.ts';

/** The parts of a site file that courier goes by: who the gateway is, where its journal lies and where that is brought to. */

export const gatewaySchema = z.strictObject({
  id,
  name: name.optional(),
  place: name.optional(),
  // whose days the daily records of lifts are, e.g. Asia/Shanghai; everything else runs on UTC
  timeZone: z.string().refine(isTimeZone, hint('write.time-zone')).default('UTC'),
});

export const journalSchema = z
  .strictObject({
    folder: z.string().default('journal'), // relative to the site file
    telemetryMb: z.number().positive().default(512),
    eventMb: z.number().positive().default(64),
    segmentParts: z.int().min(1).max(10).default(10),
    evidenceS: z.int().min(1).max(60).default(60), // full-rate samples kept before and after an alarm
  })
  .prefault({});

export const uplinksSchema = z.array(uplinkSchema).default([]);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
