import { z } from 'zod';
import { qualitySchema, valueSchema } from '../../../control/alarm.ts';
import { alarmScreenSchema } from '../../../control/alarmScreen.ts';
import { commissionView } from './commissionApi.ts';
import { worded, wordedProblem } from './wordsApi.ts';

/**
 * What is the case now. One snapshot, and a stream of server-sent events that goes on from it; the name of an event is a key
 * of `streamEvents`. A stream begins with a snapshot, also after each break, so the page keeps no state over one.
 */

const screenAlarm = alarmScreenSchema.shape.alarms.element;
const screenHealth = alarmScreenSchema.shape.health;
const screenLine = screenHealth.shape.lines.element;

/** An alarm as guard tells it; the rule in one line of each language. `toDo`: what somebody is to do, by keys of `TO_DO_MESSAGES`. */
export const pageAlarm = screenAlarm.extend({ ruleText: worded, toDo: z.array(z.string()) });
export type PageAlarm = z.infer<typeof pageAlarm>;

/** What stands, what is heard, what is put aside: guard's own screen, its problems in words. */
export const pageScreen = alarmScreenSchema.extend({
  alarms: z.array(pageAlarm),
  problems: z.array(
    wordedProblem.extend({ since: z.object({ boot: z.string(), mono: z.number() }).nullable() }),
  ),
  health: screenHealth.extend({
    lines: z.array(screenLine.extend({ problem: wordedProblem.nullable() })),
  }),
});
export type PageScreen = z.infer<typeof pageScreen>;

/** One value of one point. `point`: `<device>/<point>`; `at`: `mono` of `boot`. */
export const liveValue = z.object({
  point: z.string(),
  value: valueSchema,
  quality: qualitySchema,
  at: z.number(),
});
export type LiveValue = z.infer<typeof liveValue>;

/** Whether guard answers, and since when (`mono`). */
export const guardContact = z.object({ alive: z.boolean(), since: z.number() });
export type GuardContact = z.infer<typeof guardContact>;

/**
 * `now` is `mono` of `boot` when it was said. `screen` is the last that guard gave, null before the first: with
 * `guard.alive` false it is old. `building` changes with the site: then `/api/building` is to be asked again.
 */
export const liveSnapshot = z.object({
  boot: z.string(),
  now: z.number(),
  building: z.string(),
  guard: guardContact,
  screen: pageScreen.nullable(),
  values: z.array(liveValue),
});
export type LiveSnapshot = z.infer<typeof liveSnapshot>;

/** Newer values of some points; the others stand. */
export const liveValues = z.object({ now: z.number(), values: z.array(liveValue) });
export type LiveValues = z.infer<typeof liveValues>;
export const liveScreen = z.object({ now: z.number(), screen: pageScreen });
export type LiveScreen = z.infer<typeof liveScreen>;
/** Every two seconds, so that a silence is known for one. */
export const liveBeat = z.object({ now: z.number(), guard: guardContact, building: z.string() });
export type LiveBeat = z.infer<typeof liveBeat>;

export const streamEvents = {
  snapshot: liveSnapshot,
  values: liveValues,
  screen: liveScreen,
  beat: liveBeat,
  commission: commissionView.pick({ lines: true, checks: true }).extend({ now: z.number() }),
} as const;
/** What comes over the stream, by the name of its event. */
export type StreamEvents = { [K in keyof typeof streamEvents]: z.infer<(typeof streamEvents)[K]> };

export const BEAT_EVERY_MS = 2_000;
