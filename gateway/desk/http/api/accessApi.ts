import { z } from 'zod';
import { PEOPLE_ROLES, type PersonRole, personId } from '../../../people/personSchema.ts';
import { utcMs } from './wordsApi.ts';

/** Who may do what, rising: each may do everything that those before it may. */
export const ROLES = PEOPLE_ROLES;
export type Role = PersonRole;
export const role = z.enum(ROLES);

const language = z.enum(['en', 'zh']);
/** Of people: as they are called, so any script; never control characters. */
const personName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u);
/** Length alone makes a password hard to guess: no symbols are asked for (NIST SP 800-63B, 5.1.1.2). */
const newPassword = z.string().min(10).max(200);
const code = z.string().min(1).max(40);

/**
 * What everybody may know who reaches the box. `claimable`: a claim code is worth something now. `reset`: what helps who has lost every
 * password, the button of the box or root on it. `fingerprint`: SHA-256 of the certificate, hexadecimal; null over plain HTTP.
 */
export const deskHello = z.object({
  claimed: z.boolean(),
  claimable: z.boolean(),
  reset: z.enum(['button', 'root']),
  fingerprint: z.string().nullable(),
});
export type DeskHello = z.infer<typeof deskHello>;

export const claimAsk = z.strictObject({ code, name: personName, password: newPassword, language });
export type ClaimAsk = z.infer<typeof claimAsk>;
export const loginAsk = z.strictObject({ name: z.string().max(200), password: z.string().max(200) });
export type LoginAsk = z.infer<typeof loginAsk>;

/**
 * Who is logged in. `session`: its public id, not the token. `site`: the revision that was in force when this was asked; a page
 * asks when it is loaded, and shows it when it keeps a changed site.
 */
export const me = z.object({
  ...{ person: z.string(), name: z.string(), role, language, session: z.string() },
  site: z.string().nullable(),
});
export type Me = z.infer<typeof me>;
/** Another password ends all other sessions of this person. */
export const meChange = z.strictObject({
  language: language.optional(),
  password: z.strictObject({ old: z.string().max(200), new: newPassword }).optional(),
});

/** `id`: what they log in with over OPC UA, and may on the page. `lastSeen`: of their sessions; null: none. `disabled`: since when. */
export const deskPerson = z.object({
  id: z.string(),
  name: z.string(),
  role,
  language,
  since: utcMs,
  lastSeen: utcMs,
  disabled: utcMs,
});
export type DeskPerson = z.infer<typeof deskPerson>;
export const people = z.object({ people: z.array(deskPerson) });
/** `id` none: one is made of the name. */
export const newPerson = z.strictObject({
  id: personId.optional(),
  name: personName,
  password: newPassword,
  role,
  language,
});
/** Another password or role ends all sessions of that person; `disabled` true too. */
export const personChange = z.strictObject({
  name: personName.optional(),
  role: role.optional(),
  password: newPassword.optional(),
  disabled: z.boolean().optional(),
});
export const byId = z.strictObject({ id: z.string().min(1).max(100) });

/** `from`: address it was last used from. `agent`: what the browser calls itself, cut short. `own`: the one that asks. */
export const deskSession = z.object({
  id: z.string(),
  person: z.string(),
  name: z.string(),
  since: utcMs,
  lastUsed: utcMs,
  from: z.string(),
  agent: z.string(),
  own: z.boolean(),
});
export type DeskSession = z.infer<typeof deskSession>;
export const sessions = z.object({ sessions: z.array(deskSession) });

/** For programs: `Authorization: Bearer …`. A token has a role of its own, never above that of who made it, and an end. */
export const apiToken = z.object({
  id: z.string(),
  label: z.string(),
  role,
  madeBy: z.string(),
  since: utcMs,
  until: utcMs,
  lastUsed: utcMs,
});
export type ApiToken = z.infer<typeof apiToken>;
export const apiTokens = z.object({ tokens: z.array(apiToken) });
export const newToken = z.strictObject({ label: personName, role, days: z.int().min(1).max(730) });
/** `token` is shown this once. */
export const madeToken = z.object({ token: z.string(), entry: apiToken });
