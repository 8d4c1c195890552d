import type { DatabaseSync } from 'node:sqlite';
import type { Stream, TombstoneReason } from '../../telemetry/wire/model.ts';
import { entryChecksum } from './checksum.ts';
import { STREAM_CODE } from './schema.ts';

/** Sequences whose rows are no more, and why. */
export type Gone = { readonly from: number; readonly to: number; readonly reason: TombstoneReason };

/**
 * Writes down that the rows [from..to] are no more, joined with neighbours of the same reason, so that a journal that
 * has been evicting for years holds one tombstone and not a million. Rows that every uplink has are written down
 * too: an uplink that joins later must be told.
 */
export function bury(
  db: DatabaseSync,
  stream: Stream,
  from: number,
  to: number,
  reason: TombstoneReason,
): void {
  const code = STREAM_CODE[stream];
  const before = db
    .prepare("SELECT first FROM tombstone WHERE stream = ? AND uplink = '' AND last = ? AND reason = ?")
    .get(code, from - 1, reason);
  const after = db
    .prepare("SELECT last FROM tombstone WHERE stream = ? AND uplink = '' AND first = ? AND reason = ?")
    .get(code, to + 1, reason);
  const first = Number(before?.first ?? from);
  const last = Number(after?.last ?? to);
  db.prepare("DELETE FROM tombstone WHERE stream = ? AND uplink = '' AND first BETWEEN ? AND ?").run(
    code,
    first,
    last,
  );
  const fields = [code, '', first, last, reason] as const;
  db.prepare('INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?)').run(...fields, entryChecksum(...fields));
}

/** What is written down for all uplinks and for this one, rising. */
export function readTombstones(db: DatabaseSync, stream: Stream, uplink: string): readonly Gone[] {
  const code = STREAM_CODE[stream];
  return db
    .prepare("SELECT * FROM tombstone WHERE stream = ? AND uplink IN ('', ?) ORDER BY first")
    .all(code, uplink)
    .flatMap((row) => goneOf(code, row));
}

/** The last sequence under a tombstone for all; 0 where there is none. */
export function lastGone(db: DatabaseSync, stream: Stream): number {
  const code = STREAM_CODE[stream];
  const top = db.prepare(
    "SELECT * FROM tombstone WHERE stream = ? AND uplink = '' ORDER BY last DESC LIMIT 1 OFFSET ?",
  );
  for (let skip = 0; ; skip++) {
    const row = top.get(code, skip);
    if (row === undefined) return 0;
    const [gone] = goneOf(code, row);
    if (gone !== undefined) return gone.to;
  }
}

function goneOf(code: number, row: Record<string, unknown>): readonly Gone[] {
  const gone = { from: Number(row.first), to: Number(row.last), reason: row.reason as TombstoneReason };
  const crc = entryChecksum(code, String(row.uplink), gone.from, gone.to, gone.reason);
  return crc === row.crc ? [gone] : [];
}
