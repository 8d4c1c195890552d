import { z } from 'zod';
import type { Verdict } from '../ruleWatch.ts';

export const rowSchema = z.object({ on: z.boolean(), against: z.int() });
export const rowsSchema = z.record(z.string(), rowSchema);

/** A level that is judged by medians: whether it holds, and how many medians in a row have said the opposite. */
export type MedianRun = Readonly<z.infer<typeof rowSchema>>;
export type MedianRuns = Readonly<z.infer<typeof rowsSchema>>;

export const NO_ROW: MedianRun = { on: false, against: 0 };

/**
 * A level after another median. It holds after `raising` medians in a row that say `on`, and no longer after
 * `clearing` in a row that say `off`. An hour without a median neither counts nor breaks a row.
 */
export function counted(row: MedianRun, verdict: Verdict, raising: number, clearing: number): MedianRun {
  const opposite = verdict === (row.on ? 'off' : 'on');
  if (!opposite) return row.against === 0 ? row : { ...row, against: 0 };
  const against = row.against + 1;
  return against >= (row.on ? clearing : raising) ? { on: !row.on, against: 0 } : { ...row, against };
}
