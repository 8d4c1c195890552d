import type { DatabaseSync } from 'node:sqlite';
import type { Stream } from '../../telemetry/wire/model.ts';
import { readDelivered } from './deliveries.ts';
import { headSeq } from './heads.ts';
import { type Identity, identityInBirths, type Lineage, lineageOf, readIdentity } from './identity.ts';
import { readOr } from './readOrDamaged.ts';
import { readEventRows, readTelemetryRows } from './rowReading.ts';
import { talliedTo } from './streamSize.ts';
import { lastGone } from './tombstones.ts';

/** So many unreadable numbers in a row are looked past for the newest row that can be read. */
const PATIENCE_ROWS = 4_096;
/** The newest row's own number is believed so far beyond all rows that can be read; further away it is a flipped bit. */
const BELIEVED = 4_096;
const ROWS_AT_ONCE = 64;
const UNREADABLE = { rows: [], rising: false };

/**
 * What a file that is not to be used any more, a journal of `gateway`, says of how far it and those before it had come: at
 * least so far, where it is damaged. Empty where it says nothing, or is of another gateway.
 */
export function readLineage(db: DatabaseSync, gateway: string): Lineage {
  const identity = salvagedIdentity(db);
  return identity === null || identity.gateway !== gateway ? [] : reachedBy(db, identity);
}

/** How far the file with this identity had come, at least, and those before it. */
export function reachedBy(db: DatabaseSync, identity: Identity): Lineage {
  const { epoch } = identity;
  return [
    { epoch, event: reachedAtLeast(db, 'event'), telemetry: reachedAtLeast(db, 'telemetry') },
    ...lineageOf(identity),
  ];
}

/** The identity of a file that may be damaged; null where nothing in it tells. */
export function salvagedIdentity(db: DatabaseSync): Identity | null {
  return readOr(() => readIdentity(db), null) ?? readOr(() => identityInBirths(db), null);
}

/** How far a stream of a damaged file had come, from whatever is left of it. */
export function reachedAtLeast(db: DatabaseSync, stream: Stream): number {
  const uplinks = readOr(() => db.prepare('SELECT id FROM uplink').all(), []).map(({ id }) => String(id));
  const proved = Math.max(
    readOr(() => talliedTo(db, stream), 0),
    readOr(() => lastGone(db, stream), 0),
    ...uplinks.map((id) => readOr(() => readDelivered(db, id, stream).intervals.at(-1)?.[1] ?? 0, 0)),
  );
  const readable = newestAfter(db, stream, proved);
  const newest = readOr(() => headSeq(db, stream), 0);
  return newest - readable <= BELIEVED ? Math.max(readable, newest) : readable;
}

/** The newest sound row after `proved`; `proved` itself where there is none. */
function newestAfter(db: DatabaseSync, stream: Stream, proved: number): number {
  const read = stream === 'event' ? readEventRows : readTelemetryRows;
  let last = proved;
  for (let from = proved + 1; from <= last + PATIENCE_ROWS; ) {
    const chunk = readOr(() => read(db, from, ROWS_AT_ONCE), null);
    if (chunk?.last === 0) break; // nothing comes after
    const { rows, rising } = chunk ?? UNREADABLE;
    const found = rising ? rows.findLast(({ seq }) => seq - last <= BELIEVED)?.seq : undefined;
    last = found ?? last;
    from = found === undefined ? from + 1 : found + 1;
  }
  return last;
}
