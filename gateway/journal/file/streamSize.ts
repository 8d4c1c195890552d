import type { DatabaseSync } from 'node:sqlite';
import type { Stream } from '../../telemetry/wire/model.ts';
import { entryChecksum } from './checksum.ts';
import { STREAM_CODE } from './schema.ts';

/**
 * How much a stream holds. Kept beside the rows and brought up to date now and then, because counting half a gigabyte
 * on an SD card takes longer than a start should.
 */
export type Tally = { readonly rows: number; readonly bytes: number };

/** What a row costs on the disk beside its body: cell header, key, names, checksum, its share of the page's slack. */
export const ROW_OVERHEAD_BYTES = 64;

/** The size that counts against a budget. */
export function rowBytes(body: { readonly length: number }): number {
  return body.length + ROW_OVERHEAD_BYTES;
}

/** The kept tally and the rows after it. */
export function readTally(db: DatabaseSync, stream: Stream): Tally {
  const kept = readKept(db, stream);
  const since = db
    .prepare(
      `SELECT count(*) AS rows, coalesce(sum(length(body) + ${ROW_OVERHEAD_BYTES}), 0) AS bytes
       FROM ${stream} WHERE seq > ?`,
    )
    .get(kept.seq);
  return {
    rows: kept.rows + Number(since?.rows),
    bytes: kept.bytes + Number(since?.bytes),
  };
}

/** The sequence up to which rows are in the kept tally; 0 where it is damaged. */
export function talliedTo(db: DatabaseSync, stream: Stream): number {
  return readKept(db, stream).seq;
}

function readKept(db: DatabaseSync, stream: Stream): Tally & { readonly seq: number } {
  const code = STREAM_CODE[stream];
  const row = db.prepare('SELECT seq, rows, bytes, crc FROM tally WHERE stream = ?').get(code);
  const kept = { seq: Number(row?.seq), rows: Number(row?.rows), bytes: Number(row?.bytes) };
  const good = row?.crc === entryChecksum(code, kept.seq, kept.rows, kept.bytes);
  return good ? kept : { seq: 0, rows: 0, bytes: 0 };
}

/** Keeps a tally that covers the rows up to `seq`, none of which will change any more. */
export function keepTally(db: DatabaseSync, stream: Stream, seq: number, tally: Tally): void {
  const fields = [STREAM_CODE[stream], seq, tally.rows, tally.bytes] as const;
  db.prepare('INSERT OR REPLACE INTO tally VALUES (?, ?, ?, ?, ?)').run(...fields, entryChecksum(...fields));
}
