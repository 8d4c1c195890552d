import { z } from 'zod';
import type { Reading } from '../../../../drivers/reading.ts';
import { boundsOf, type NumericLevel } from '../bounds.ts';
import { aboutPoint, type MakeWatch, sealed, type Verdict } from '../ruleWatch.ts';
import { highest, movedSlots, NO_SLOTS, noted, passed, slotsSchema } from '../series/slots.ts';
import { isSettled, usual, usualWith } from '../series/usual.ts';
import { trustIn } from '../trust.ts';

const fallSchema = z.object({ from: z.number(), since: z.number() }); // the level it fell from; mono
const memorySchema = z.object({
  recent: slotsSchema,
  window: slotsSchema,
  falls: z.record(z.string(), fallSchema), // by level
});
type Fall = Readonly<z.infer<typeof fallSchema>>;
type DropMemory = Readonly<z.infer<typeof memorySchema>>;

const FRESH: DropMemory = { recent: NO_SLOTS, window: NO_SLOTS, falls: {} };

/**
 * A fall within a window, as when a pipe bursts: the value is so far below the median of the last 15 min, and it was so
 * much higher within the window. A slow decline never is; nor is the end of a short peak, which the median does not
 * know. It must stay down for the level's `holdS`, and is over when the value has come up again or when, after some
 * eight minutes, the lower level has become the usual one: then it is a matter for a limit.
 */
export const dropWatch: MakeWatch<'drop'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const bounds = boundsOf('fall', rule.fall);
  const windowMs = rule.windowS * 1000;
  const inPerCent = rule.unit === '%' && point?.unit !== '%';
  return sealed<DropMemory>({
    ...aboutPoint(rule, point),
    unit: rule.unit,
    levels: bounds,
    begin: () => FRESH,
    onReading(before, reading) {
      const { value, quality, at, point: from } = reading;
      const trust = trustIn(quality);
      if (typeof value !== 'number' || !Number.isFinite(value) || trust === 'none')
        return { memory: before, finding: null };
      const known = sameBoot(before, at);
      const median = usual(known.recent, at);
      const settled = isSettled(known.recent, at) ? median : null;
      const peak = highest(passed(known.window, at, windowMs));
      const upper = median === null || peak === null ? null : Math.min(median, peak);
      const falls = Object.fromEntries(
        bounds.flatMap((bound): [string, Fall][] => {
          const fall = known.falls[bound.key] ?? begun(bound, value, upper, at);
          return fall === null || (trust === 'full' && isOver(fall, bound, value, settled))
            ? []
            : [[bound.key, fall]];
        }),
      );
      const verdicts = bounds.map((bound) => verdictNow(falls[bound.key], bound, value, at));
      const memory: DropMemory =
        trust === 'full'
          ? {
              recent: usualWith(known.recent, value, at),
              window: noted(known.window, value, at, windowMs),
              falls,
            }
          : { ...known, falls };
      const deepest = Object.values(falls)[0]?.from ?? upper ?? value;
      const shown = inUnit(deepest - value, deepest);
      return { memory, finding: { verdicts, clears: trust === 'full', value: shown, quality, point: from } };
    },
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    moved: ({ recent, window, falls }, by) => ({
      recent: movedSlots(recent, by),
      window: movedSlots(window, by),
      falls: Object.fromEntries(
        Object.entries(falls).map(([key, fall]) => [key, { ...fall, from: fall.from + by }]),
      ),
    }),
    revive: (memory) => memorySchema.safeParse(memory).data ?? FRESH,
  });

  function begun(
    { limit }: NumericLevel,
    value: number,
    upper: number | null,
    at: Reading['at'],
  ): Fall | null {
    if (upper === null || (inPerCent && upper <= 0)) return null;
    return inUnit(upper - value, upper) >= limit ? { from: upper, since: at.mono } : null;
  }

  function isOver({ from }: Fall, { limit }: NumericLevel, value: number, median: number | null): boolean {
    const over = (level: number) => inUnit(from - level, from) < limit - rule.deadband;
    const usualNow = median !== null && inUnit(from - median, from) >= limit - rule.deadband;
    return over(value) || usualNow;
  }

  function verdictNow(
    fall: Fall | undefined,
    { severity, limit }: NumericLevel,
    value: number,
    at: Reading['at'],
  ): Verdict {
    if (fall === undefined) return 'off';
    if (at.mono - fall.since < 1000 * (rule.holdS[severity] ?? 0)) return 'band';
    return inUnit(fall.from - value, fall.from) >= limit ? 'on' : 'band';
  }

  function inUnit(amount: number, of: number): number {
    return inPerCent ? (of === 0 ? 0 : (100 * amount) / of) : amount;
  }
};

/** Nobody knows how long ago another boot was: a fall that was being watched has its whole time again. */
function sameBoot(memory: DropMemory, at: Reading['at']): DropMemory {
  if (memory.window.boot === at.boot || memory.window.boot === '') return memory;
  const falls = Object.entries(memory.falls).map(
    ([key, fall]) => [key, { ...fall, since: at.mono }] as const,
  );
  const none = { boot: at.boot, slots: [] };
  return { recent: none, window: none, falls: Object.fromEntries(falls) };
}
