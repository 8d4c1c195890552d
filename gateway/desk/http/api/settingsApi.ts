import { z } from 'zod';
import { utcMs, worded, wordedProblem } from './wordsApi.ts';

/** A certificate of this box. `fingerprint`: SHA-256, hexadecimal pairs. */
export const certificateEntry = z.object({
  subject: z.string(),
  names: z.array(z.string()),
  from: z.number(),
  until: z.number(),
  fingerprint: z.string(),
  own: z.boolean(), // made here; false: somebody put it in its place
});
export type CertificateEntry = z.infer<typeof certificateEntry>;
/** `caPem`: to be installed once on the phones of who looks after many boxes. */
export const certificates = z.object({
  authority: certificateEntry.nullable(),
  server: certificateEntry.nullable(),
  caPem: z.string().nullable(),
});
export type Certificates = z.infer<typeof certificates>;

/**
 * A certificate that an OPC UA client showed, or a person in place of a password. `thumbprint`: SHA-1, hexadecimal, as OPC UA
 * names one. `person`: whom it lets in; null: a client's, or nobody is called so.
 */
export const trustEntry = z.object({
  store: z.enum(['clients', 'people']),
  trusted: z.boolean(),
  thumbprint: z.string(),
  subject: z.string(),
  applicationUri: z.string().nullable(),
  until: z.string(), // ISO date
  person: z.string().nullable(),
});
export type TrustEntry = z.infer<typeof trustEntry>;
/** `served`: this box has an OPC UA server, which has run. */
export const trustList = z.object({ served: z.boolean(), certificates: z.array(trustEntry) });
export type TrustList = z.infer<typeof trustList>;
export const trustAsk = z.strictObject({
  store: z.enum(['clients', 'people']),
  thumbprint: z.string().regex(/^[0-9A-F]{40}$/),
  trusted: z.boolean(),
});
/** `file`: PEM or DER, in base64; `name`: as the browser names it. */
export const trustedFile = z.strictObject({
  store: z.enum(['clients', 'people']),
  name: z.string().max(200),
  file: z.base64().min(1).max(24_000),
});

export const uplinkEntry = z.object({
  id: z.string(),
  url: z.string(),
  trouble: wordedProblem.nullable(),
  troubleSince: z.number().nullable(), // mono
  waiting: z.object({ events: z.int(), telemetry: z.int() }).nullable(), // rows of the journal that it does not have yet; null: the journal cannot be read
});
export type UplinkEntry = z.infer<typeof uplinkEntry>;

/** Somebody who is told of alarms. `where`: address of the program, or of the people. */
export const notificationEntry = z.object({
  id: z.string(),
  to: z.enum(['webhook', 'email']),
  where: z.string(),
  minSeverity: z.string(),
  trouble: wordedProblem.nullable(),
  troubleSince: z.number().nullable(), // mono
});
export type NotificationEntry = z.infer<typeof notificationEntry>;

/** What the settings page shows at once; `diskShare`: of the journal's ceiling, 0 to 1. */
export const settingsView = z.object({
  gateway: z.string(),
  guard: z.boolean(), // it answers; false: what only guard knows is null
  software: z.string().nullable(),
  upMs: z.number().nullable(),
  clock: z.object({ quality: z.string().nullable(), utc: utcMs }),
  journal: z.object({
    bytes: z.number().nullable(),
    diskShare: z.number().nullable(),
    trouble: wordedProblem.nullable(),
  }),
  uplinks: z.array(uplinkEntry),
  notifications: z.array(notificationEntry),
  addresses: z.array(z.string()),
  problems: z.array(wordedProblem),
});
export type SettingsView = z.infer<typeof settingsView>;

/** One version of the site file. `by` is a person; `diff` in words. */
export const siteRevision = z.object({
  revision: z.string(),
  utc: utcMs,
  by: z.string(),
  reason: z.string().nullable(),
  diff: z.array(worded),
  state: z.enum(['in-force', 'on-trial', 'past']),
  trialEndsMono: z.number().nullable(),
});
export type SiteRevision = z.infer<typeof siteRevision>;
