import { z } from 'zod';
import { QUALITY_CODES, type Quality } from '../../drivers/quality.ts';
import { ALARM_STATES, type AlarmState, SEVERITIES, TRANSITION_CAUSES } from '../../drivers/vocabulary.ts';

// One schema each: it gives the type, checks what comes from another process, and what comes back from a saved state.

export const qualitySchema = z.enum(Object.keys(QUALITY_CODES) as [Quality, ...Quality[]]);
export const valueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()]);
export const instantSchema = z.object({ boot: z.string(), mono: z.number() });
export const alarmStateSchema = z.enum(Object.keys(ALARM_STATES) as [AlarmState, ...AlarmState[]]);

export const transitionSchema = z.object({
  rule: z.string(),
  occurrence: z.string(),
  cause: z.enum(TRANSITION_CAUSES),
  from: alarmStateSchema,
  to: alarmStateSchema,
  /** The state beneath: `to` itself, or what a shelved, suppressed or out-of-service alarm is doing meanwhile (A to F). */
  condition: alarmStateSchema,
  severity: z.enum(SEVERITIES),
  point: z.string().nullable(), // full point id, or null for a device
  device: z.string(),
  value: valueSchema,
  limit: valueSchema,
  unit: z.string(),
  quality: qualitySchema,
  onset: instantSchema, // when the condition first held
  declared: instantSchema, // when it was declared, after the on-delay
  actor: z.string().nullable(), // who acknowledged, reset, shelved
  reason: z.string().nullable(), // given with a shelf, a maintenance period, out of service
  until: instantSchema.nullable(), // end of the shelf or maintenance period that covers it now
  /**
   * How often this occurrence was announced so far. Whoever sounds it or silences it means one announcement: the next
   * one sounds again.
   */
  announcement: z.int(),
  /** The occurrence that came first of those that belong together (one place, one moment); null when it stands alone. */
  group: z.string().nullable(),
});

/**
 * One step in the life of one alarm: everything a reader needs to understand it alone. `occurrence` names this
 * episode of the rule, from leaving normal until it is normal again: `<rule>#<boot>-<n>`; it never repeats.
 */
export type Transition = Readonly<z.infer<typeof transitionSchema>>;

export const alarmSchema = transitionSchema.extend({ since: instantSchema, durable: z.boolean() });

/** An alarm as lists show it: the last transition plus whether its journal row is known to be on disk. */
export type Alarm = Readonly<z.infer<typeof alarmSchema>>;

const scopeSchema = z.object({
  zones: z.array(z.string()).readonly(),
  devices: z.array(z.string()).readonly(),
});

/** What a maintenance period covers: the whole site, or what is named. */
export type Scope = Readonly<z.infer<typeof scopeSchema>>;

export const maintenanceSchema = z.object({
  period: z.string(), // its id
  scope: scopeSchema,
  since: instantSchema,
  until: z.number(), // mono
  actor: z.string(),
  reason: z.string(),
});

/** A maintenance period: alarms it covers go on being judged, and are suppressed. */
export type Maintenance = Readonly<z.infer<typeof maintenanceSchema>>;
