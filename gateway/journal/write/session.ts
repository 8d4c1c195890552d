import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Problem } from '../../core/result.ts';
import { closeDatabase, type FileIdentity, identityOf, walBytes } from '../file/database.ts';
import { failureOf } from '../file/failure.ts';
import { readLineage } from '../file/lineage.ts';
import type { JournalStat } from '../types.ts';
import type { BirthInput, Commit, Item } from './items.ts';
import { type Flaw, openJournal } from './opening.ts';
import { Store, type StoreOptions } from './store.ts';
import type { Doubt, Reached } from './unansweredBatch.ts';

/** What a session needs to know: the store's options, whose journal it is, and what a new file is told first. */
export type SessionOptions = StoreOptions & {
  readonly gateway: string;
  readonly birth: BirthInput | null;
  readonly uplinks: readonly string[] | null;
};

/**
 * How an attempt went. `failure`: nothing of it is on disk, hand it over again later. `standing`: a fault that lasts
 * although rows are written. `notices`: single happenings.
 */
export type Outcome = {
  readonly commits: readonly Commit[];
  readonly notices: readonly Problem[];
  readonly failure: Problem | null;
  readonly standing: Problem | null;
  /** How far the open file has come; null when none is open. */
  readonly reached: Reached | null;
};

/** What is known without asking the disk. */
export type Stat = Omit<JournalStat, 'trouble'>;

/** A WAL this long means that a reader holds it: checkpoints cut it at 4 MB. */
const WAL_WATCH_BYTES = 32 * 1024 * 1024;

type Open = { readonly db: DatabaseSync; readonly store: Store; files: FileIdentity };

/**
 * Keeps a store open through everything that befalls its file: opens it when it is needed, closes it after an error, sets
 * a damaged one aside, and starts a new one when it is gone from its path. A new file hears of the birth and the
 * uplinks again.
 */
