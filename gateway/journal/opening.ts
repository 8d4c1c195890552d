import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { randomId } from '../core/keys.ts';
import type { Problem } from '../core/result.ts';
import type { Stream } from '../telemetry/model.ts';
import { setAside } from './aside.ts';
import { openDatabase, walFile } from './database.ts';
import { failureOf } from './failure.ts';
import { headSeq } from './heads.ts';
import { type Identity, type Previous, readIdentity, writeIdentity } from './identity.ts';
import { APPLICATION_ID, MIGRATIONS, migrate, SMALL_TABLES, schemaIntact, schemaVersion } from './schema.ts';
import { readTally } from './tally.ts';

/** An open journal file. `notices` are what the operator must hear of how it came about. */
export type Opened = {
  readonly db: DatabaseSync;
  readonly identity: Identity;
  readonly notices: readonly Problem[];
};

/** Telemetry below this is checked page by page at start too; above, row checksums and SQLite itself find damage in use. */
const CHECKED_BYTES = 32 * 1024 * 1024;

/**
 * Why a file is not to be used: `epoch` is its name and `previous` what it had reached, as far as these are known; `why` goes
 * on from "the journal".
 */
export type Flaw = {
  readonly epoch: string | null;
  readonly previous: Previous | null;
  readonly why: string;
};

/**
 * Opens the journal of a gateway or starts a new one. A file that is damaged, of another gateway (a cloned card) or of
 * a newer program is set aside, and so is one that is `condemned`: SQLite found it damaged in use, or it stands where
 * ours was deleted (say, a restored copy, which has seen fewer rows than we gave out). Throws what SQLite or the file
 * system throws when nothing can be opened now: full, broken or missing disk.
 */
export function openJournal(file: string, gateway: string, condemned: Flaw | null): Opened {
  if (condemned !== null) {
    if (!existsSync(file)) return create(file, gateway, condemned.previous, []);
    return replace(file, gateway, condemned);
  }
  if (!existsSync(file)) return create(file, gateway, null, []);
  let db: DatabaseSync | undefined;
  try {
    db = openDatabase(file);
    const found = examine(db, gateway);
    if (found === 'blank') return initialise(db, gateway, null, []);
    if ('gateway' in found) return { db, identity: found, notices: [] };
    db.close();
    return replace(file, gateway, found);
  } catch (error) {
    const known = db?.isOpen ? readPrevious(db) : null;
    close(db);
    const failure = failureOf(error, file);
    const unusable = failure?.act === 'set aside' || failure?.problem.code === 'journal.cannot-open';
    const readOnly = failure?.problem.code === 'journal.read-only';
    if (!(unusable || readOnly)) throw error;
    return replace(file, gateway, {
      epoch: known?.epoch ?? null,
      previous: known,
      why: `cannot be used: ${failure.problem.what}`,
    });
  }
}

/** Its identity, if the file is fit for use. `blank`: power was cut before its first commit. */
function examine(db: DatabaseSync, gateway: string): Identity | Flaw | 'blank' {
  if (db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables === 0) return 'blank';
  if (db.prepare('PRAGMA application_id').get()?.application_id !== APPLICATION_ID)
    return { epoch: null, previous: null, why: 'is not a journal' };
  const identity = readIdentity(db);
  if (identity === null) return { epoch: null, previous: null, why: 'is damaged: it names no epoch' };
  const { epoch } = identity;
  if (identity.gateway !== gateway)
    return { epoch, previous: null, why: `belongs to gateway ${identity.gateway}, not to ${gateway}` };
  const version = schemaVersion(db);
  if (version > MIGRATIONS.length) {
    const why = `was written by a newer program (schema ${version}, this one knows ${MIGRATIONS.length})`;
    return { epoch, previous: readPrevious(db), why };
  }
  const damage = findDamage(db);
  if (damage !== null) return { epoch, previous: readPrevious(db), why: `is damaged: ${damage}` };
  inTransaction(db, () => migrate(db)); // also finds out whether the file can be written
  if (!schemaIntact(db))
    return { epoch, previous: readPrevious(db), why: 'is damaged: its tables are not those of a journal' };
  return identity;
}

function findDamage(db: DatabaseSync): string | null {
  const tables: string[] = [...SMALL_TABLES];
  if (readTally(db, 'telemetry').bytes < CHECKED_BYTES) tables.push('telemetry');
  for (const table of tables) {
    const found = db.prepare(`PRAGMA quick_check('${table}')`).get()?.quick_check;
    if (found !== 'ok') return `${table}: ${found}`;
  }
  return null;
}

/** Sets aside what stands at the path and starts anew. */
function replace(file: string, gateway: string, flaw: Flaw): Opened {
  const kept = setAside(file, flaw.epoch);
  const notice: Problem = {
    code: 'journal.set-aside',
    what: `the journal ${flaw.why}; it is kept as ${kept} and a new one was started`,
    where: file,
    hint: '`lifeline journal export` reads what can be read of it',
  };
  return create(file, gateway, flaw.previous, [notice]);
}

function create(
  file: string,
  gateway: string,
  previous: Previous | null,
  notices: readonly Problem[],
): Opened {
  // A log without its database: SQLite would remove it, or worse, believe it.
  if (existsSync(walFile(file))) setAside(file, previous?.epoch ?? null);
  const db = openDatabase(file);
  try {
    return initialise(db, gateway, previous, notices);
  } catch (error) {
    close(db);
    throw error;
  }
}

function initialise(
  db: DatabaseSync,
  gateway: string,
  previous: Previous | null,
  notices: readonly Problem[],
): Opened {
  const identity = { gateway, epoch: randomId(), previous };
  inTransaction(db, () => {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrate(db);
    writeIdentity(db, identity);
  });
  return { db, identity, notices };
}

/** What a damaged file still says of itself. */
export function readPrevious(db: DatabaseSync): Previous | null {
  const epoch = attempt(() => readIdentity(db), null)?.epoch;
  if (epoch === undefined) return null;
  const head = (stream: Stream) => attempt(() => headSeq(db, stream), 0);
  return { epoch, event: head('event'), telemetry: head('telemetry') };
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function inTransaction(db: DatabaseSync, run: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    run();
    db.exec('COMMIT');
  } catch (error) {
    attempt(() => db.exec('ROLLBACK'), undefined);
    throw error;
  }
}

function close(db: DatabaseSync | undefined): void {
  if (db?.isOpen) attempt(() => db.close(), undefined);
}
