import type { DatabaseSync } from 'node:sqlite';
import { sliceParts } from '../../telemetry/wire/parts.ts';
import { headSeq, type Reached } from '../file/heads.ts';
import { readTelemetryRows } from '../file/rowReading.ts';
import { bury } from '../file/tombstones.ts';
import type { Rows } from './rowWriter.ts';

/**
 * Takes back what was written beyond `reached`, in the caller's transaction. The numbers stay spent: a reader may have
 * seen them in the moment since the file was opened.
 */
export function undo(db: DatabaseSync, rows: Rows, { heads }: Reached): void {
  for (const stream of ['event', 'telemetry'] as const) {
    const from = heads[stream].seq + 1;
    const to = headSeq(db, stream);
    if (to < from) continue;
    db.prepare(`DELETE FROM ${stream} WHERE seq >= ?`).run(from);
    bury(db, stream, from, to, 'damaged');
  }
  const { seq, parts } = heads.telemetry;
  const [grown] = readTelemetryRows(db, seq, 1).rows;
  if (grown !== undefined && grown.seq === seq && grown.parts > parts && parts > 0)
    rows.rewriteTelemetry({ ...grown, parts, sealed: true, body: sliceParts(grown.body, 1, parts) });
}
