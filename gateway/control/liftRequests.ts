import { z } from 'zod';

/** What a person at the desk may ask about lifts. */

const asked = { id: z.int(), actor: z.string().trim().min(1, 'say who asks').max(200) };
const lift = z.string().min(1).max(100);

/** The steps of getting people out, in their order. */
export const RESCUE_STEPS = ['called', 'attended', 'released'] as const;
export type RescueStep = {
  readonly step: (typeof RESCUE_STEPS)[number];
  readonly by: string; // who was called, has arrived, or has let people out
  readonly actor: string; // who tells it
};

/** A try of the alarm in the car. `automatic`: its own, every 72 h (EN 81-28); `note`: what failed. */
export type AlarmTest = {
  readonly actor: string;
  readonly automatic: boolean;
  readonly passed: boolean;
  readonly note: string | null;
};

export const liftRequests = [
  z.strictObject({ id: z.int(), verb: z.literal('lifts') }), // answered with a LiftScreen
  z.strictObject({ id: z.int(), verb: z.literal('lift-status') }), // answered with LiftStatuses; courier's
  // somebody has been there: nobody is trapped. Whoever still is will be found again
  z.strictObject({ ...asked, verb: z.literal('lift-free'), lift }),
  // the alarm in the car was tried: by hand and answered, where nothing else is said
  z.strictObject({
    ...{ ...asked, verb: z.literal('lift-tested'), lift },
    automatic: z.boolean().default(false),
    passed: z.boolean().default(true),
    note: z.string().max(200).nullable().default(null),
  }),
  // who was called, has arrived, or has let people out; the last one says as well that nobody is trapped
  z.strictObject({
    ...{ ...asked, verb: z.literal('lift-rescue'), lift },
    step: z.enum(RESCUE_STEPS),
    by: z.string().trim().min(1, 'say who').max(200),
  }),
] as const;

/** They are for the desk's socket alone. */
export const LIFT_VERBS = [
  'lifts',
  'lift-free',
  'lift-tested',
  'lift-rescue',
] as const satisfies readonly z.infer<(typeof liftRequests)[number]>['verb'][];
