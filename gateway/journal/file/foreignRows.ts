import type { DatabaseSync } from 'node:sqlite';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { AdoptedRow, ForeignKey } from '../types.ts';
import type { CurrentBirth } from './births.ts';
import { eventChecksum } from './checksum.ts';

/**
 * Events that were told upstream before the disk took them, under an epoch of their own: they are journaled under the
 * very key they were told by. Beside them stands which of those keys had to be dropped (no body).
 */

/** So many keep their bodies; beyond, the oldest become words that they are gone. Some ten megabytes. */
const MOST_BODIES = 20_000;
/** Made room for in strides, so that not every event looks for the oldest. */
const STRIDE = 200;

const SELECT = `
  SELECT adopted.id, adopted.epoch, adopted.seq, boot.name AS boot, mono, birth.hash AS birth, adopted.crc, adopted.body
  FROM adopted LEFT JOIN boot ON boot.id = adopted.boot LEFT JOIN birth ON birth.id = adopted.birth
  WHERE adopted.id > ? ORDER BY adopted.id LIMIT ?`;

/** Writes foreign keys, in the caller's transaction. A key that is there already stays as it is. */
export class Adopted {
  readonly #db: DatabaseSync;
  #bodies: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#bodies = this.#count();
  }

  /** Forgets what was not committed. */
  reload(): void {
    this.#bodies = this.#count();
  }

  insert(key: ForeignKey, event: EventBody, boot: number, birth: CurrentBirth, body: Uint8Array): void {
    const { epoch, seq } = key;
    const { mono } = event.at;
    const crc = adoptedChecksum(epoch, { seq, boot: event.at.boot, mono, birth: birth.hash, body });
    const { changes } = this.#db
      .prepare(
        'INSERT OR IGNORE INTO adopted (epoch, seq, boot, mono, birth, crc, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(epoch, seq, boot, mono, birth.id, crc, body);
    this.#bodies += Number(changes);
    if (this.#bodies >= MOST_BODIES + STRIDE) this.#shed();
  }

  /** Whether an event is there in these words. Looks at every one: for the few of a start. */
  holds(body: Uint8Array): boolean {
    return this.#db.prepare('SELECT 1 FROM adopted WHERE body = ?').get(body) !== undefined;
  }

  /** These keys were given out, and what they stood for is gone. */
  drop({ epoch, seq }: ForeignKey, count: number): void {
    const insert = this.#db.prepare(
      'INSERT OR IGNORE INTO adopted (epoch, seq, boot, mono, birth, crc, body) VALUES (?, ?, 0, 0, 0, 0, NULL)',
    );
    for (let n = 0; n < count; n++) insert.run(epoch, seq + n);
  }

  #shed(): void {
    this.#db
      .prepare(
        `UPDATE adopted SET body = NULL
         WHERE id IN (SELECT id FROM adopted WHERE body IS NOT NULL ORDER BY id LIMIT ?)`,
      )
      .run(this.#bodies - MOST_BODIES);
    this.#bodies = MOST_BODIES;
  }

  #count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM adopted WHERE body IS NOT NULL').get()?.n);
  }
}

/** Up to `limit` of them written after the one with `id`; `body` is null for what is gone or damaged. */
export function readAdopted(db: DatabaseSync, id: number, limit: number): readonly AdoptedRow[] {
  return db
    .prepare(SELECT)
    .all(id, limit)
    .map((row) => {
      const epoch = String(row.epoch);
      const at = { boot: String(row.boot), mono: Number(row.mono) };
      const key = { seq: Number(row.seq), birth: String(row.birth) };
      const { body } = row;
      const sound = body instanceof Uint8Array && adoptedChecksum(epoch, { ...key, ...at, body }) === row.crc;
      return { id: Number(row.id), epoch, at, ...key, body: sound ? body : null };
    });
}

function adoptedChecksum(epoch: string, row: Parameters<typeof eventChecksum>[0]): number {
  return eventChecksum({ ...row, boot: `${epoch} ${row.boot}` });
}
