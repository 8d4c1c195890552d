import { z } from 'zod';
import { RESCUE_STEPS } from '../../../control/liftRequests.ts';
import { severity } from '../../../site/schema/schemaParts.ts';
import type { Role } from './accessApi.ts';

/**
 * What a person does. The actor is who is logged in, never what the page says; guard judges whether the act makes sense, and
 * journals it. One route for each: `POST /api/acts/<verb>`.
 */

const occurrence = z.string().min(1).max(300);
const rule = z.string().min(1).max(200);
const forS = z
  .number()
  .min(1)
  .max(90 * 86_400);
const reason = z.string().trim().min(1).max(500);
const ids = z.array(z.string().min(1).max(100)).max(100);
const lift = z.string().min(1).max(100);

export const ACTS = {
  // `seen` is what the page showed: an alarm that was announced again since is not acknowledged
  acknowledge: {
    role: 'operator',
    body: z.strictObject({
      occurrence,
      seen: z.strictObject({ announcement: z.int(), severity }),
      note: reason.optional(),
    }),
  },
  silence: {
    role: 'operator',
    body: z.strictObject({ occurrence: occurrence.optional(), zones: ids.optional() }),
  },
  reset: { role: 'operator', body: z.strictObject({ occurrence: occurrence.optional() }) },
  shelve: { role: 'operator', body: z.strictObject({ rule, forS, reason }) },
  unshelve: { role: 'operator', body: z.strictObject({ rule }) },
  'out-of-service': { role: 'installer', body: z.strictObject({ rule, reason }) },
  'in-service': { role: 'installer', body: z.strictObject({ rule }) },
  // of the zones and devices named; neither: of the whole site
  maintenance: {
    role: 'operator',
    body: z.strictObject({ zones: ids.optional(), devices: ids.optional(), forS, reason }),
  },
  'end-maintenance': { role: 'operator', body: z.strictObject({ period: z.string().min(1).max(200) }) },
  test: { role: 'operator', body: z.strictObject({ zones: ids.optional() }) },
  'reopen-valve': { role: 'operator', body: z.strictObject({ point: z.string().min(1).max(200) }) },
  'lift-free': { role: 'operator', body: z.strictObject({ lift }) },
  // who was called, or has arrived; whoever is in there still is
  'lift-rescue': {
    role: 'operator',
    body: z.strictObject({ lift, step: z.enum(RESCUE_STEPS), by: z.string().trim().min(1).max(200) }),
  },
  'lift-tested': { role: 'operator', body: z.strictObject({ lift }) },
} as const satisfies Record<string, { role: Role; body: z.ZodObject }>;

export type Act = keyof typeof ACTS;
export type ActBody<A extends Act> = z.infer<(typeof ACTS)[A]['body']>;

/** What guard answered: of `reset` and `maintenance` what came of it, else nothing. */
export const actAnswer = z.object({
  reset: z.array(z.string()).optional(),
  kept: z.array(z.string()).optional(),
  acknowledged: z.boolean().optional(),
  period: z.string().nullable().optional(),
});
export type ActAnswer = z.infer<typeof actAnswer>;
