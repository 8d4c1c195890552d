import { z } from 'zod';
import { hint, id, severity } from './schemaParts.ts';

/** What an uplink is given; a key that is left out leaves nothing out. */
export const filterSchema = z.strictObject({
  streams: z
    .array(z.enum(['event', 'telemetry']))
    .min(1)
    .optional(),
  devices: z.array(id).min(1).optional(), // telemetry and alarms of these alone
  roles: z.array(z.string().min(1)).min(1).optional(), // telemetry of points with these roles alone, e.g. gas.concentration
  minSeverity: severity.optional(), // alarms and messages of the gateway itself, from this one up
});

/** Whose commands count. The platform signs with the other half of the key. */
const commandKey = z.strictObject({
  id,
  publicKey: z.string().min(1), // Ed25519: base64 of its 32 bytes, or the path of a PEM file
  may: z.array(z.enum(['acknowledge', 'replay', 'ping', 'birth'])).min(1),
});

const brokerUrl = z.string().regex(/^(mqtts?|wss?):\/\//, hint('write.url'));

/** One platform that the journal is brought to. Passwords are never here: `secret` names an entry of the secrets file. */
export const uplinkSchema = z.strictObject({
  id,
  url: brokerUrl,
  otherUrls: z.array(brokerUrl).max(8).default([]), // of the same cluster: gone on with, in this order, when the one before is lost
  prefix: z
    .string()
    .max(200, hint('write.prefix'))
    .regex(/^[^+#$\s\p{Cc}]+$/u, hint('write.prefix')) // wildcards, topics of the broker's own, and what no topic may hold
    .default('lifeline'),
  ca: z.string().optional(), // path of a PEM file; default: the system's
  clientCertificate: z.string().optional(),
  clientKey: z.string().optional(),
  username: z.string().optional(),
  secret: z.string().optional(), // entry of the secrets file holding the password
  keepaliveS: z.int().min(5).default(30),
  alpn: z.array(z.string().min(1).max(255)).min(1).optional(), // offered in the TLS handshake, the preferred one first
  encoding: z.enum(['columnar', 'senml-cbor']).default('columnar'),
  // beside the journal: the status record of each lift as JSON, on `gbt24476/<lift>`, on change and every minute
  liftStatus: z.enum(['gbt24476']).optional(),
  filter: filterSchema.optional(),
  // a row is released when the broker has it, or when the platform says on the topic `ack` that it stored it
  release: z.enum(['puback', 'ack']).default('puback'),
  ackTimeoutS: z.int().min(10).default(600), // release: ack; what the platform has not acknowledged by then is sent again
  inFlightBytes: z.int().min(1024).default(65_536), // published and not yet acknowledged, all together at most
  backlogBytesPerS: z.int().min(256).optional(), // what waited during an outage is sent no faster; default: as the link can
  expiryS: z // MQTT 5: the broker forgets telemetry that it could not hand on for so long; default: never
    .int()
    .min(60)
    .max(604_800, hint('write.week-at-most'))
    .optional(),
  commandKeys: z.array(commandKey).default([]), // none: whoever the broker lets publish on `cmd` may ask
  // who acknowledges from afar unsigned has seen the alarm and silences nothing, unless it says so here
  unsignedAcknowledge: z.enum(['seen-only', 'silences-sirens']).default('seen-only'),
  signEvents: z.string().optional(), // entry of the secrets file: an Ed25519 private key
});

export type SiteUplink = z.infer<typeof uplinkSchema>;
/** All addresses of its broker, the preferred one first. */
export function brokersOf({ url, otherUrls }: Pick<SiteUplink, 'url' | 'otherUrls'>): readonly string[] {
  return [url, ...otherUrls];
}

export type UplinkFilter = z.infer<typeof filterSchema>;
