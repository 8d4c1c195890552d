import { z } from 'zod';
import { qualitySchema } from '../../../control/alarm.ts';
import { READERS } from '../../../reports/lift/papers/liftPaper.ts';
import { siteName, utcMs, worded } from './wordsApi.ts';

/**
 * A lift as it stands. What is not known is null; codes are those of `drivers/lift`, said by the page from the catalogue.
 * `unsure` names what is shown and not certain (the key of this object, `car.` before those of the car), with its quality.
 */
export const liftNow = z.object({
  id: z.string(),
  name: siteName,
  place: siteName.nullable(),
  registration: z.string().nullable(),
  car: z.object({
    floor: z.string().nullable(), // what is written there
    direction: z.string().nullable(),
    moving: z.boolean().nullable(),
    speedMmS: z.number().nullable(),
  }),
  unsure: z.array(z.object({ what: z.string(), quality: qualitySchema })),
  devices: z.array(z.string()), // that tell of it, the best first
  silent: z.array(z.string()), // those of them that tell nothing now
  door: z.string().nullable(),
  safetyChain: z.string().nullable(),
  service: z.string().nullable(), // mode: normal, inspection, …
  person: z.boolean().nullable(), // somebody is in the car
  // `known` false: the lift is silent, and the phase is the one that stood before
  entrapment: z.object({
    ...{ phase: z.string(), known: z.boolean() },
    ...{ sinceMono: z.number().nullable(), basis: z.array(z.string()) },
  }),
  trips: z.object({ today: z.int(), total: z.int().nullable() }),
  faults: z.array(z.object({ code: z.string(), words: worded, sinceMono: z.number().nullable() })),
  findings: z.array(z.object({ what: worded, lookAt: worded.nullable(), grave: z.boolean() })), // worst first
});
export type LiftNow = z.infer<typeof liftNow>;
export const liftsNow = z.object({ now: z.number(), timeZone: z.string(), lifts: z.array(liftNow) });
export type LiftsNow = z.infer<typeof liftsNow>;

/** Which paper of a lift: for whom, in which language, of which month; without one, of the last that has a day. */
export const paperAsk = z.strictObject({
  reader: z.enum(READERS),
  language: z.enum(['en', 'zh']),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});

/** The days of a lift, newest last: trips, door cycles, time out of service. */
export const liftDay = z.object({
  day: z.string(), // civil date
  trips: z.int(),
  doorCycles: z.int(),
  faults: z.int(),
  availability: z.number().nullable(), // share, 0 to 1
});
/** Columns of the days, each with its definition. */
export const COUNTED_FIGURES = ['trips', 'cycles', 'faultCodes', 'availability'] as const;
/** `counted`: how the figures of the days are counted, in the order of the columns. */
export const liftDays = z.object({
  days: z.array(liftDay),
  upTo: utcMs,
  counted: z.array(z.object({ figure: z.enum(COUNTED_FIGURES), name: worded, text: worded })),
});
export type LiftDays = z.infer<typeof liftDays>;

/** A trip, the newest first. Floors as they are written there; null: not seen. */
export const travelRow = z.object({
  utc: utcMs, // of its start
  sure: z.boolean(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  durationMs: z.number().nullable(),
  atLanding: z.boolean().nullable(), // it ended level with a floor
});
export type TravelRow = z.infer<typeof travelRow>;
/** `more`: there are older ones, or rows that were not looked at. */
export const liftTravel = z.object({ trips: z.array(travelRow), more: z.boolean() });
export type LiftTravel = z.infer<typeof liftTravel>;
