import { z } from 'zod';

/** What is said to a person travels in both languages: who changes the language of the page asks nothing again. */
export const worded = z.object({ en: z.string(), zh: z.string() });
/** A name from the site file: one text for all, or one per language. */
export const siteName = z.union([z.string(), worded]);

/** A problem as the page shows it: what is wrong, where, what to do. */
export const wordedProblem = z.object({
  code: z.string(),
  what: worded,
  where: z.string().nullable(),
  hint: worded.nullable(),
});
export type WordedProblem = z.infer<typeof wordedProblem>;

/**
 * Body of every refusal (RFC 9457, `application/problem+json`). `field`: of the body or query, where one is wrong. `may`: the
 * least role that may do it, where the role is what is missing. `retryS`: seconds to wait. `id`: the same as in desk's log.
 */
export const httpRefusal = z.object({
  type: z.literal('about:blank'),
  status: z.int(),
  code: z.string(),
  what: worded,
  hint: worded.nullable(),
  field: z.string().nullable(),
  may: z.string().nullable(),
  retryS: z.number().nullable(),
  id: z.string(),
});
export type HttpRefusal = z.infer<typeof httpRefusal>;

export const nothing = z.object({});
/** Unix milliseconds; null where it would be a guess. */
export const utcMs = z.number().nullable();
