import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { randomId } from '../../core/keys.ts';
import type { Problem } from '../../core/result.ts';
import { openDatabase, walFile } from '../file/database.ts';
import { failureOf } from '../file/failure.ts';
import { readHead } from '../file/heads.ts';
import {
  type Identity,
  identityAfter,
  joinLineages,
  type Lineage,
  lineageOf,
  readIdentity,
  writeIdentity,
} from '../file/identity.ts';
import { readLineage } from '../file/lineage.ts';
import { readOr } from '../file/readOrDamaged.ts';
import {
  APPLICATION_ID,
  MIGRATIONS,
  migrate,
  SMALL_TABLES,
  schemaIntact,
  schemaVersion,
} from '../file/schema.ts';
import { readTally } from '../file/streamSize.ts';
import { journalsBeside, quarantine } from '../past/quarantine.ts';
import type { KnownHead } from './headFile.ts';

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
  /** What was given out and is not in it. */
  readonly missing?: string;
};

const ROWS_MISSING = 'journal.rows-missing';

/** What is known beside the file: how far the journal had come, where names of new epochs come from, and whether commits are synced. */
export type Knowledge = {
  readonly head: KnownHead | null;
  readonly newEpoch: () => string;
  readonly synced: boolean;
};

const NOTHING_KNOWN: Knowledge = { head: null, newEpoch: randomId, synced: true };

/**
 * Opens the journal of a gateway or starts a new one. A file that is damaged, of another gateway (a cloned card, or another name)
 * or of a newer program is set aside, and so is one that is behind what was given out (`known`), and one that is `condemned`:
 * SQLite found it damaged in use, or it stands where ours was deleted. Throws what SQLite or the file system throws when nothing
 * can be opened now: full, broken or missing disk.
 */
export function openJournal(
  file: string,
  gateway: string,
  condemned: Flaw | null,
  known: Knowledge = NOTHING_KNOWN,
): Opened {
  const head = known.head?.gateway === gateway ? known.head : null;
  const opening = new Opening(file, gateway, { ...known, head });
  return condemned === null ? opening.open() : opening.replace(condemned);
}

class Opening {
  readonly #file: string;
  readonly #gateway: string;
  readonly #known: Knowledge;

  constructor(file: string, gateway: string, known: Knowledge) {
    this.#file = file;
    this.#gateway = gateway;
    this.#known = known;
  }

