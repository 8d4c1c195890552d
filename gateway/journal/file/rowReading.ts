import type { DatabaseSync } from 'node:sqlite';
import type { EventRow, TelemetryRow } from '../types.ts';
import { eventChecksum, telemetryChecksum } from './checksum.ts';

/**
 * The sound rows, and the last sequence looked at (0: there is no row). `rising` is what SQLite promises, and does not
 * keep once a page is damaged: then `rows` and `last` mean nothing.
 */
export type RowsRead<T> = { readonly rows: readonly T[]; readonly last: number; readonly rising: boolean };

const EVENTS = `
  SELECT event.seq, boot.name AS boot, mono, birth.hash AS birth, event.crc, event.body
  FROM event LEFT JOIN boot ON boot.id = event.boot LEFT JOIN birth ON birth.id = event.birth
  WHERE event.seq >= ? ORDER BY event.seq LIMIT ?`;

const TELEMETRY = `
  SELECT telemetry.seq, boot.name AS boot, birth.hash AS birth, parts, sealed, evidence, telemetry.crc, telemetry.body
  FROM telemetry LEFT JOIN boot ON boot.id = telemetry.boot LEFT JOIN birth ON birth.id = telemetry.birth
  WHERE telemetry.seq >= ? ORDER BY telemetry.seq LIMIT ?`;

/** Up to `limit` event rows with seq ≥ `from`. No statement stays open. */
export function readEventRows(db: DatabaseSync, from: number, limit: number): RowsRead<EventRow> {
  return sound(from, db.prepare(EVENTS).all(from, limit), (row) => {
    const { seq, boot, mono, birth, crc, body } = row;
    const key = { seq: Number(seq), boot: String(boot), mono: Number(mono), birth: String(birth) };
    if (!(body instanceof Uint8Array) || eventChecksum({ ...key, body }) !== crc) return null;
    return { seq: key.seq, at: { boot: key.boot, mono: key.mono }, birth: key.birth, body };
  });
}

/** Up to `limit` telemetry rows with seq ≥ `from`. No statement stays open. */
export function readTelemetryRows(db: DatabaseSync, from: number, limit: number): RowsRead<TelemetryRow> {
  return sound(from, db.prepare(TELEMETRY).all(from, limit), (row) => {
    if (!(row.body instanceof Uint8Array)) return null;
    const found: TelemetryRow = {
      seq: Number(row.seq),
      boot: String(row.boot),
      birth: String(row.birth),
      parts: Number(row.parts),
      sealed: row.sealed === 1,
      evidence: typeof row.evidence === 'string' ? row.evidence : null,
      body: row.body,
    };
    return telemetryChecksum(found) === row.crc ? found : null;
  });
}

/** The rows of `raw` that pass `check`. */
export function sound<T>(
  from: number,
  raw: readonly Record<string, unknown>[],
  check: (row: Record<string, unknown>) => T | null,
): RowsRead<T> {
  const rows: T[] = [];
  let rising = true;
  let last = from - 1;
  for (const row of raw) {
    const seq = Number(row.seq);
    rising &&= seq > last;
    last = seq;
    const good = check(row);
    if (good !== null) rows.push(good);
  }
  return { rows, last: raw.length === 0 ? 0 : last, rising };
}
