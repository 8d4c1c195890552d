import type { DatabaseSync } from 'node:sqlite';
import { addInterval, type Intervals } from '../../telemetry/sdk/intervals.ts';
import type { Stream } from '../../telemetry/wire/model.ts';
import type { Delivery } from '../types.ts';
import { entryChecksum } from './checksum.ts';
import { STREAM_CODE } from './schema.ts';

/** What uplinks have of rows that bear another epoch than the journal's own: adopted ones, and those of files set aside. */

/** Whole rows that an uplink has of an epoch. A damaged entry is left out: then it is sent once more. */
export function readDeliveredOfEpoch(
  db: DatabaseSync,
  uplink: string,
  epoch: string,
  stream: Stream,
): Intervals {
  const code = STREAM_CODE[stream];
  let set: Intervals = [];
  for (const { first, last, crc } of db
    .prepare('SELECT first, last, crc FROM elsewhere WHERE uplink = ? AND epoch = ? AND stream = ?')
    .all(uplink, epoch, code)) {
    const [from, to] = [Number(first), Number(last)];
    if (entryChecksum(uplink, epoch, code, from, to) === crc) set = addInterval(set, from, to);
  }
  return set;
}

/** Takes courier's word, in the caller's transaction. Parts of rows are not kept: they come again with the same key. */
export function recordDeliveredOfEpoch(db: DatabaseSync, delivery: Delivery): void {
  const { uplink, epoch, stream, from, to, parts } = delivery;
  if (stream === 'telemetry' && parts !== null) return;
  if (db.prepare('SELECT 1 FROM uplink WHERE id = ?').get(uplink) === undefined) return; // retired meanwhile
  const set = addInterval(readDeliveredOfEpoch(db, uplink, epoch, stream), from, to);
  const [first, last] = set.find(([low, high]) => low <= from && to <= high) ?? [from, to];
  const code = STREAM_CODE[stream];
  db.prepare(
    'DELETE FROM elsewhere WHERE uplink = ? AND epoch = ? AND stream = ? AND first BETWEEN ? AND ?',
  ).run(uplink, epoch, code, first, last);
  const fields = [uplink, epoch, code, first, last] as const;
  db.prepare('INSERT INTO elsewhere VALUES (?, ?, ?, ?, ?, ?)').run(...fields, entryChecksum(...fields));
}

/** Forgets uplinks that rows do not wait for any more. */
export function pruneDeliveredOfEpochs(db: DatabaseSync): void {
  db.exec('DELETE FROM elsewhere WHERE uplink NOT IN (SELECT id FROM uplink)');
}
