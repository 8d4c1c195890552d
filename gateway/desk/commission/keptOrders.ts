import { z } from 'zod';
import type { Profile } from '../../../drivers/profile/schema.ts';
import { type ChangePlan, planChange, planRate } from '../../commission/settings/changePlan.ts';
import type { SensorOrder } from '../../commission/wizard/order.ts';

const format = z.strictObject({
  baud: z.int().positive(),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.literal([1, 2]),
});
const whereabouts = z.strictObject({ unit: z.int().min(0).max(247), format });
const failure = z.strictObject({
  step: z.enum(['alone', 'free', 'write', 'read-back', 'power-cycle', 'gone']),
  why: z.enum([
    ...(['shared', 'others', 'taken', 'unsaid', 'silent', 'garbled', 'refused'] as const),
    ...(['not-taken', 'still-there', 'off'] as const),
  ]),
  leftAt: z.array(whereabouts),
});
const keptSensor = z.strictObject({
  unit: z.int().min(1).max(247),
  name: z.string().max(200),
  place: z.string().max(200).nullable(),
  certainty: z.enum(['sure', 'likely', 'ambiguous', 'unknown', 'by-hand']).nullable(),
  outcome: z.enum(['open', 'addressed', 'left-out']),
  done: z.int().min(0).nullable(), // steps of giving it its rate or its address; null: not begun
  setting: z.enum(['unit', 'baud']).default('unit'), // which of the two
  movedFrom: z.int().min(1).max(247).nullable().default(null), // the address it came with, where that is not the factory's
});
const keptOrder = z.strictObject({
  line: z.string(),
  profile: z.string(),
  from: whereabouts,
  fresh: format.nullable().default(null),
  atFresh: z.boolean().default(false),
  twin: z.boolean().default(false),
  sensors: z.array(keptSensor).max(247),
  at: z.int().min(0),
  phase: z.enum(['connect', 'shared', 'recognise', 'other', 'change', 'by-hand', 'name', 'failed', 'done']),
  failure: failure.nullable(),
  paused: z.boolean(),
  marked: z.array(z.int()).max(247).default([]),
  actor: z.string(),
});
const keptFile = z.strictObject({ version: z.literal(1), orders: z.array(keptOrder).max(100) });

/** An order, and who stood before it last. */
export type ActorsOrder = { readonly order: SensorOrder; readonly actor: string };

/** The file of orders. What can be worked out from the profile, the steps of a change, is not in it. */
export function ordersText(orders: readonly ActorsOrder[]): string {
  const kept = orders.map(({ order: { phase, sensors, ...order }, actor }) => ({
    // two on an address are noticed anew
    ...{ ...order, actor, phase: phase.kind === 'twins' ? phase.back : phase.kind },
    failure: phase.kind === 'failed' ? phase.failure : null,
    sensors: sensors.map(({ change, ...sensor }) => ({
      ...{ ...sensor, done: change?.done ?? null, setting: change?.plan.setting ?? 'unit' },
      movedFrom: change === null || change.plan.from.unit === order.from.unit ? null : change.plan.from.unit,
    })),
  }));
  return JSON.stringify({ version: 1, orders: kept });
}

/** The orders of a file; null where it is damaged. One of a profile that is not there any more is left out. */
export function ordersOf(text: string, profiles: ReadonlyMap<string, Profile>): ActorsOrder[] | null {
  const read = keptFile.safeParse(parsed(text));
  if (!read.success) return null;
  return read.data.orders.flatMap(({ actor, failure: kept, phase, sensors, ...order }) => {
    const profile = profiles.get(order.profile);
    if (profile === undefined) return [];
    const restored = sensors.map(({ done, movedFrom, setting, ...sensor }) => {
      const plan = done === null ? null : planOf(profile, { ...order, ...sensor }, setting, movedFrom);
      const change = plan === null || done === null ? null : { plan, done, failure: null };
      return { ...sensor, change };
    });
    return [{ actor, order: { ...order, sensors: restored, phase: phaseOf(phase, kept, order) } }];
  });
}

/** What somebody else was seen to be is looked at again: whoever is connected may have been changed meanwhile. */
function phaseOf(
  kind: z.infer<typeof keptOrder>['phase'],
  kept: z.infer<typeof failure> | null,
  { twin, from }: Pick<SensorOrder, 'twin' | 'from'>,
): SensorOrder['phase'] {
  if (kind === 'failed' && kept !== null) return { kind, failure: kept };
  if (twin && (kind === 'connect' || kind === 'failed'))
    return { kind: 'twins', unit: from.unit, back: 'connect', calm: 0 };
  if (kind === 'failed') return { kind: 'connect' };
  return { kind: kind === 'other' ? 'recognise' : kind };
}

function planOf(
  profile: Profile,
  { unit, from, fresh }: Pick<z.infer<typeof keptOrder>, 'from' | 'fresh'> & { readonly unit: number },
  setting: 'unit' | 'baud',
  movedFrom: number | null,
): ChangePlan | null {
  const plan =
    setting === 'baud'
      ? planRate(profile, from.format.baud, { ...from, format: fresh ?? from.format })
      : planChange(profile, 'unit', unit, movedFrom === null ? from : { ...from, unit: movedFrom });
  return plan.ok ? plan.value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
