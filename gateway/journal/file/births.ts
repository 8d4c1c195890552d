import type { DatabaseSync } from 'node:sqlite';
import { birthHash, decodeBirth, encodeBirth } from '../../telemetry/wire/birth.ts';
import type { Birth, Channel, Stream } from '../../telemetry/wire/model.ts';
import { birthChecksum } from './checksum.ts';

/** The birth rows are written under from now on. */
export type CurrentBirth = {
  readonly id: number;
  readonly hash: string;
  readonly channels: readonly Channel[];
};

/**
 * Makes `birth` the current one, in the caller's transaction. One that is named again, after a restart or a change of
 * the site that was taken back, is the same row. `heads` are the sequences given out so far.
 */
export function journalBirth(
  db: DatabaseSync,
  birth: Birth,
  heads: Readonly<Record<Stream, number>>,
): CurrentBirth {
  const body = encodeBirth(birth);
  const hash = birthHash(body);
  const current = db.prepare('SELECT id, hash FROM birth WHERE event_to IS NULL').get();
  if (current?.hash === hash) return { id: Number(current.id), hash, channels: birth.channels };
  db.prepare('UPDATE birth SET event_to = ?, telemetry_to = ? WHERE event_to IS NULL').run(
    heads.event,
    heads.telemetry,
  );
  const row = db
    .prepare(
      `INSERT INTO birth (hash, body, crc, event_from, telemetry_from) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET event_to = NULL, telemetry_to = NULL
       RETURNING id`,
    )
    .get(hash, body, birthChecksum(hash, body), heads.event + 1, heads.telemetry + 1);
  return { id: Number(row?.id), hash, channels: birth.channels };
}

/** The birth that was current when the file was last written; null before the first, or when it is damaged. */
export function lastBirth(db: DatabaseSync): CurrentBirth | null {
  const row = db.prepare('SELECT id, hash FROM birth WHERE event_to IS NULL').get();
  const hash = String(row?.hash);
  const body = readBirth(db, hash);
  const birth = body === null ? null : decodeBirth(body);
  return birth?.ok ? { id: Number(row?.id), hash, channels: birth.value.channels } : null;
}

/** Forgets the births that no row refers to any more. */
export function pruneBirths(db: DatabaseSync): void {
  db.exec(`
    DELETE FROM birth WHERE event_to IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM event WHERE seq BETWEEN event_from AND event_to)
      AND NOT EXISTS (SELECT 1 FROM telemetry WHERE seq BETWEEN telemetry_from AND telemetry_to)
      AND NOT EXISTS (SELECT 1 FROM adopted WHERE adopted.birth = birth.id AND body IS NOT NULL)`);
}

/** A birth document by its hash; null if there is none or its checksum fails. */
export function readBirth(db: DatabaseSync, hash: string): Uint8Array | null {
  const row = db.prepare('SELECT body, crc FROM birth WHERE hash = ?').get(hash);
  if (!(row?.body instanceof Uint8Array)) return null;
  return birthChecksum(hash, row.body) === row.crc ? row.body : null;
}

/** Hashes of the births that are not current any more, oldest first. */
export function readEarlierBirths(db: DatabaseSync): string[] {
  const rows = db.prepare('SELECT hash FROM birth WHERE event_to IS NOT NULL ORDER BY event_to').all();
  return rows.map(({ hash }) => String(hash));
}

/**
 * Finds the hash of the current birth again and again, null before the first. Prepared once, because a drain asks before
 * every message; the statement is read to its end each time and holds nothing.
 */
export function currentBirthReading(db: DatabaseSync): () => string | null {
  const statement = db.prepare('SELECT hash FROM birth WHERE event_to IS NULL');
  return () => {
    const [row] = statement.all();
    return typeof row?.hash === 'string' ? row.hash : null;
  };
}
