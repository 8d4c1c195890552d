import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Held until released, or until the process ends, however it ends. */
export type FolderLock = { release(): void };

const NAME = '.lock';

/**
 * Takes a folder for this process. The kernel keeps the lock (SQLite's own, on an empty file), so that it is gone with the
 * process and holds against another container that shares the folder.
 *
 * @param waitMs how long somebody else's is waited for; nothing else of this thread runs meanwhile
 * @returns the lock, `taken` when somebody has it, or `impossible` where nothing can be locked (a dead or read-only disk)
 */
export function lockFolder(folder: string, waitMs = 0): FolderLock | 'taken' | 'impossible' {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(folder, NAME), { timeout: waitMs });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE'); // no second file beside it
    const held = database;
    return { release: () => held.close() };
  } catch (error) {
    database?.close();
    return (error as { errcode?: number }).errcode === SQLITE_BUSY ? 'taken' : 'impossible';
  }
}

const SQLITE_BUSY = 5;
