import { z } from 'zod';
import type { Problem, Result } from '../../../core/result.ts';
import type { RouteEntry } from './routes.ts';
import { worded } from './wordsApi.ts';

/** The demonstration beside the page: what happens in the simulated building by somebody's hand, and what the platform has. */

/** What can go wrong on demand, and be put right. */
export const DEMO_TROUBLES = ['gas', 'riser', 'lift', 'sensor', 'network', 'disk'] as const;
export type DemoTrouble = (typeof DEMO_TROUBLES)[number];
const trouble = z.enum(DEMO_TROUBLES);

export const demoAct = z.strictObject({ trouble, wrong: z.boolean() });
export type DemoAct = z.infer<typeof demoAct>;

/**
 * The truth of the simulated building, which the gateway has to find out; units: %LEL, kPa. `cabinet`: what somebody in the
 * stairwell hears and sees; null while its board starts. `platform.arrivals`: its last words, oldest first.
 */
export const demoView = z.object({
  wrong: z.array(trouble),
  impossible: z.array(z.object({ trouble, why: worded })),
  rooms: z.array(z.object({ id: z.string(), gasLel: z.number() })),
  riserKpa: z.number(),
  liftFloor: z.number().nullable(),
  cabinet: z
    .object({
      siren: z.boolean(),
      tone: z.string(),
      strobe: z.boolean(),
      faultLamp: z.boolean(),
      gas: z.enum(['open', 'shut']),
    })
    .nullable(),
  platform: z.object({
    reached: z.boolean(),
    received: z.int(),
    missing: z.int(),
    outstanding: z.int(),
    duplicates: z.int(),
    tombstoned: z.int(),
    arrivals: z.array(z.string()),
  }),
});
export type DemoView = z.infer<typeof demoView>;

/** Who plays it: a root that has the building, its network and its platform at hand. */
export type Demonstration = {
  look(): Promise<DemoView>;
  act(act: DemoAct): Promise<Result<DemoView, Problem>>;
};

/** Registered in a demonstration alone; a gateway in the field does not have them. */
export const DEMO_ROUTES = {
  look: {
    ...{ method: 'GET', path: '/api/demo', who: 'viewer', what: 'The simulated building and the platform' },
    answer: demoView,
  },
  act: {
    ...{ method: 'POST', path: '/api/demo', who: 'operator', what: 'Something goes wrong, or is put right' },
    ...{ body: demoAct, answer: demoView },
  },
} as const satisfies Record<string, RouteEntry>;
