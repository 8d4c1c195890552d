import { z } from 'zod';

/** Pieces that several parts of the site file share. */

export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'use letters, digits, _ and - only');
export const pointRef = z
  .string()
  .regex(/^[A-Za-z0-9_-]+\/[a-z][a-z0-9_.-]*$/, 'write <device id>/<point id>');
/** A name for people: one text, or one per language. */
export const name = z.union(
  [z.string().min(1), z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })],
  { error: 'write one text, or { en: …, zh: … }' },
);
export const seconds = z.number().min(0);

/** Rule of a pack → off, or what is different here, as in a rule and in the unit of the point; `off` takes away a level. */
export const packChanges = z
  .record(
    z.string(),
    z.union([z.literal('off'), z.record(z.string(), z.unknown())], {
      error: 'write off, or what is to be different, e.g. { onDelayS: 5 }',
    }),
  )
  .default({});

export const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const; // rising
export const severity = z.enum(SEVERITIES);

export type Severity = z.infer<typeof severity>;
export type LocalName = z.infer<typeof name>;
