import { z } from 'zod';
import type { Instant, PointValue } from '../../../../drivers/reading.ts';
import { valueSchema } from '../../../control/alarm.ts';
import { boundsOf, verdictOf } from '../bounds.ts';
import { aboutPoint, type MakeWatch, sealed, type UtcOffset } from '../ruleWatch.ts';
import { NO_TALLY, tallied, tallySchema, total } from '../series/windowCount.ts';
import { trustIn } from '../trust.ts';

const HOUR_MS = 3_600_000;

const memorySchema = z.object({ tally: tallySchema, last: valueSchema });
type CountMemory = Readonly<z.infer<typeof memorySchema>>;

const FRESH: CountMemory = { tally: NO_TALLY, last: null };

/**
 * How often a state began within a window: a pump that starts too often, a door that is opened. A state that was there
 * at the first look is not counted, nor one that only was not seen for a while. Without `equals` it is by how much a
 * counter went up; a counter that went down has begun anew and says nothing. Windows of an hour and more run on civil
 * time, and hold still while that is not sure.
 */
export const countWatch: MakeWatch<'count'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const bounds = boundsOf('count', rule.atLeast);
  const windowMs = rule.windowS * 1000;
  return sealed<CountMemory>({
    ...aboutPoint(rule, point),
    unit: '',
    levels: bounds,
    begin: () => FRESH,
    onReading(memory, { value, quality, at, point: from }, utcOffset) {
      const trust = trustIn(quality);
      const time = timeOf(at, utcOffset);
      if (value === null || trust === 'none' || time === null) return { memory, finding: null };
      const tally = tallied(memory.tally, begun(memory.last, value), time, windowMs);
      const count = total(tally);
      const verdicts = bounds.map(({ limit }) => verdictOf(count, limit, 0));
      const finding = { verdicts, clears: trust === 'full', value: count, quality, point: from };
      return { memory: { tally, last: value }, finding };
    },
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    revive: (memory) => memorySchema.safeParse(memory).data ?? FRESH,
  });

  function begun(last: PointValue, value: PointValue): number {
    if (last === null) return 0;
    if (rule.equals !== undefined) return value === rule.equals && last !== rule.equals ? 1 : 0;
    return typeof value === 'number' && typeof last === 'number' ? Math.max(0, value - last) : 0;
  }

  function timeOf(at: Instant, utcOffset: UtcOffset) {
    const { boot, mono } = at;
    if (windowMs < HOUR_MS) return { boot, offset: 0, civil: false, now: mono };
    return utcOffset === null ? null : { boot, offset: utcOffset, civil: true, now: mono + utcOffset };
  }
};
