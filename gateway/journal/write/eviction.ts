import type { DatabaseSync } from 'node:sqlite';
import { type Intervals, intervalsOf } from '../../telemetry/sdk/intervals.ts';
import type { EventBody, Stream } from '../../telemetry/wire/model.ts';
import { ROW_OVERHEAD_BYTES } from '../file/streamSize.ts';
import { bury } from '../file/tombstones.ts';

/** What each stream may take on the disk, in bytes. */
export type Budgets = Readonly<Record<Stream, number>>;

/** What was freed, and how many of the rows an uplink was still waiting for. */
export type Eviction = { readonly rows: number; readonly bytes: number; readonly missed: number };

/** Room is made in strides of this share of the budget, so that not every commit has to touch the oldest pages as well. */
export const STRIDE = 1 / 64;

const CHUNK = 256;
// Choosing among events looks at all of them, so it is done seldom.
const EVENT_CHUNK = 4096;

/** The order in which events go when even the ceiling is reached: lowest first, oldest first within a rank. */
const RANKS = { command: 0, blue: 1, yellow: 2, none: 3, orange: 4, red: 5, clock: 6 } as const;

/**
 * Where an event stands in that order. What a client asked for goes before any alarm: no client can push one out by asking.
 * Clock rows stay longest: they are small, and date all the others.
 */
export function rankOf(event: EventBody): number {
  if (event.type === 'alarm' || event.type === 'system') return RANKS[event.severity];
  return RANKS[event.type === 'lift' ? 'none' : event.type];
}

type Candidate = { readonly seq: number; readonly bytes: number };

/**
 * Evicts at least `need` bytes of a stream, if it has them, in the caller's transaction: first what every uplink has
 * (`released`), oldest first; then what it must. Telemetry loses its oldest; events lose what was asked for by
 * clients, then the blue and yellow ones of occurrences that have ended, then by rank. The newest row always stays, since the numbers go on from it.
 */
export function evict(db: DatabaseSync, stream: Stream, need: number, released: Intervals): Eviction {
  const freed = { rows: 0, bytes: 0, missed: 0 };
  for (const [from, to] of released) {
    while (freed.bytes < need) {
      const chunk = oldest(db, stream, from, to);
      if (chunk.length === 0) break;
      remove(db, stream, chunk, need, freed);
    }
  }
  while (freed.bytes < need) {
    const chunk =
      stream === 'telemetry' ? oldest(db, stream, 1, Number.MAX_SAFE_INTEGER) : leastNeededEvents(db);
    if (chunk.length === 0) break;
    freed.missed += remove(db, stream, chunk, need, freed);
  }
  return freed;
}

function oldest(db: DatabaseSync, stream: Stream, from: number, to: number): readonly Candidate[] {
  return candidates(
    db
      .prepare(
        `SELECT seq, length(body) AS bytes FROM ${stream}
         WHERE seq BETWEEN ? AND ? AND seq < (SELECT max(seq) FROM ${stream}) ORDER BY seq LIMIT ${CHUNK}`,
      )
      .all(from, to),
  );
}

function leastNeededEvents(db: DatabaseSync): readonly Candidate[] {
  return candidates(
    db
      .prepare(
        `SELECT seq, length(body) AS bytes,
           rank BETWEEN ${RANKS.blue} AND ${RANKS.yellow}
             AND occurrence IN (SELECT occurrence FROM event WHERE ended = 1) AS cleared
         FROM event WHERE seq < (SELECT max(seq) FROM event)
         ORDER BY rank > ${RANKS.command}, cleared IS TRUE DESC, rank, seq LIMIT ${EVENT_CHUNK}`,
      )
      .all(),
  );
}

function candidates(rows: readonly Record<string, unknown>[]): readonly Candidate[] {
  return rows.map((row) => ({ seq: Number(row.seq), bytes: Number(row.bytes) + ROW_OVERHEAD_BYTES }));
}

/** Deletes from the front of `chunk` until `need` is met; returns how many rows went. */
function remove(
  db: DatabaseSync,
  stream: Stream,
  chunk: readonly Candidate[],
  need: number,
  freed: { rows: number; bytes: number },
): number {
  const gone: number[] = [];
  const row = db.prepare(`DELETE FROM ${stream} WHERE seq = ?`);
  for (const { seq, bytes } of chunk) {
    if (freed.bytes >= need) break;
    row.run(seq);
    gone.push(seq);
    freed.rows++;
    freed.bytes += bytes;
  }
  for (const [from, to] of intervalsOf(gone)) bury(db, stream, from, to, 'evicted');
  return gone.length;
}