  open(): Opened {
    const file = this.#file;
    if (!existsSync(file)) return this.#create([], this.#missing());
    let db: DatabaseSync | undefined;
    try {
      db = openDatabase(file, this.#known.synced);
      const found = examine(db, this.#gateway);
      if (found === 'blank') return this.#initialise(db, [], this.#missing());
      const flaw = 'gateway' in found ? behind(db, found, this.#known.head) : found;
      if (flaw === null) return { db, identity: found as Identity, notices: [] };
      db.close();
      return this.replace(flaw);
    } catch (error) {
      const lineage = db?.isOpen ? readLineage(db, this.#gateway) : [];
      close(db);
      const failure = failureOf(error, file);
      const unusable = failure?.act === 'set aside' || failure?.problem.code === 'journal.cannot-open';
      const readOnly = failure?.problem.code === 'journal.read-only';
      if (!(unusable || readOnly)) throw error;
      const why = `cannot be used: ${failure.problem.what}`;
      return this.replace({ epoch: lineage[0]?.epoch ?? null, lineage, why });
    }
  }

  /** Sets aside what stands at the path, if anything does, and starts anew. */
  replace(flaw: Flaw): Opened {
    if (!existsSync(this.#file)) return this.#create(flaw.lineage, []);
    const kept = quarantine(this.#file, flaw.epoch);
    const notice: Problem = {
      code: flaw.missing === undefined ? 'journal.set-aside' : ROWS_MISSING,
      what: `the journal ${flaw.why}; it is kept as ${kept} and a new one was started`,
      where: this.#file,
      hint: 'courier sends what can be read of it, and `lifeline journal export` reads it',
      ...(flaw.missing === undefined ? {} : saidMissing(flaw.missing)),
    };
    return this.#create(flaw.lineage, [notice]);
  }

  /** There was a journal, and there is none. */
  #missing(): readonly Problem[] {
    const [last] = this.#known.head?.lineage ?? [];
    if (last === undefined || last.event + last.telemetry === 0) return [];
    const folder = dirname(this.#file);
    const beside = existsSync(folder) ? journalsBeside(this.#file) : [];
    const kept = beside.find((name) => name.startsWith(`journal-${last.epoch}.`));
    if (kept !== undefined)
      return [
        {
          code: 'journal.set-aside',
          what: `the journal was put aside as ${kept} (a backup was restored), and a new one was started`,
          where: this.#file,
          hint: 'courier sends what can be read of it, and `lifeline journal export` reads it',
        },
      ];
    return [
      {
        code: ROWS_MISSING,
        what: `the journal is gone that had come to event ${last.event} and telemetry ${last.telemetry}; a new one was started`,
        where: this.#file,
        hint: 'the platform is told what it will never get; stop guard before moving its journal, and put back all of its files',
        ...saidMissing(reached(last)),
      },
    ];
  }

  #create(lineage: Lineage, notices: readonly Problem[]): Opened {
    const file = this.#file;
    // A log without its database: SQLite would remove it, or worse, believe it.
    if (existsSync(walFile(file))) quarantine(file, lineage[0]?.epoch ?? null);
    const db = openDatabase(file, this.#known.synced);
    try {
      return this.#initialise(db, lineage, notices);
    } catch (error) {
      close(db);
      throw error;
    }
  }

  #initialise(db: DatabaseSync, found: Lineage, notices: readonly Problem[]): Opened {
    const lineage = joinLineages(this.#known.head?.lineage ?? [], found);
    const identity = identityAfter(lineage, this.#gateway, this.#known.newEpoch());
    inTransaction(db, () => {
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      migrate(db);
      writeIdentity(db, identity);
    });
    return { db, identity, notices };
  }
}

/**
 * Why a sound file is not to be gone on with: more was given out than it knows of (its log was lost or is damaged, or it is an older
 * copy), and the numbers would be given out again.
 */
function behind(db: DatabaseSync, identity: Identity, known: KnownHead | null): Flaw | null {
  const [last] = known?.lineage ?? [];
  if (known === null || last === undefined) return null;
  const { epoch } = identity;
  const now = { event: readHead(db, 'event'), telemetry: readHead(db, 'telemetry') };
  const here = { epoch, event: now.event.seq, telemetry: now.telemetry.seq };
  const lineage = joinLineages(known.lineage, [here, ...lineageOf(identity)]);
  const flaw = (why: string, missing: string): Flaw => ({ epoch, lineage, why, missing });
  if (epoch !== last.epoch) {
    if (lineageOf(identity).some((before) => before.epoch === last.epoch)) return null; // a younger one
    return flaw('is not the one that was written last: an older copy was put back', reached(last));
  }
  const part = here.telemetry === last.telemetry && now.telemetry.parts < known.parts;
  const missing = [
    ...(here.event < last.event ? [`events ${here.event + 1}–${last.event}`] : []),
    ...(here.telemetry < last.telemetry ? [`telemetry ${here.telemetry + 1}–${last.telemetry}`] : []),
    ...(part ? [`parts ${now.telemetry.parts + 1}–${known.parts} of telemetry ${here.telemetry}`] : []),
  ];
  if (missing.length === 0) return null;
  const all = missing.join(' and ');
  return flaw(
    `lacks ${all} that were written before: its log was lost or is damaged, or an older copy was put back`,
    all,
  );
}

function reached({ event, telemetry }: Lineage[number]): string {
  return `events 1–${event} and telemetry 1–${telemetry}`;
}

function saidMissing(missing: string): Pick<Problem, 'said'> {
  return { said: { key: ROWS_MISSING, named: { missing } } };
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

function inTransaction(db: DatabaseSync, run: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    run();
    db.exec('COMMIT');
  } catch (error) {
    readOr(() => db.exec('ROLLBACK'), undefined);
    throw error;
  }
}

function close(db: DatabaseSync | undefined): void {
  if (db?.isOpen) readOr(() => db.close(), undefined);
}
