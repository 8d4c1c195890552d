import { z } from 'zod';

/** What a person at the desk may ask about lifts. */

const asked = { id: z.int(), actor: z.string().trim().min(1, 'say who asks').max(200) };
const lift = z.string().min(1).max(100);

export const liftRequests = [
  z.strictObject({ id: z.int(), verb: z.literal('lifts') }), // answered with a LiftScreen
  // somebody has been there: nobody is trapped. Whoever still is will be found again
  z.strictObject({ ...asked, verb: z.literal('lift-free'), lift }),
  // the alarm in the car was tried, and answered
  z.strictObject({ ...asked, verb: z.literal('lift-tested'), lift }),
] as const;

/** They are for the desk's socket alone. */
export const LIFT_VERBS = ['lifts', 'lift-free', 'lift-tested'] as const satisfies readonly z.infer<
  (typeof liftRequests)[number]
>['verb'][];
