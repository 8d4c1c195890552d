import { z } from 'zod';
import type { RuleOf } from '../../../site/rules/ruleKinds.ts';
import { amountOf, boundsOf, verdictOf } from '../bounds.ts';
import { canCollapse, collapseSchema, followed, looked, STEADY } from '../collapse.ts';
import { aboutPoint, type MakeWatch, sealed } from '../ruleWatch.ts';
import { trustIn } from '../trust.ts';

const memorySchema = z.object({
  collapse: collapseSchema,
  overRange: z.boolean(), // it has read beyond its range, and nobody has looked since
});
type LimitMemory = Readonly<z.infer<typeof memorySchema>>;

const FRESH: LimitMemory = { collapse: STEADY, overRange: false };

/**
 * A quantity at or beyond a limit: `high` when value ≥ limit, `low` when value ≤ limit. It is off again beyond the
 * deadband on the other side of the limit, and in between it keeps what was.
 *
 * Of combustible gas a sensor that collapsed, or that was driven beyond its range, is no witness that the gas is gone:
 * such an alarm ends only once somebody has reset it.
 */
export const limitWatch: MakeWatch<'limit'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const isGas = point?.profile.role === 'gas.concentration';
  const top = point?.profile.range?.[1] ?? Number.POSITIVE_INFINITY;
  const bounds = limitBounds(rule);
  return sealed<LimitMemory>({
    ...aboutPoint(rule, point),
    unit: rule.unit,
    levels: bounds,
    begin: () => FRESH,
    onReading(before, reading) {
      const { value, quality, point: from } = reading;
      const trust = trustIn(quality);
      if (typeof value !== 'number' || !Number.isFinite(value) || trust === 'none')
        return { memory: before, finding: null };
      const overRange = before.overRange || (isGas && quality === 'out-of-spec' && value > top);
      const collapse = canCollapse(point) ? followed(before.collapse, reading) : before.collapse;
      const memory =
        overRange === before.overRange && collapse === before.collapse ? before : { overRange, collapse };
      const verdicts = bounds.map(({ side, limit }) =>
        verdictOf(amountOf(side, value), amountOf(side, limit), rule.deadband),
      );
      const clears = trust === 'full' && !overRange && !collapse.collapsed;
      return { memory, finding: { verdicts, clears, value, quality, point: from } };
    },
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    onReset(memory) {
      const collapse = looked(memory.collapse);
      return collapse === memory.collapse && !memory.overRange ? memory : { collapse, overRange: false };
    },
    revive: (memory) => memorySchema.safeParse(memory).data ?? FRESH,
  });
};

/** The levels of a rule that has high and low limits. */
export function limitBounds({ high, low }: Pick<RuleOf<'limit'>, 'high' | 'low'>) {
  return [...boundsOf('high', high), ...boundsOf('low', low)];
}
