import { z } from 'zod';
import {
  MOST_SITE_CHARS,
  siteTrialSchema,
  siteVersionSchema,
  TRIAL_S,
} from '../../../control/siteRequests.ts';
import { worded, wordedProblem } from './wordsApi.ts';

/** The site file: looked at, changed on trial, kept or taken back. Guard alone writes it. */

/** A body with the text of a site in it, twice over for its escapes. */
export const SITE_BODY_BYTES = 3 * MOST_SITE_CHARS;

const revision = z.string().regex(/^[0-9a-f]{12}$/);
const text = z.string().min(1).max(MOST_SITE_CHARS);
const reason = z.string().trim().min(1).max(500);
/** `path`: keys from the top, an entry of a list by its id. `value` absent: the key or entry goes. */
const edit = z.strictObject({
  path: z.array(z.string().min(1).max(100)).min(1).max(8),
  value: z.unknown().optional(),
});

/** What was in force, newest first. `by`: who applied it, `file`: somebody with an editor. */
export const siteNow = z.object({
  revision,
  text: z.string(),
  trial: siteTrialSchema.nullable(),
  versions: z.array(siteVersionSchema),
  page: z.array(z.object({ address: z.string(), listening: z.boolean() })), // where the page is wanted, and whether it is to be had there
});
export type SiteNow = z.infer<typeof siteNow>;

/**
 * `base`: the revision it was made from. The whole text, or values in their places: then comments and order stay. `ofAnotherBox`: the text
 * is that of another one; what this one is called and where its journal lies stay as they are.
 */
export const siteChangeAsk = z
  .strictObject({
    base: revision,
    text: text.optional(),
    edits: z.array(edit).min(1).max(100).optional(),
    ofAnotherBox: z.boolean().optional(),
  })
  .refine((ask) => (ask.text === undefined) !== (ask.edits === undefined), 'either a text or edits');
export type SiteChangeAsk = z.infer<typeof siteChangeAsk>;

/** A box as a file: its site, and the texts of its own device profiles by id. Nothing secret is in it. */
export const boxFile = z.object({
  format: z.literal('lifeline-box/1'),
  gateway: z.string(),
  software: z.string().nullable(),
  made: z.string().nullable(), // ISO 8601
  site: z.string(),
  profiles: z.record(z.string(), z.string()),
});
export type BoxFile = z.infer<typeof boxFile>;

const pair = z.tuple([z.number().nullable(), z.number().nullable()]);
/**
 * What it would do. With `problems` it cannot be used, and the rest is empty. `loosened`: what keeps people safe and does so less;
 * with any, applying needs a reason. `lines`: share of a line's time and slowest alarm, before and after. `diff`: lines of the file.
 */
export const sitePreviewed = z.object({
  revision,
  text: z.string(),
  problems: z.array(wordedProblem),
  sentence: worded,
  loosened: z.array(worded),
  changes: z.array(z.object({ where: z.string(), words: worded })),
  lines: z.array(z.object({ line: z.string(), load: pair, boundMs: pair })),
  diff: z.object({ line: z.int(), removed: z.array(z.string()), added: z.array(z.string()) }),
});
export type SitePreviewed = z.infer<typeof sitePreviewed>;

export const siteApplyAsk = siteChangeAsk.safeExtend({
  reason: reason.optional(),
  trialS: z.int().min(5).max(3600).default(TRIAL_S),
});
/** `loaded`: the revision that `/api/me` told when the page was loaded. A page from before the change proves nothing. */
export const siteKeepAsk = z.strictObject({ revision, loaded: revision.nullable() });
export const siteRevertAsk = z.strictObject({ revision, reason: reason.optional() });
export const byRevision = z.strictObject({ revision });
/** A text that was in force, and what it would change now. */
export const siteVersionText = z.object({ revision, text: z.string() });
