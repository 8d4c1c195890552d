import { z } from 'zod';
import { hint, id, severity } from './schemaParts.ts';

/** What all ways of telling somebody have. They hold no row back: what a receiver missed while it was away too long is told to be missing. */
const COMMON = {
  id,
  minSeverity: severity.default('orange'), // alarms and messages of the gateway itself, from this one up
  devices: z.array(id).min(1).optional(), // alarms of these alone
  language: z.enum(['en', 'zh']).default('en'), // of the sentence that people read
};

/** Somebody is told of alarms: a program by a web hook, people by mail. Passwords are never here. */
export const notificationSchema = z.discriminatedUnion('to', [
  z.strictObject({
    ...COMMON,
    to: z.literal('webhook'),
    url: z.string().regex(/^https?:\/\/[^/?#@]+([/?#]|$)/, hint('write.web-address')),
    secret: z.string().optional(), // entry of the secrets file: each message is signed with it (HMAC-SHA256)
  }),
  z.strictObject({
    ...COMMON,
    to: z.literal('email'),
    server: z.string().regex(/^smtps?:\/\/[^/?#@:]+(:\d{1,5})?$/, hint('write.mail-server')),
    username: z.string().optional(),
    secret: z.string().optional(), // entry of the secrets file holding the password
    from: z.email(hint('write.mail-address')),
    recipients: z
      .array(z.email(hint('write.mail-address')))
      .min(1)
      .max(20),
  }),
]);

export const notificationsSchema = z.array(notificationSchema).max(10).default([]);
export type SiteNotification = z.infer<typeof notificationSchema>;
export type NotificationTo<T extends SiteNotification['to']> = Extract<SiteNotification, { to: T }>;
