import { z } from 'zod';
import { CONFIDENCES, OUTPUTS, TONES } from '../../drivers/vocabulary.ts';
import type { Said } from '../core/result.ts';
import { CLOCK_QUALITIES } from '../telemetry/wire/model.ts';
import { alarmSchema, alarmStateSchema, instantSchema, maintenanceSchema } from './alarm.ts';
import type { AnnunciationScreen } from './annunciation.ts';
import { siteTrialSchema } from './siteRequests.ts';

/**
 * Answer to `alarms`, complete enough to draw an operator's screen from it alone: what stands, what is heard, what
 * somebody has put aside and until when, and whether the gateway itself is well. Instants are `mono` of their boot;
 * `time` says what civil time that is. Made by guard, read by the command line and the page.
 */

const text = z.union([z.string(), z.object({ en: z.string(), zh: z.string() })]);
// what it names was made by guard and is only said again; anything else in its place would be said as nothing
const said = z.custom<Said>(
  (data) => typeof data === 'object' && data !== null && 'key' in data && 'named' in data,
);
const problem = z.object({
  code: z.string(),
  what: z.string(),
  where: z.string().exactOptional(),
  hint: z.string().exactOptional(),
  near: z.array(z.string()).readonly().exactOptional(),
  said: said.exactOptional(),
});

const silenced = z.object({
  occurrence: z.string(),
  announcement: z.number(),
  actor: z.string(),
  at: instantSchema,
});

/** Why an alarm cannot be reset now. */
const RESET_REFUSALS = ['condition-holds', 'nothing-held'] as const;

/** Where a limit comes from, and how sure we are of it; `site`: the installer chose it. */
const limitProvenance = z.object({
  confidence: z.enum([...CONFIDENCES, 'site']),
  source: text,
  clause: z.string().nullable(),
});

const present = z.object({
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  quality: alarmSchema.shape.quality,
  at: instantSchema,
  unit: z.string(),
  valueName: text.nullable(),
});

/** What of a device is not sensed: these points, or the `whole` device; and why, with what to do, where its line knows. */
const unsensed = z.object({
  points: z.array(text),
  whole: z.boolean(),
  because: text.nullable(),
  remedy: text.nullable(),
});

const why = z.object({ because: text, remedy: text });

/** What the alarm alone does not say: names, and what may be done about it. */
const screenAlarm = alarmSchema.extend({
  letter: z.string(), // of the state, A to I
  class: z.enum(['alarm', 'fault']),
  kind: z.string(), // of the rule
  ruleName: text,
  ruleText: z.string(), // the rule in one line
  limitProvenance: limitProvenance.nullable(), // null: nobody has said
  deviceName: text,
  place: text.nullable(),
  zone: z.string().nullable(),
  pointName: text.nullable(),
  valueName: text.nullable(), // where the value is one of named states
  present: present.nullable(), // what its point shows now; null: there is no such point, or nothing was heard of it
  unsensed: unsensed.exactOptional(), // of a loss of sensing that stands
  why: why.exactOptional(), // of an annunciator that does not obey, as far as it is known
  latches: z.boolean(), // stays after its condition is gone
  latched: z.boolean(), // over, and held until it is reset
  reset: z.object({ possible: z.boolean(), because: z.enum(RESET_REFUSALS).nullable() }),
  sounding: z.boolean(),
  silenced: silenced.nullable(), // of the announcement that stands
  firstOut: z.boolean(), // the first of those that belong together
  period: z.string().nullable(), // the maintenance period that suppresses it
});

/** A rule that somebody has put aside. `since` when; `until` null: until it is put back by hand. */
const aside = z.object({
  rule: z.string(),
  ruleName: text,
  occurrence: z.string(),
  condition: alarmStateSchema,
  since: instantSchema,
  until: instantSchema.nullable(),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
});

const maintenance = maintenanceSchema.extend({
  covers: z.array(z.object({ kind: z.enum(['zone', 'device']), name: text })), // by name; none: the whole site
});

const annunciation = z.object({
  sounding: z.array(z.string()),
  silenced: z.array(silenced),
  testing: z.boolean(),
  outputs: z.array(
    z.object({
      point: z.string(),
      drives: z.enum(OUTPUTS),
      zones: z.array(z.string()),
      acting: z.boolean(),
      tone: z.enum(TONES).nullable(),
      obeys: z.boolean().nullable(),
      refused: text.nullable().default(null), // the exception with which its device refuses writes
      acted: z.boolean().default(false), // an older guard does not say it
      because: z.array(z.string()),
      name: text, // of the device it hangs on
      place: text.nullable(),
    }),
  ),
});

const health = z.object({
  devices: z.object({ online: z.int(), failing: z.int(), offline: z.int(), unknown: z.int() }),
  unwell: z.array(
    z.object({
      device: z.string(),
      name: text,
      place: text.nullable(),
      state: z.enum(['unknown', 'failing', 'offline']),
      since: instantSchema.nullable(),
      lastOk: instantSchema.nullable(),
    }),
  ),
  lines: z.array(
    z.object({
      line: z.string(),
      state: z.enum(['open', 'lost']),
      utilisation: z.number(),
      deadShare: z.number(),
      problem: problem.nullable(),
    }),
  ),
});

export const alarmScreenSchema = z.object({
  gateway: z.object({ id: z.string(), name: text, place: text.nullable(), timeZone: z.string() }), // IANA
  boot: z.string(),
  now: z.number(), // mono
  utc: z.number().nullable(), // civil time now, Unix ms; null while it would be a guess
  time: z.object({ mono: z.number(), utc: z.number().nullable(), quality: z.enum(CLOCK_QUALITIES) }),
  zones: z.array(z.object({ id: z.string(), name: text })),
  alarms: z.array(screenAlarm), // every rule that is not normal, most severe first
  shelved: z.array(aside),
  outOfService: z.array(aside),
  maintenance: z.array(maintenance),
  annunciation,
  trial: siteTrialSchema.nullable().default(null), // a changed site that nobody has kept yet
  problems: z.array(problem.extend({ since: instantSchema.exactOptional() })), // of the gateway itself
  health,
});

export type AlarmScreen = z.infer<typeof alarmScreenSchema>;
export type ScreenAlarm = AlarmScreen['alarms'][number];
export type LimitProvenance = z.infer<typeof limitProvenance>;
export type ScreenOutput = AlarmScreen['annunciation']['outputs'][number];

// What guard knows must fit what is shown: a field that a contract gains or changes is an error here.
type Fits<A, B extends A> = B;
export type Fitting = Fits<keyof z.infer<typeof annunciation>, keyof AnnunciationScreen>;
