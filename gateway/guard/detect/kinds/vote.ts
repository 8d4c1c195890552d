import { z } from 'zod';
import type { Instant } from '../../../../drivers/reading.ts';
import { instantSchema } from '../../../control/alarm.ts';
import { amountOf, type NumericLevel, verdictOf } from '../bounds.ts';
import { canCollapse, collapseSchema, followed, looked, STEADY } from '../collapse.ts';
import { type MakeWatch, sealed, type Verdict } from '../ruleWatch.ts';
import { silenceOf, trustIn } from '../trust.ts';
import { limitBounds } from './limit.ts';

const voterSchema = z.object({
  value: z.number(),
  usable: z.boolean(), // its last reading was, to the full; else it may only raise, or not even that
  raises: z.boolean(),
  heard: instantSchema.nullable(),
  collapse: collapseSchema,
});
type Voter = Readonly<z.infer<typeof voterSchema>>;
const memorySchema = z.record(z.string(), voterSchema);
type VoteMemory = Readonly<z.infer<typeof memorySchema>>;

const UNHEARD: Voter = { value: 0, usable: false, raises: false, heard: null, collapse: STEADY };

/**
 * So many of several points beyond one limit. A point that cannot be used does not vote for the alarm, and for its end
 * it counts as if it still were beyond the limit: an alarm never ends by losing points. With fewer usable points than
 * votes are needed nothing can be said at all; loss of sensing speaks for them. `value` is that of the point just
 * heard.
 */
export const voteWatch: MakeWatch<'vote'> = (rule, { points }) => {
  const bounds = limitBounds(rule);
  const silences = new Map(rule.points.map((id) => [id, silenceOf(points.get(id)?.periodMs ?? 0)]));
  const first = points.get(rule.points[0] ?? '');
  return sealed<VoteMemory>({
    rule,
    device: first?.deviceId ?? '',
    point: null,
    unit: rule.unit,
    levels: bounds,
    listensTo: rule.points,
    silenceMs: Math.max(...silences.values()),
    begin: () => ({}),
    onReading(before, reading) {
      const { point, quality, at } = reading;
      const known = before[point] ?? UNHEARD;
      const value =
        typeof reading.value === 'number' && Number.isFinite(reading.value) ? reading.value : null;
      const trust = value === null ? 'none' : trustIn(quality);
      const collapse = canCollapse(points.get(point)) ? followed(known.collapse, reading) : known.collapse;
      const voter: Voter = {
        value: value ?? known.value,
        usable: trust === 'full' && !collapse.collapsed,
        raises: trust !== 'none',
        heard: { boot: at.boot, mono: at.mono },
        collapse,
      };
      const memory = { ...before, [point]: voter };
      if (trust === 'none') return { memory, finding: null };
      const voters = rule.points.map((id) => ({ id, ...(memory[id] ?? UNHEARD) }));
      const verdicts = bounds.map((bound) => counted(voters, bound, at));
      return { memory, finding: { verdicts, clears: true, value: voter.value, quality, point } };
    },
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    onReset(memory) {
      if (!Object.values(memory).some(({ collapse }) => collapse.collapsed)) return memory;
      const voters = Object.entries(memory).map(
        ([id, voter]) => [id, { ...voter, collapse: looked(voter.collapse) }] as const,
      );
      return Object.fromEntries(voters);
    },
    // what was heard of before the gateway was away says nothing about now
    revive(memory, byMs) {
      const saved = memorySchema.safeParse(memory).data ?? {};
      if (byMs === 0) return saved;
      const voters = Object.entries(saved).map(([id, voter]) => [id, { ...voter, heard: null }] as const);
      return Object.fromEntries(voters);
    },
  });

  function counted(voters: readonly (Voter & { id: string })[], bound: NumericLevel, at: Instant): Verdict {
    let yes = 0;
    let notNo = 0;
    let usable = 0;
    for (const { id, value, heard, ...voter } of voters) {
      const recent =
        heard !== null && heard.boot === at.boot && at.mono - heard.mono <= (silences.get(id) ?? 0);
      const verdict = verdictOf(
        amountOf(bound.side, value),
        amountOf(bound.side, bound.limit),
        rule.deadband,
      );
      if (recent && voter.raises && verdict === 'on') yes++;
      if (recent && voter.usable) usable++;
      if (!(recent && voter.usable && verdict === 'off')) notNo++;
    }
    if (yes >= rule.atLeast) return 'on';
    return usable < rule.atLeast || notNo >= rule.atLeast ? 'band' : 'off';
  }
};
