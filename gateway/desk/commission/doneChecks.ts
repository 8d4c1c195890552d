import { z } from 'zod';
import { BUMP_LEGS } from '../../commission/check/bumpTest.ts';
import { TEST_WHYS } from '../../reports/commissioning/commissioningRecord.ts';

const leg = z
  .object({
    outcome: z.enum(['passed', 'failed', 'unproven']),
    ms: z.number().nullable(),
    detail: z.string().nullable(),
  })
  .exactOptional();
const legs = { sensor: leg, decision: leg, siren: leg, heard: leg, platform: leg, recovery: leg };
const limit = z.number().nullable();
const test = z.object({
  startedAt: z.number(), // `mono` of the boot in which it was done
  limits: z.object({
    ...{ sensor: limit, decision: limit, siren: limit, heard: limit, platform: limit, recovery: limit },
  }),
  legs: z.object(legs).readonly(),
});
const zero = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), value: z.number(), spread: z.number(), count: z.int() }),
  z.object({ kind: z.literal('moving'), spread: z.number(), allowed: z.number() }),
  z.object({ kind: z.literal('too-few'), count: z.int(), wanted: z.int() }),
]);
const by = { actor: z.string(), utc: z.number() }; // Unix ms, as the clock of the box had it
/** `asFound`: the first zero of this point. `baseline`: of the site when it was taken, which the value is seen above. */
const doneZero = z.object({
  zero,
  asFound: z.number().nullable().default(null),
  baseline: z.number().default(0),
  ...by,
});
/**
 * `alarmMs`: from the change to the command of the outputs, as guard measured it. `asFound`: how the first test of this point ended, and
 * which legs failed in it; null: there was no other.
 */
const doneBump = z.object({
  test,
  passed: z.boolean(),
  gas: z.string().nullable(),
  alarmMs: z.number().nullable().default(null),
  asFound: z
    .object({ passed: z.boolean(), failed: z.array(z.enum(BUMP_LEGS)), utc: z.number() })
    .nullable()
    .default(null),
  ...by,
});
const doneBuilding = z.object({
  outcome: z.enum(['passed', 'failed']),
  why: z.enum(TEST_WHYS).nullable().default(null),
  detail: z.string().nullable(),
  ...by,
});
/** What a sensor was taken for when it got its address. */
const identified = z.object({
  profile: z.string(),
  certainty: z.enum(['sure', 'likely', 'ambiguous', 'unknown', 'by-hand']).nullable(),
});
const doneChecks = z.object({
  version: z.literal(1),
  zeros: z.record(z.string(), doneZero),
  bumps: z.record(z.string(), doneBump),
  building: z.record(z.string(), doneBuilding).default({}), // by test and where, `siren:kitchen`
  identified: z.record(z.string(), identified).default({}), // by line and address, `water/11`
  /** The boot in which somebody began to prove that the box comes back with its supply. */
  powerFrom: z.object({ boot: z.string(), actor: z.string() }).nullable().default(null),
});

/** What was found of points, by their ids: the newest result of each kind, and who did it. */
export type DoneChecks = Readonly<z.infer<typeof doneChecks>>;
export type DoneZero = z.infer<typeof doneZero>;
export type DoneBump = z.infer<typeof doneBump>;

export type DoneBuilding = z.infer<typeof doneBuilding>;

export const NOTHING_DONE: DoneChecks = {
  ...{ version: 1, zeros: {}, bumps: {}, building: {}, identified: {} },
  powerFrom: null,
};

/** The results of a file; null where it is damaged. */
export function doneChecksOf(text: string): DoneChecks | null {
  try {
    const read = doneChecks.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
