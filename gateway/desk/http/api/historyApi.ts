import { z } from 'zod';

export const HISTORY_SPANS = { '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
export type HistorySpan = keyof typeof HISTORY_SPANS;
const span = z.enum(Object.keys(HISTORY_SPANS) as [HistorySpan, ...HistorySpan[]]);

export const historyAsk = z.strictObject({ point: z.string().min(3).max(200), span });
export type HistoryAsk = z.infer<typeof historyAsk>;

/**
 * One point over a span, in steps of equal length from `from` on (Unix ms), as columns of the same length: least, greatest
 * and mean of the good samples of a step, and how many. Null in all three: a gap; in the mean alone: nothing but values that are
 * out of spec. `bad`: share of report periods in which something was not good. `partial`: rows were looked for and are gone, or time was not known for some.
 */
export const pointHistory = z.object({
  point: z.string(),
  unit: z.string(),
  from: z.number(),
  stepMs: z.number(),
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  mean: z.array(z.number().nullable()),
  count: z.array(z.int()),
  bad: z.array(z.number()),
  partial: z.boolean(),
});
export type PointHistory = z.infer<typeof pointHistory>;
