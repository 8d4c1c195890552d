import type { DatabaseSync } from 'node:sqlite';
import type { EventRow } from '../types.ts';
import { eventChecksum } from './checksum.ts';
import { type RowsRead, sound } from './rowReading.ts';

/**
 * Events that an older program wrote into its journal under another epoch than the file's own: they had been told upstream before
 * the disk took them. Nobody writes such any more; to read them each of these epochs is a journal that is over.
 */

const ROWS = `
  SELECT adopted.seq, boot.name AS boot, mono, birth.hash AS birth, adopted.crc, adopted.body
  FROM adopted LEFT JOIN boot ON boot.id = adopted.boot LEFT JOIN birth ON birth.id = adopted.birth
  WHERE adopted.epoch = ? AND adopted.seq >= ? ORDER BY adopted.seq LIMIT ?`;

/** The epochs in a file, with the last number of each. */
export function adoptedEpochs(
  db: DatabaseSync,
): readonly { readonly epoch: string; readonly event: number }[] {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'adopted'").get() === undefined) return [];
  return db
    .prepare('SELECT epoch, max(seq) AS last FROM adopted GROUP BY epoch')
    .all()
    .map(({ epoch, last }) => ({ epoch: String(epoch), event: Number(last) }));
}

/** Reads those of one epoch as `readEventRows` does; what is gone or damaged is left out. */
export function adoptedRowsOf(epoch: string) {
  return (db: DatabaseSync, from: number, limit: number): RowsRead<EventRow> =>
    sound(from, db.prepare(ROWS).all(epoch, from, limit), ({ seq, boot, mono, birth, crc, body }) => {
      if (!(body instanceof Uint8Array)) return null;
      const key = { seq: Number(seq), mono: Number(mono), birth: String(birth) };
      if (eventChecksum({ ...key, boot: `${epoch} ${boot}`, body }) !== crc) return null;
      return { seq: key.seq, at: { boot: String(boot), mono: key.mono }, birth: key.birth, body };
    });
}
