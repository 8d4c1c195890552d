import { DatabaseSync } from 'node:sqlite';
import type { Stream } from '../../telemetry/wire/model.ts';

/** How a stream is written in a table. */
export const STREAM_CODE: Readonly<Record<Stream, number>> = { event: 0, telemetry: 1 };

/** 'LJnl': tells a journal from any other SQLite file. */
export const APPLICATION_ID = 0x4c4a6e6c;

/**
 * What was done to the tables, oldest first; the file's `user_version` counts how many of them it has seen. A change of
 * the tables is one more entry, never an edit of an old one.
 *
 * Boots and births are written once and named by a small number, because their names would be a tenth of a row.
 * `rank` and `occurrence` only choose what goes first when the ceiling is reached. A birth is needed while a row of
 * the sequences it was current for is left; `NULL` for "to" is the current one. `tombstone.uplink` is '' for all.
 * `adopted` holds events under other epochs than the file's own, `elsewhere` what uplinks have of such.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE boot (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE birth (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, body BLOB NOT NULL, crc INTEGER NOT NULL,
    event_from INTEGER NOT NULL, event_to INTEGER, telemetry_from INTEGER NOT NULL, telemetry_to INTEGER) STRICT;
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY, boot INTEGER NOT NULL, mono REAL NOT NULL, birth INTEGER NOT NULL,
    rank INTEGER NOT NULL, occurrence TEXT, ended INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
  CREATE TABLE telemetry (
    seq INTEGER PRIMARY KEY, boot INTEGER NOT NULL, birth INTEGER NOT NULL, parts INTEGER NOT NULL,
    sealed INTEGER NOT NULL, evidence TEXT, crc INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
  CREATE TABLE tombstone (
    stream INTEGER NOT NULL, uplink TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, reason TEXT NOT NULL,
    crc INTEGER NOT NULL,
    PRIMARY KEY (stream, uplink, first)) STRICT, WITHOUT ROWID;
  CREATE TABLE uplink (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE delivery (
    uplink TEXT NOT NULL, stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    PRIMARY KEY (uplink, stream, first)) STRICT, WITHOUT ROWID;
  CREATE TABLE partial (
    uplink TEXT NOT NULL, seq INTEGER NOT NULL, parts INTEGER NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (uplink, seq)) STRICT, WITHOUT ROWID;
  CREATE TABLE tally (
    stream INTEGER PRIMARY KEY, seq INTEGER NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL,
    crc INTEGER NOT NULL) STRICT;
  `,
  `
  CREATE TABLE adopted (
    id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL, boot INTEGER NOT NULL, mono REAL NOT NULL,
    birth INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB,
    UNIQUE (epoch, seq)) STRICT;
  CREATE TABLE elsewhere (
    uplink TEXT NOT NULL, epoch TEXT NOT NULL, stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    PRIMARY KEY (uplink, epoch, stream, first)) STRICT, WITHOUT ROWID;
  `,
  // what belongs to an alarm is asked for by people, who wait; rows that belong to none cost nothing here
  `
  CREATE INDEX event_of ON event (occurrence) WHERE occurrence IS NOT NULL;
  CREATE INDEX telemetry_of ON telemetry (evidence) WHERE evidence IS NOT NULL;
  `,
];

/** The tables that are small enough to be checked page by page at every start; telemetry is not. */
export const SMALL_TABLES = [
  'meta',
  'boot',
  'birth',
  'event',
  'tombstone',
  'uplink',
  'delivery',
  'partial',
  'tally',
  'adopted',
  'elsewhere',
] as const;

/** How many migrations the file has seen. */
export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

/** Brings an older file up to date inside the caller's transaction. */
export function migrate(db: DatabaseSync): void {
  const missing = MIGRATIONS.slice(schemaVersion(db));
  if (missing.length === 0) return;
  for (const step of missing) db.exec(step);
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
}

/** Whether the tables are those the migrations make: a flipped bit in a definition misreads every row. */
export function schemaIntact(db: DatabaseSync): boolean {
  const model = new DatabaseSync(':memory:');
  try {
    migrate(model);
    return definitions(db) === definitions(model);
  } finally {
    model.close();
  }
}

function definitions(db: DatabaseSync): string {
  return JSON.stringify(
    db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all(),
  );
}

/** One entry of `meta`, or null. */
export function readMeta(db: DatabaseSync, key: string): string | null {
  const value = db.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.value;
  return typeof value === 'string' ? value : null;
}

/** Sets one entry of `meta`. */
export function writeMeta(db: DatabaseSync, key: string, value: string): void {
  db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