export class Session {
  readonly #options: SessionOptions;
  #open: Open | null = null;
  #birth: BirthInput | null;
  #uplinks: readonly string[] | null;
  #condemned: Flaw | null = null;
  #notices: Problem[] = [];
  #takenBefore = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#birth = options.birth;
    this.#uplinks = options.uplinks;
  }

  /**
   * Writes `items` in one transaction, on the disk when this returns without a failure. `doubt`: they were handed over
   * before, and it is not certain that nothing came of it.
   */
  write(items: readonly Item[], doubt: Doubt | null = null): Outcome {
    return this.#attempt(() => {
      const { commits, notices } = this.#store().write(items, doubt);
      this.#notices.push(...notices);
      this.#remember(items);
      this.#takenBefore = false;
      return commits;
    });
  }

  /** Opens the file, or looks after it, when there is nothing to write. */
  check(): Outcome {
    return this.#attempt(() => {
      this.#store();
      return [];
    });
  }

  /** Figures of the open file; null when there is none. */
  stat(): Stat | null {
    if (this.#open === null) return null;
    const { db, store } = this.#open;
    const tallies = store.tallies();
    const { file } = this.#options;
    return {
      epoch: store.identity.epoch,
      file,
      heads: store.heads(),
      rows: { event: tallies.event.rows, telemetry: tallies.telemetry.rows },
      bytes: { event: tallies.event.bytes, telemetry: tallies.telemetry.bytes },
      tombstones: Number(db.prepare('SELECT count(*) AS n FROM tombstone').get()?.n),
      walBytes: walBytes(file),
    };
  }

  /** Seals the open segment and closes, so that readers can go on reading. */
  close(): Outcome {
    return this.#attempt(() => {
      const open = this.#open;
      if (open === null) return [];
      open.store.seal();
      closeDatabase(open.db, this.#options.file);
      this.#open = null;
      return [];
    });
  }

  #attempt(run: () => readonly Commit[]): Outcome {
    let commits: readonly Commit[] = [];
    let failure: Problem | null = null;
    try {
      commits = run();
    } catch (error) {
      failure = this.#recover(error);
    }
    const notices = this.#notices;
    this.#notices = [];
    const standing = failure === null ? this.#standing() : null;
    const reached = this.#open?.store.reached() ?? null;
    return { commits, notices, failure, standing, reached };
  }

  /** The store on the file at the path; throws what SQLite or the file system throws when there can be none now. */
  #store(): Store {
    const { file, gateway } = this.#options;
    if (this.#open !== null && !this.#stillThere(this.#open)) this.#forget();
    if (this.#open !== null) return this.#open.store;
    const { db, identity, notices } = openJournal(file, gateway, this.#condemned);
    try {
      const store = new Store(db, identity, this.#options);
      store.write([
        ...(this.#birth === null ? [] : [{ kind: 'birth' as const, birth: this.#birth }]),
        ...(this.#uplinks === null ? [] : [{ kind: 'uplinks' as const, ids: this.#uplinks }]),
      ]);
      this.#open = { db, store, files: identityOf(file) };
      this.#notices.push(...notices);
      this.#condemned = null;
      return store;
    } catch (error) {
      // Damage that the checks at opening do not look for.
      const failure = failureOf(error, file);
      if (failure?.act === 'set aside')
        this.#condemned = {
          epoch: identity.epoch,
          lineage: readLineage(db, gateway),
          why: unusable(failure.problem),
        };
      db.close();
      throw error;
    }
  }

  #stillThere(open: Open): boolean {
    const now = identityOf(this.#options.file);
    if (now.database === open.files.database && now.wal === open.files.wal) return true;
    const gone = now.database !== open.files.database;
    if (gone)
      this.#condemned = { ...lastOf(open), epoch: null, why: 'was put in the place of a deleted one' };
    // The log alone: what is in it is still in our hands, and closing writes it into the database.
    this.#notices.push({
      code: 'journal.gone',
      what: gone
        ? 'the journal was deleted while guard was writing it; a new one was started'
        : 'the write-ahead log of the journal was deleted while guard was writing it; its rows were saved',
      where: this.#options.file,
      hint: 'stop guard before moving or deleting its journal',
    });
    return false;
  }

  /** Drops the connection. */
  #forget(): void {
    const open = this.#open;
    this.#open = null;
    try {
      open?.db.close();
    } catch {
      // It was in trouble before; the file is opened and examined again.
    }
  }

  #recover(error: unknown): Problem {
    const failure = failureOf(error, this.#options.file);
    if (failure === null) throw error;
    const open = this.#open;
    // A number that is taken: a second guard, or, when it happens again with the file freshly read, damage that hides rows.
    const taken = failure.problem.code === 'journal.second-writer';
    const hidden = taken && this.#takenBefore;
    this.#takenBefore = taken;
    if ((failure.act === 'set aside' || hidden) && open !== null)
      this.#condemned = { ...lastOf(open), why: unusable(failure.problem) };
    if (failure.act !== 'retry') this.#forget();
    return failure.problem;
  }

  #standing(): Problem | null {
    const { file } = this.#options;
    const bytes = walBytes(file);
    if (bytes > WAL_WATCH_BYTES && existsSync(file))
      return {
        code: 'journal.wal-grows',
        what: `the write-ahead log of the journal has grown to ${Math.round(bytes / 1024 / 1024)} MB`,
        where: file,
        hint: 'a reader holds it: restart the program that has the journal open',
      };
    return this.#open?.store.ceiling() ?? null;
  }

  #remember(items: readonly Item[]): void {
    for (const item of items) {
      if (item.kind === 'birth') this.#birth = item.birth;
      if (item.kind === 'uplinks') this.#uplinks = item.ids;
    }
  }
}

function unusable(problem: Problem): string {
  return `cannot be used: ${problem.what}`;
}

function lastOf({ store }: Open) {
  return { epoch: store.identity.epoch, lineage: store.lineage() };
}
