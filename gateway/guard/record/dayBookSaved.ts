import { z } from 'zod';
import { QUALITY_CODES, type Quality } from '../../../drivers/quality.ts';

const aggregate = z.object({
  min: z.number().nullable(),
  mean: z.number().nullable(),
  max: z.number().nullable(),
  n: z.int().min(0),
  quality: z.enum(Object.keys(QUALITY_CODES) as [Quality, ...Quality[]]),
});

const daySchema = z.object({
  boot: z.string(),
  since: z.number(), // mono of that boot when the day, or what is known of it, began
  utc: z.number().nullable(), // the same in civil time, as far as it was known
  points: z.record(z.string(), aggregate),
});

const savedSchema = z.object({ day: daySchema, earlier: daySchema.nullable() });

/** What had been gathered of one day. */
export type SavedDay = z.infer<typeof daySchema>;
/** The day that runs, and one of an earlier boot that still waits for its date. */
export type SavedDays = z.infer<typeof savedSchema>;

export function formatDays(days: SavedDays): string {
  return JSON.stringify(days);
}

/** Null when the text says nothing of the kind: the day then begins anew, and its `n` says how much is missing. */
export function parseDays(text: string): SavedDays | null {
  try {
    const days = savedSchema.safeParse(JSON.parse(text));
    return days.success ? days.data : null;
  } catch {
    return null;
  }
}
