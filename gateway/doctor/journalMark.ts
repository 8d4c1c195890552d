import { readFileSync } from 'node:fs';
import type { Problem } from '../core/result.ts';
import { StateFile } from '../core/stateFile.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Over less time a journal that makes room by strides seems to stand still, or to run. */
const MEASURED_OVER_MS = 6 * HOUR_MS;

/** How large the journal was at `utc` (Unix ms), and how many bytes a day it grew before that; null: not known for long enough. */
export type JournalMark = { readonly utc: number; readonly bytes: number; readonly perDay: number | null };

/** The mark of now, measured from one before it; so soon after that, it grows as it did. */
export function markOf(before: JournalMark | null, bytes: number, utc: number): JournalMark {
  const spanMs = before === null ? 0 : utc - before.utc;
  if (before === null || spanMs < MEASURED_OVER_MS) return { utc, bytes, perDay: before?.perDay ?? null };
  return { utc, bytes, perDay: ((bytes - before.bytes) / spanMs) * DAY_MS };
}

/** The mark that was kept; null: none was, or it cannot be read. */
export function keptMark(file: string): JournalMark | null {
  try {
    const { utc, bytes, perDay } = JSON.parse(readFileSync(file, 'utf8')) as JournalMark;
    const known = perDay === null || typeof perDay === 'number';
    return typeof utc === 'number' && typeof bytes === 'number' && known ? { utc, bytes, perDay } : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a mark a day (a clock that was set back begins anew): a new one each time would leave nothing to measure from, and writing a
 * small file whole costs a card 80 kB. Null, or what keeps it from being written.
 */
export async function keepMark(
  file: string,
  before: JournalMark | null,
  now: JournalMark,
): Promise<Problem | null> {
  if (before !== null && now.utc >= before.utc && now.utc < before.utc + DAY_MS) return null;
  let trouble: Problem | null = null;
  const kept = new StateFile(file, (problem) => {
    trouble = problem;
  });
  kept.load();
  kept.save(JSON.stringify(now));
  await kept.settled();
  return trouble;
}
