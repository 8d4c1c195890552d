import { z } from 'zod';
import { SEVERITIES } from '../../../drivers/vocabulary.ts';
import type { SHAPE_WORDS } from '../../text/problems/shapeWords.ts';

/** Pieces that several parts of the site file share. */

/** What to write instead, as the key of its words: the message of an issue, which `shape.ts` turns into the hint. */
export function hint(key: Extract<keyof typeof SHAPE_WORDS, `write.${string}`>): string {
  return key;
}

export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, hint('write.id'));
export const pointRef = z.string().regex(/^[A-Za-z0-9_-]+\/[a-z][a-z0-9_.-]*$/, hint('write.point'));
/** A name for people: one text, or one per language. */
export const name = z.union(
  [z.string().min(1), z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })],
  { error: hint('write.name') },
);
export const seconds = z.number().min(0);

/** Rule of a pack → off, or what is different here, as in a rule and in the unit of the point; `off` takes away a level. */
export const packChanges = z
  .record(
    z.string(),
    z.union([z.literal('off'), z.record(z.string(), z.unknown())], { error: hint('write.pack-change') }),
  )
  .default({});

export const severity = z.enum(SEVERITIES);

export type LocalName = z.infer<typeof name>;
