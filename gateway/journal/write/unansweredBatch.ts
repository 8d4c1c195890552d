import type { StreamHead } from '../../telemetry/wire/model.ts';
import type { Reached } from '../file/heads.ts';
import type { Commit, Item } from './items.ts';

/**
 * What a batch that is handed over again may have left behind. Rows beyond `reached` are its own: `keep` them (the thread
 * died after its commit and before its answer, and nobody was told another key), or `undo` them (the disk refused the
 * commit, its events were told under other keys since, and yet they turn up when the file is opened again: SQLite
 * believes a write-ahead log as far as its checksums hold).
 */
export type Unconfirmed = { readonly reached: Reached; readonly rows: 'keep' | 'undo' };

/** Whether a stream has come further than `reached`. */
export function isBeyond(now: StreamHead, reached: StreamHead): boolean {
  return now.seq > reached.seq || (now.seq === reached.seq && now.parts > reached.parts);
}

/** What the writer would have been told of a batch that is on the disk as a whole. */
export function commitsOf(items: readonly Item[], reached: Reached, now: Reached): readonly Commit[] {
  let { seq } = reached.heads.event;
  const commits: Commit[] = [];
  for (const item of items) {
    if (item.kind === 'dropped' && item.stream === 'event') seq += item.count;
    if (item.kind === 'part') commits.push({ stream: 'telemetry', head: now.heads.telemetry });
    if (item.kind !== 'event') continue;
    seq++;
    const token = item.token === undefined ? {} : { token: item.token };
    commits.push({ stream: 'event', head: { seq, parts: Math.min(seq, 1) }, ...token });
  }
  return commits;
}
