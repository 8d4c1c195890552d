import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { walFile } from './database.ts';
import { failureOf } from './failure.ts';
import type { Identity } from './identity.ts';
import { salvagedIdentity } from './lineage.ts';
import { readOr } from './readOrDamaged.ts';
import { APPLICATION_ID, MIGRATIONS, readMeta, schemaVersion } from './schema.ts';

/** A journal open for reading. `lacks`: what of it is not here, though it is readable. */
export type OpenForReading = {
  readonly db: DatabaseSync;
  readonly identity: Identity;
  readonly lacks: Problem | null;
};

/** `meta` says by this that guard writes the file: what is newest is in its log alone. */
export const BEING_WRITTEN = 'beingWritten';

/**
 * Opens a journal without writing. Problems: `journal.missing`, `journal.foreign` (not a journal, or of a newer program),
 * and whatever the disk answers.
 */
export function openForReading(file: string): Result<OpenForReading, Problem> {
  if (!existsSync(file))
    return err({
      code: 'journal.missing',
      what: 'there is no journal',
      where: file,
      hint: 'guard makes it when it starts; is the folder the one of the site file?',
      said: { key: 'journal.missing', named: {} },
    });
  let db: DatabaseSync | undefined;
  try {
    db = connect(file);
    const identity = identify(db);
    if (typeof identity === 'object') return ok({ db, identity, lacks: lacking(db, file) });
    const empty = readOr(() => db?.prepare('SELECT 1 FROM sqlite_schema').get() === undefined, false);
    db.close();
    if (empty && !existsSync(walFile(file))) return err(logMissing(file, 'it holds nothing by itself'));
    const hint = 'name the file that the site file names, or one that was set aside';
    const said = { key: 'journal.foreign', named: { reason: identity } };
    return err({ code: 'journal.foreign', what: identity, where: file, hint, said });
  } catch (error) {
    db?.close();
    const failure = failureOf(error, file);
    if (failure === null) throw error;
    return err(failure.problem);
  }
}

/**
 * Guard always leaves a WAL beside its journal, so without one nobody writes this file, and it can be read as it is.
 * SQLite would want to make a WAL, which a reader may not.
 */
function connect(file: string): DatabaseSync {
  if (existsSync(walFile(file))) return new DatabaseSync(file, { readOnly: true });
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

function identify(db: DatabaseSync): Identity | string {
  if (db.prepare('PRAGMA application_id').get()?.application_id !== APPLICATION_ID)
    return 'this is not a journal';
  if (schemaVersion(db) > MIGRATIONS.length) return 'this journal was written by a newer program';
  return salvagedIdentity(db) ?? 'this journal is damaged: it names no epoch';
}

/** A copy of the database alone, taken while guard wrote it. */
function lacking(db: DatabaseSync, file: string): Problem | null {
  const written = readOr(() => readMeta(db, BEING_WRITTEN), null) === 'yes';
  return written && !existsSync(walFile(file)) ? logMissing(file, 'the newest rows are not here') : null;
}

/** A journal that is over and lies under a name of its own, by the name of its file. */
export const isSetAside = (name: string): boolean => /^journal-.*\.db$/.test(name);

function logMissing(file: string, what: string): Problem {
  const log = basename(walFile(file));
  // its log was gone before guard set it aside: there is nothing left that could be copied
  const lost = isSetAside(basename(file));
  const key = lost ? 'journal.log-lost' : 'journal.log-missing';
  return {
    code: 'journal.log-missing',
    what: `its log ${log} is missing: ${what}`,
    where: file,
    hint: lost
      ? 'nothing is to be done: what else is in it is read, and the platforms are told what is missing'
      : `copy all three (${basename(file)}, ${log}, ${basename(file)}-shm), or use journal export`,
    said: { key, named: { log } },
  };
}
