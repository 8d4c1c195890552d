import { z } from 'zod';
import { severity } from '../site/schema/schemaParts.ts';

/**
 * What a person at the desk may ask about alarms. What must not be missing (the end of a shelf, a reason) is optional
 * here and refused by guard: a request that does not even parse could not be written down with who it was.
 */

const asked = { id: z.int(), actor: z.string().trim().min(1, 'say who asks').max(200) };
const occurrence = z.string().min(1).max(300);
const rule = z.string().min(1).max(200);
const forS = z.number().optional(); // seconds from now
// what had been seen of the alarm: one that was announced again since is not acknowledged
const seen = z.strictObject({ announcement: z.int(), severity });
// by which uplink it came from afar, and (base64) the COSE_Sign1 by which it did, where it was signed
const remote = z
  .strictObject({ uplink: z.string().min(1).max(64), signed: z.base64().max(5_500).optional() })
  .optional();
const reason = z.string().trim().max(500, 'a reason may have 500 characters').optional();
const ids = z.array(z.string().min(1).max(100)).max(100).optional(); // none: all

export const alarmRequests = [
  z.strictObject({ ...asked, verb: z.literal('acknowledge'), occurrence, seen, note: reason, remote }),
  z.strictObject({ ...asked, verb: z.literal('silence'), occurrence: occurrence.nullish(), zones: ids }),
  z.strictObject({ ...asked, verb: z.literal('reset'), occurrence: occurrence.nullish() }), // none: all that can be
  z.strictObject({ ...asked, verb: z.literal('shelve'), rule, forS, reason }),
  z.strictObject({ ...asked, verb: z.literal('unshelve'), rule }),
  z.strictObject({ ...asked, verb: z.literal('out-of-service'), rule, reason }),
  z.strictObject({ ...asked, verb: z.literal('in-service'), rule }),
  // of the zones and devices named; neither: of the whole site
  z.strictObject({ ...asked, verb: z.literal('maintenance'), zones: ids, devices: ids, forS, reason }),
  z.strictObject({ ...asked, verb: z.literal('end-maintenance'), period: z.string().min(1).max(200) }),
  z.strictObject({ ...asked, verb: z.literal('test'), zones: ids }), // sirens and lamps
  z.strictObject({ ...asked, verb: z.literal('reopen-valve'), point: z.string().min(1).max(200) }),
] as const;

/** Those that no socket but the desk's takes. */
export const OPERATOR_VERBS = [
  'silence',
  'reset',
  'shelve',
  'unshelve',
  'out-of-service',
  'in-service',
  'maintenance',
  'end-maintenance',
  'test',
  'reopen-valve',
] as const satisfies readonly z.infer<(typeof alarmRequests)[number]>['verb'][];

/** Answer to `acknowledge`. Not `acknowledged`: it was written down that somebody far away has seen the alarm, and no more. */
export type AcknowledgeAnswer = { readonly acknowledged: boolean };
/** Answer to `reset` without an occurrence. `kept`: those that stay, because their condition still holds. */
export type ResetAnswer = { readonly reset: readonly string[]; readonly kept: readonly string[] };
/** Answer to `maintenance`: the period, to end it early; null when it is not known. */
export type MaintenanceAnswer = { readonly period: string | null };
