import { z } from 'zod';

/** What a person at the desk may ask about the site file. Guard alone writes it. */

const asked = { id: z.int(), actor: z.string().trim().min(1, 'say who asks').max(200) };
const revision = z.string().regex(/^[0-9a-f]{12}$/);
const reason = z.string().trim().min(1).max(500);

/** A larger file is changed with an editor, and taken up with `reload`. */
export const MOST_SITE_CHARS = 100_000;
/** How long a changed site is on trial where nobody says: LuCI's half minute was found to be too short for people. */
export const TRIAL_S = 600;

export const siteRequests = [
  z.strictObject({ id: z.int(), verb: z.literal('site') }), // answered with a SiteInForce
  // takes `text` up on trial. `base`: the revision that it was made from
  z.strictObject({
    ...{ ...asked, verb: z.literal('site-apply'), base: revision },
    text: z.string().min(1).max(MOST_SITE_CHARS),
    reason: reason.nullable().default(null),
    trialS: z.int().min(5).max(3600).default(TRIAL_S),
  }),
  z.strictObject({ ...asked, verb: z.literal('site-keep'), revision }),
  z.strictObject({
    ...asked,
    verb: z.literal('site-revert'),
    revision,
    reason: reason.nullable().default(null),
  }),
] as const;

/** They are for the desk's socket alone. */
export const SITE_VERBS = [
  'site',
  'site-apply',
  'site-keep',
  'site-revert',
] as const satisfies readonly z.infer<(typeof siteRequests)[number]>['verb'][];

/** A site that runs and goes back by itself at `until` (`mono` of the boot that runs) unless it is kept. */
export const siteTrialSchema = z.object({ revision: z.string(), by: z.string(), until: z.number() });
export type SiteTrial = z.infer<typeof siteTrialSchema>;

/**
 * One text that was in force. `slot`: the file in `site-history/` that holds it, until twenty later ones have come. `state`:
 * `reverted` was on trial and was not kept.
 */
export const siteVersionSchema = z.object({
  revision: z.string(),
  slot: z.int().min(0),
  utc: z.number(), // Unix ms, as the clock of the box had it
  by: z.string(),
  reason: z.string().nullable(),
  state: z.enum(['kept', 'on-trial', 'reverted']),
});
export type SiteVersion = z.infer<typeof siteVersionSchema>;

/** Answer to `site`. `versions`: newest first. */
export type SiteInForce = {
  readonly revision: string;
  readonly trial: SiteTrial | null;
  readonly versions: readonly SiteVersion[];
};

/** Names of what guard keeps of former texts, in its state folder. */
export const SITE_HISTORY = { index: 'site-history.json', folder: 'site-history', slots: 20 } as const;
