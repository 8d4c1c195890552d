import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../file/database.ts';
import { isSetAside } from '../file/openForReading.ts';

/**
 * Moves a journal that cannot be used out of the way, WAL and shared memory with it, and returns its new name:
 * `journal-<epoch>.db`, with `unknown` where the epoch cannot be read, and a number where that name is taken. Nothing
 * is ever deleted.
 */
export function quarantine(file: string, epoch: string | null): string {
  const folder = dirname(file);
  const stem = join(folder, `journal-${epoch ?? 'unknown'}`);
  let target = `${stem}.db`;
  for (let n = 2; existsSync(target); n++) target = `${stem}.${n}.db`;
  // The database first: a cut in between leaves a log without a database, which the next start moves away too. The
  // other way round the database would open without its last rows, and their numbers would be given out again.
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  syncFolder(folder);
  return target;
}

/** The journals in the folder of `file` that were set aside; their names. */
export function journalsBeside(file: string): readonly string[] {
  return readdirSync(dirname(file))
    .filter((name) => isSetAside(name) && name !== basename(file))
    .sort();
}
