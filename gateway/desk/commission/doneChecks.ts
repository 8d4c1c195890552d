import { z } from 'zod';

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
const doneZero = z.object({ zero, ...by });
const doneBump = z.object({ test, passed: z.boolean(), gas: z.string().nullable(), ...by });
const doneChecks = z.object({
  version: z.literal(1),
  zeros: z.record(z.string(), doneZero),
  bumps: z.record(z.string(), doneBump),
});

/** What was found of points, by their ids: the newest result of each kind, and who did it. */
export type DoneChecks = Readonly<z.infer<typeof doneChecks>>;
export type DoneZero = z.infer<typeof doneZero>;
export type DoneBump = z.infer<typeof doneBump>;

export const NOTHING_DONE: DoneChecks = { version: 1, zeros: {}, bumps: {} };

/** The results of a file; null where it is damaged. */
export function doneChecksOf(text: string): DoneChecks | null {
  try {
    const read = doneChecks.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
