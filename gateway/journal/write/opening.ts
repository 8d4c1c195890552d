import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { randomId } from '../../core/keys.ts';
import type { Problem } from '../../core/result.ts';
import { openDatabase, walFile } from '../file/database.ts';
import { failureOf } from '../file/failure.ts';
import { type Identity, identityAfter, type Lineage, readIdentity, writeIdentity } from '../file/identity.ts';
import { readLineage } from '../file/lineage.ts';
import { attempt } from '../file/readOrDamaged.ts';
import {
  APPLICATION_ID,
  MIGRATIONS,
  migrate,
  SMALL_TABLES,
  schemaIntact,
  schemaVersion,
} from '../file/schema.ts';
import { readTally } from '../file/streamSize.ts';
import { setAside } from '../past/setAside.ts';

/** An open journal file. `notices` are what the operator must hear of how it came about. */
export type Opened = {
  readonly db: DatabaseSync;
  readonly identity: Identity;
  readonly notices: readonly Problem[];
};

/** Telemetry below this is checked page by page at start too; above, row checksums and SQLite itself find damage in use. */
const CHECKED_BYTES = 32 * 1024 * 1024;

/**
 * Why a file is not to be used: `epoch` is its name and `lineage` what it and those before it had reached, as far as these are
 * known; `why` goes on from "the journal".
 */
export type Flaw = {
  readonly epoch: string | null;
  readonly lineage: Lineage;
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
    if (!existsSync(file)) return create(file, gateway, condemned.lineage, []);
    return replace(file, gateway, condemned);
  }
  if (!existsSync(file)) return create(file, gateway, [], []);
  let db: DatabaseSync | undefined;
  try {
    db = openDatabase(file);
    const found = examine(db, gateway);
    if (found === 'blank') return initialise(db, gateway, [], []);
    if ('gateway' in found) return { db, identity: found, notices: [] };
    db.close();
    return replace(file, gateway, found);
  } catch (error) {
    const known = db?.isOpen ? readLineage(db, gateway) : [];
    close(db);
    const failure = failureOf(error, file);
    const unusable = failure?.act === 'set aside' || failure?.problem.code === 'journal.cannot-open';
    const readOnly = failure?.problem.code === 'journal.read-only';
    if (!(unusable || readOnly)) throw error;
    return replace(file, gateway, {
      epoch: known[0]?.epoch ?? null,
      lineage: known,
      why: `cannot be used: ${failure.problem.what}`,
    });
  }
}

/** Its identity, if the file is fit for use. `blank`: power was cut before its first commit. */
function examine(db: DatabaseSync, gateway: string): Identity | Flaw | 'blank' {
  if (db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables === 0) return 'blank';
  if (db.prepare('PRAGMA application_id').get()?.application_id !== APPLICATION_ID)
    return { epoch: null, lineage: [], why: 'is not a journal' };
  const identity = readIdentity(db);
  if (identity === null) {
    const lineage = readLineage(db, gateway);
    return { epoch: lineage[0]?.epoch ?? null, lineage, why: 'is damaged: it names no epoch' };
  }
  const { epoch } = identity;
  if (identity.gateway !== gateway)
    return { epoch, lineage: [], why: `belongs to gateway ${identity.gateway}, not to ${gateway}` };
  const version = schemaVersion(db);
  if (version > MIGRATIONS.length) {
    const why = `was written by a newer program (schema ${version}, this one knows ${MIGRATIONS.length})`;
    return { epoch, lineage: readLineage(db, gateway), why };
  }
  const damage = findDamage(db);
  if (damage !== null) return { epoch, lineage: readLineage(db, gateway), why: `is damaged: ${damage}` };
  inTransaction(db, () => migrate(db)); // also finds out whether the file can be written
  if (!schemaIntact(db))
    return {
      epoch,
      lineage: readLineage(db, gateway),
      why: 'is damaged: its tables are not those of a journal',
    };
  return identity;
}

function findDamage(db: DatabaseSync): string | null {
  // An older file is examined as it is: it has its other tables only after the migrations.
  const there = new Set(
    db
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => name),
  );
  const tables: string[] = SMALL_TABLES.filter((table) => there.has(table));
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
    hint: 'courier sends what can be read of it, and `lifeline journal export` reads it',
  };
  return create(file, gateway, flaw.lineage, [notice]);
}

function create(file: string, gateway: string, lineage: Lineage, notices: readonly Problem[]): Opened {
  // A log without its database: SQLite would remove it, or worse, believe it.
  if (existsSync(walFile(file))) setAside(file, lineage[0]?.epoch ?? null);
  const db = openDatabase(file);
  try {
    return initialise(db, gateway, lineage, notices);
  } catch (error) {
    close(db);
    throw error;
  }
}

function initialise(
  db: DatabaseSync,
  gateway: string,
  lineage: Lineage,
  notices: readonly Problem[],
): Opened {
  const identity = identityAfter(lineage, gateway, randomId());
  inTransaction(db, () => {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrate(db);
    writeIdentity(db, identity);
  });
  return { db, identity, notices };
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
