import type { DatabaseSync } from 'node:sqlite';
import { addInterval, type Intervals, includes, intersect } from '../../telemetry/sdk/intervals.ts';
import type { Stream } from '../../telemetry/wire/model.ts';
import type { DeliveredSet, Delivery } from '../types.ts';
import { entryChecksum } from './checksum.ts';
import { pruneDeliveredOfEpochs } from './foreignDeliveries.ts';
import { STREAM_CODE } from './schema.ts';

/** What one uplink has acknowledged of a stream. A damaged entry is left out: then it is sent once more. */
export function readDelivered(db: DatabaseSync, uplink: string, stream: Stream): DeliveredSet {
  const code = STREAM_CODE[stream];
  const intervals = db
    .prepare('SELECT first, last, crc FROM delivery WHERE uplink = ? AND stream = ? ORDER BY first')
    .all(uplink, code)
    .map((row) => [Number(row.first), Number(row.last), row.crc] as const)
    .filter(([first, last, crc]) => entryChecksum(uplink, code, first, last) === crc)
    .map(([first, last]) => [first, last] as const);
  const partial = new Map<number, number>();
  if (stream === 'telemetry')
    for (const row of db.prepare('SELECT * FROM partial WHERE uplink = ? ORDER BY seq').all(uplink)) {
      const [seq, parts] = [Number(row.seq), Number(row.parts)];
      if (entryChecksum(uplink, seq, parts) === row.crc) partial.set(seq, parts);
    }
  return { intervals, partial };
}

/** The uplinks rows wait for, and what each of them has. A mirror of the tables, read again after a rollback. */
export class Deliveries {
  readonly #db: DatabaseSync;
  readonly #sets = new Map<string, Record<Stream, Intervals>>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.reload();
  }

  /** Forgets what was not committed. */
  reload(): void {
    this.#sets.clear();
    for (const row of this.#db.prepare('SELECT id FROM uplink').all()) {
      const id = String(row.id);
      this.#sets.set(id, {
        event: readDelivered(this.#db, id, 'event').intervals,
        telemetry: readDelivered(this.#db, id, 'telemetry').intervals,
      });
    }
  }

  /** Rows wait for these from now on. What another uplink had acknowledged is forgotten: should it return, it gets all that is left. */
  setUplinks(ids: readonly string[]): void {
    this.#setUplinks(ids);
    pruneDeliveredOfEpochs(this.#db);
  }

  #setUplinks(ids: readonly string[]): void {
    for (const gone of [...this.#sets.keys()].filter((id) => !ids.includes(id))) {
      for (const table of ['delivery', 'partial'])
        this.#db.prepare(`DELETE FROM ${table} WHERE uplink = ?`).run(gone);
      this.#db.prepare('DELETE FROM uplink WHERE id = ?').run(gone);
      this.#sets.delete(gone);
    }
    for (const id of ids.filter((known) => !this.#sets.has(known))) {
      this.#db.prepare('INSERT INTO uplink VALUES (?)').run(id);
      this.#sets.set(id, { event: [], telemetry: [] });
    }
  }

  /**
   * Takes courier's word. A telemetry row is there only when courier says so of the whole row: after all of its parts
   * the platform must also have heard that the segment ends there.
   */
  record(delivery: Delivery): void {
    if (!this.#sets.has(delivery.uplink)) return; // retired in the meantime
    const { stream, from, to, parts } = delivery;
    if (stream === 'event' || parts === null) this.#whole(delivery.uplink, stream, from, to);
    else for (let seq = from; seq <= to; seq++) this.#partly(delivery.uplink, seq, parts);
  }

  /** What every uplink has: of use only as local history. With no uplink nothing waits, so everything is. */
  released(stream: Stream): Intervals {
    let common: Intervals = [[1, Number.MAX_SAFE_INTEGER]];
    for (const set of this.#sets.values()) common = intersect(common, set[stream]);
    return common;
  }

  #whole(uplink: string, stream: Stream, from: number, to: number): void {
    const sets = this.#sets.get(uplink);
    if (sets === undefined) return;
    sets[stream] = addInterval(sets[stream], from, to);
    const [first, last] = sets[stream].find(([low, high]) => low <= from && to <= high) ?? [from, to];
    const code = STREAM_CODE[stream];
    this.#db
      .prepare('DELETE FROM delivery WHERE uplink = ? AND stream = ? AND first BETWEEN ? AND ?')
      .run(uplink, code, first, last);
    const fields = [uplink, code, first, last] as const;
    this.#db.prepare('INSERT INTO delivery VALUES (?, ?, ?, ?, ?)').run(...fields, entryChecksum(...fields));
    if (stream === 'telemetry')
      this.#db.prepare('DELETE FROM partial WHERE uplink = ? AND seq BETWEEN ? AND ?').run(uplink, from, to);
  }

  #partly(uplink: string, seq: number, parts: number): void {
    if (includes(this.#sets.get(uplink)?.telemetry ?? [], seq)) return;
    this.#db
      .prepare(
        `INSERT INTO partial VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET parts = excluded.parts, crc = excluded.crc WHERE excluded.parts > parts`,
      )
      .run(uplink, seq, parts, entryChecksum(uplink, seq, parts));
  }
}
