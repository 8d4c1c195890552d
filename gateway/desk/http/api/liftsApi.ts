import { z } from 'zod';
import { siteName, utcMs, worded } from './wordsApi.ts';

/** A lift as it stands. What is not known is null; codes are those of `drivers/lift`, said by the page from the catalogue. */
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
  door: z.string().nullable(),
  safetyChain: z.string().nullable(),
  service: z.string().nullable(), // mode: normal, inspection, …
  person: z.boolean().nullable(), // somebody is in the car
  entrapment: z.object({ phase: z.string(), sinceMono: z.number().nullable(), basis: z.array(z.string()) }),
  trips: z.object({ today: z.int(), total: z.int().nullable() }),
  faults: z.array(z.object({ code: z.string(), words: worded, sinceMono: z.number().nullable() })),
  findings: z.array(z.object({ what: worded, grave: z.boolean() })), // what to look at first, worst first
});
export type LiftNow = z.infer<typeof liftNow>;
export const liftsNow = z.object({ now: z.number(), timeZone: z.string(), lifts: z.array(liftNow) });
export type LiftsNow = z.infer<typeof liftsNow>;

/** The days of a lift, newest last: trips, door cycles, time out of service. */
export const liftDay = z.object({
  day: z.string(), // civil date
  trips: z.int(),
  doorCycles: z.int(),
  faults: z.int(),
  availability: z.number().nullable(), // share, 0 to 1
});
export const liftDays = z.object({ days: z.array(liftDay), upTo: utcMs });
export type LiftDays = z.infer<typeof liftDays>;
