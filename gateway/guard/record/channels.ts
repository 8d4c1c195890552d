import { z } from 'zod';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';

/** Point → channel index. An index is given once: one that a point had is never given to another. */
export type ChannelTable = {
  readonly next: number;
  readonly indices: Readonly<Record<string, number>>;
};

const tableSchema = z
  .object({ next: z.int().min(0), indices: z.record(z.string(), z.int().min(0)) })
  .refine(({ next, indices }) => {
    const given = Object.values(indices);
    return new Set(given).size === given.length && given.every((index) => index < next);
  });

const NO_CHANNELS: ChannelTable = { next: 0, indices: {} };

/**
 * Gives every point of an installation its channel. Points that are gone keep theirs, in case they come back.
 *
 * @param previous the table of the last run; null on the very first one
 */
export function assignChannels(
  previous: ChannelTable | null,
  { points }: Pick<Installation, 'points'>,
): ChannelTable {
  const { next, indices } = previous ?? NO_CHANNELS;
  const fresh = [...points.keys()].filter((point) => !Object.hasOwn(indices, point));
  return {
    next: next + fresh.length,
    indices: { ...indices, ...Object.fromEntries(fresh.map((point, i) => [point, next + i])) },
  };
}

/** The table as text, for a small file beside the journal. */
export function formatChannels(table: ChannelTable): string {
  return `${JSON.stringify(table, null, 1)}\n`;
}

/** Reads the text back. A damaged table is a problem: beginning anew would give old indices to other points. */
export function parseChannels(text: string): Result<ChannelTable, Problem> {
  const table = tableSchema.safeParse(json(text));
  if (table.success) return ok(table.data);
  return err(guardProblem('record.channels-damaged'));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
