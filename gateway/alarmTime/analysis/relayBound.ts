import { total } from './fixpoint.ts';
import type { LineWork } from './lineWork.ts';

/**
 * The most time from the wish to move a relay to the end of the write that does it. `earlierMs`: a write to the same
 * annunciator is under way (one at a time), and other sirens of it go first. Then the exchange under way, writes to
 * other annunciators of the line, and the write itself.
 */
export type RelayBound = {
  readonly totalMs: number;
  readonly earlierMs: number;
  readonly blockingMs: number;
  readonly queueMs: number;
  readonly writeMs: number;
};

/** Writes go first, first come first served, each annunciator one at a time. Null when it is never written to. */
export function relayBound(work: LineWork, annunciator: string, sirens: number): RelayBound | null {
  const longest = (device: string) =>
    Math.max(0, ...work.writes.filter((write) => write.device === device).map(({ boundMs }) => boundMs));
  const writeMs = longest(annunciator);
  if (writeMs === 0) return null;
  const everything = [...work.reads, ...work.triggers, ...work.writes].map(({ boundMs }) => boundMs);
  const blockingMs = Math.max(work.askedMs, ...everything);
  const others = new Set(work.writes.map(({ device }) => device).filter((device) => device !== annunciator));
  const queueMs = total([...others], longest);
  const turnMs = blockingMs + queueMs + writeMs;
  const earlierMs = Math.max(1, sirens) * turnMs;
  return { totalMs: earlierMs + turnMs, earlierMs, blockingMs, queueMs, writeMs };
}
