import { z } from 'zod';
import { severity } from '../../../site/schema/schemaParts.ts';
import { utcMs, worded } from './wordsApi.ts';

/** What a page of the log named as its `next`: a journal by its epoch, and a row of it. */
const before = z
  .string()
  .regex(/^\w{1,64}\.\d{1,15}$/)
  .optional();

/** Backwards from `before` (exclusive; none: from the newest). `kind` none: everything. */
export const logAsk = z.strictObject({
  before,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  kind: z.enum(['alarm', 'act', 'system', 'lift']).optional(),
});
export type LogAsk = z.infer<typeof logAsk>;

/** One row of the journal's events. `seq` names it within `epoch`; `sure` false: its time was not synchronised. */
export const logEntry = z.object({
  epoch: z.string(),
  seq: z.int(),
  utc: utcMs,
  sure: z.boolean(),
  kind: z.enum(['alarm', 'act', 'system', 'lift', 'clock']),
  code: z.string(),
  words: worded,
  severity: severity.nullable(),
  occurrence: z.string().nullable(),
  device: z.string().nullable(),
  actor: z.string().nullable(),
});
export type LogEntry = z.infer<typeof logEntry>;
/**
 * `next`: what to ask `before` for the page that follows, in this journal or in one that was set aside; null at the end. `unreadable`: at
 * the end, the files beside the journal that cannot be read, and may hold older entries.
 */
export const logPage = z.object({
  entries: z.array(logEntry),
  next: z.string().nullable(),
  unreadable: z.array(z.string()),
});
export type LogPage = z.infer<typeof logPage>;

/** Backwards from `before`, as of the log. */
export const auditAsk = z.strictObject({
  before,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditAsk = z.infer<typeof auditAsk>;
/** What somebody did (acts, log-ins, people, sessions, settings), newest first; `actor` with the way they came by: `desk:Li`. */
export const auditEntry = z.object({
  epoch: z.string(),
  seq: z.int(),
  utc: utcMs,
  sure: z.boolean(),
  actor: z.string(),
  act: z.string(),
  detail: z.string(),
  words: worded, // both
  accepted: z.boolean(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = z.object({ entries: z.array(auditEntry), next: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
