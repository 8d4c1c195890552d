import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Milliseconds SQLite waits for another connection's lock; readers of a WAL never hold one for long. */
const BUSY_MS = 1_000;
/**
 * The WAL is copied into the database and begun anew after so many pages. A file written in place costs half of one that
 * grows, and a short one keeps the shared memory, which the kernel writes out too, to two pages a commit.
 */
const CHECKPOINT_PAGES = 128;
/** The WAL's length before its first checkpoint: header, and pages with a header each (sqlite.org/fileformat2.html, 4.1); some to spare. */
const LOG_BYTES = 32 + (CHECKPOINT_PAGES + 12) * (4_096 + 24);
/** The WAL is cut back to this after a checkpoint. */
const WAL_LIMIT_BYTES = 4 * 1024 * 1024;

/** Files take the folder's group, so that readers of that group may read. */
export const FOLDER_MODE = 0o2750;

/** The journal of a folder. */
export function journalFile(folder: string): string {
  return join(folder, 'journal.db');
}

/** Folder of the spare journal, in the run folder of a gateway. */
export function spareFolder(run: string): string {
  return join(run, 'spare');
}

/** The spare journal of a gateway. */
export function spareJournal(run: string): string {
  return journalFile(spareFolder(run));
}

/** The write-ahead log beside a database. */
export function walFile(file: string): string {
  return `${file}-wal`;
}

/** Size of the write-ahead log in bytes; 0 where there is none. */
export function walBytes(file: string): number {
  return statSync(walFile(file), { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Opens a database for writing: WAL, every commit on the disk before it returns. A new one gets mode 0640, in a folder
 * of mode 2750 (files take the folder's group, so that readers of that group may read); SQLite gives the WAL and the
 * shared memory the mode of the database. A folder that exists keeps the mode its owner gave it. `synced` false: one in memory, where
 * a commit need not reach a disk.
 */
export function openDatabase(file: string, synced = true): DatabaseSync {
  const folder = dirname(file);
  if (!existsSync(folder)) {
    makeFolder(folder);
    chmodSync(folder, FOLDER_MODE);
  }
  if (!existsSync(file)) {
    closeSync(openSync(file, 'wx', 0o640));
    chmodSync(file, 0o640);
    syncFolder(folder);
  }
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${synced ? 'FULL' : 'OFF'};
      PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES};
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA cache_size = -512;
    `);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** With its parents. Node's own recursive mkdir never returns where the system forbids new folders, as in /proc. */
function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) makeFolder(parent);
  mkdirSync(folder);
}

/**
 * Gives the log its full length at once: a commit that lengthens it costs the disk half as much again as one in place, for the first hour
 * and a half of a run. Zeros are no frame: SQLite reads a log as far as checksums hold. A disk that has no room for it goes without.
 */
export function lengthenLog(file: string): void {
  let log: number | null = null;
  try {
    log = openSync(walFile(file), 'r+');
    const { size } = fstatSync(log);
    if (size >= LOG_BYTES) return;
    writeSync(log, Buffer.alloc(LOG_BYTES - size), 0, LOG_BYTES - size, size);
    fsyncSync(log);
  } catch {
    // It grows as it is written, then.
  } finally {
    if (log !== null) closeSync(log);
  }
}

/**
 * Closes so that read-only readers can still open the file: they cannot make the WAL and the shared memory themselves,
 * and SQLite removes both with the last connection, unless that one is read-only.
 */
export function closeDatabase(db: DatabaseSync, file: string): void {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const last = new DatabaseSync(file, { readOnly: true });
  last.prepare('SELECT count(*) FROM sqlite_schema').get(); // takes the shared lock: opening alone does not
  db.close();
  last.close();
}

/** Makes renames and new names in a folder outlive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Which file stands at a path: SQLite keeps writing into one that was deleted, so its name is watched. */
export type FileIdentity = { readonly database: string; readonly wal: string };

/** What stands at the path now; '' where nothing does. */
export function identityOf(file: string): FileIdentity {
  return { database: inode(file), wal: inode(walFile(file)) };
}

function inode(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.dev}:${stat.ino}`;
}
