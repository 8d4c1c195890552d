import { z } from 'zod';
import { ruleSchema } from '../rules/ruleKinds.ts';
import { annunciatorSchema, signalsSchema } from './annunciatorSchema.ts';
import { gatewaySchema, journalSchema, uplinksSchema } from './carriedSchema.ts';
import { deviceSchema } from './deviceSchema.ts';
import { liftSchema } from './liftSchema.ts';
import { notificationsSchema } from './notificationSchema.ts';
import { opcuaSchema } from './opcuaSchema.ts';
import { pageSchema } from './pageSchema.ts';
import { id, name, seconds } from './schemaParts.ts';

export { type Rule, type RuleOf, ruleSchema } from '../rules/ruleKinds.ts';
export { annunciatorSchema } from './annunciatorSchema.ts';
export { deviceSchema, type SiteDevice } from './deviceSchema.ts';
export { liftSchema, type SiteLift } from './liftSchema.ts';
export type { LocalName } from './schemaParts.ts';
export { type SiteUplink, uplinkSchema } from './uplinkSchema.ts';

/**
 * The site file: what the installer commissioned. One schema gives the type, the editor schema and the errors.
 * Secrets (passwords, keys) are never here: `secret` names an entry of the secrets file.
 */

const serialLine = z.strictObject({
  baud: z.int().positive(),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
});

/** Where a line is reached. `networkMs` is the declared bound of a network hop, part of the alarm-time proof. */
export const connectionSchema = z.discriminatedUnion('type', [
  serialLine.extend({
    type: z.literal('serial'),
    path: z.string().min(1),
    adapterMs: z.number().min(0).default(16),
  }),
  serialLine.extend({
    type: z.literal('rtu-over-tcp'),
    host: z.string(),
    port: z.int().min(1).max(65535),
    networkMs: z.number().min(0).default(50),
  }),
  z.strictObject({
    type: z.literal('modbus-tcp'),
    host: z.string(),
    port: z.int().min(1).max(65535).default(502),
    networkMs: z.number().min(0).default(50),
    anyTransaction: z.boolean().optional(), // the peer answers with transaction numbers of its own
  }),
]);

export const busSchema = z.strictObject({ id, connection: connectionSchema });

const zoneSchema = z.strictObject({ id, name: name.optional() });

export const siteSchema = z.strictObject({
  gateway: gatewaySchema,
  report: z.strictObject({ everyS: seconds.positive().default(60) }).prefault({}),
  buses: z.array(busSchema).min(1),
  zones: z.array(zoneSchema).default([]),
  devices: z.array(deviceSchema).default([]),
  lifts: z.array(liftSchema).default([]),
  rules: z.array(ruleSchema).default([]),
  signals: signalsSchema.optional(), // what alarms sound unless their rule says otherwise
  annunciators: z.array(annunciatorSchema).default([]),
  uplinks: uplinksSchema,
  notifications: notificationsSchema,
  journal: journalSchema,
  page: pageSchema.optional(),
  opcua: opcuaSchema.optional(), // without it no OPC UA server runs
});

export type Site = z.infer<typeof siteSchema>;
export type SiteBus = z.infer<typeof busSchema>;
export type LineConnection = z.infer<typeof connectionSchema>;
