import type { DatabaseSync } from 'node:sqlite';
import type { Stream, StreamHead } from '../../telemetry/wire/model.ts';
import { lastGone } from './tombstones.ts';

/** How far a journal had come when its last batch was answered. */
export type Reached = { readonly epoch: string; readonly heads: Readonly<Record<Stream, StreamHead>> };

/**
 * The newest sequence number a stream has given out, 0 for none. Some rows are spent on a tombstone alone, so that
 * counts as well. The newest row itself is never evicted.
 */
export function headSeq(db: DatabaseSync, stream: Stream): number {
  const row = db.prepare(`SELECT max(seq) AS seq FROM ${stream}`).get();
  return Math.max(Number(row?.seq ?? 0), lastGone(db, stream));
}

/** The newest sequence number, and the parts that row has so far (1 for an event, 0 where there is no such row). */
export function readHead(db: DatabaseSync, stream: Stream): StreamHead {
  const seq = headSeq(db, stream);
  if (stream === 'event') return { seq, parts: Math.min(seq, 1) };
  const row = db.prepare('SELECT parts FROM telemetry WHERE seq = ?').get(seq);
  return { seq, parts: Number(row?.parts ?? 0) };
}
