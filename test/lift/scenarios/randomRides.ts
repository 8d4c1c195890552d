import fc from 'fast-check';
import { type Change, type Incident, incidentsSchema } from './script.ts';
import { tell } from './told.ts';

// Rides at random, for properties of whatever a lift and its sensors do.

export type Step = readonly [number, Change];

const ride = fc.record({ to: fc.integer({ min: 1, max: 6 }), waitS: fc.integer({ min: 20, max: 400 }) });
export const rides = fc.array(ride, { minLength: 3, maxLength: 7 });
export const devices = fc.constantFrom('both', 'box', 'controller' as const);
/** A moment, as a share of the whole. */
export const moment = fc.double({ min: 0, max: 1, noNaN: true });

/** Rides one after the other, each over before the next begins. */
export function served(plan: readonly { to: number; waitS: number }[]): { steps: Step[]; endS: number } {
  let at = 10;
  const steps = plan.map(({ to, waitS }): Step => {
    const step: Step = [at, { serve: to }];
    at += 45 + waitS;
    return step;
  });
  return { steps, endS: at };
}

export function incident(
  more: Partial<Incident> & Pick<Incident, 'devices' | 'until'>,
  steps: readonly Step[],
): Incident {
  const [one] = incidentsSchema.parse([
    {
      name: 'at random',
      everyS: 1,
      clause: 'issue, what must be seen 3',
      ...more,
      steps: steps.map((step) => [...step]),
    },
  ]);
  if (one === undefined) throw new Error('no incident');
  return one;
}

/** Red alarms, each with its second. */
export const reds = (one: Incident) =>
  tell(one).alarms.flatMap(({ atS, rule, cause, severity }) =>
    cause === 'raised' && severity === 'red' ? [`${rule} at ${atS}`] : [],
  );
