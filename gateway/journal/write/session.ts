import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { randomId } from '../../core/keys.ts';
import type { Problem } from '../../core/result.ts';
import type { EventBody } from '../../telemetry/wire/model.ts';
import { closeDatabase, type FileIdentity, identityOf, lengthenLog, walBytes } from '../file/database.ts';
import { failureOf } from '../file/failure.ts';
import type { Reached } from '../file/heads.ts';
import { MOST_NAMED } from '../file/identity.ts';
import { readLineage } from '../file/lineage.ts';
import { copySpare } from '../past/spareCopy.ts';
import type { JournalStat } from '../types.ts';
import { HeadFile, type HeadPlaces, NO_PLACES } from './headFile.ts';
import type { BirthInput, Commit, Item } from './items.ts';
import { type Flaw, openJournal } from './opening.ts';
import { Store, type StoreOptions } from './store.ts';
import type { Unconfirmed } from './unansweredBatch.ts';

/** What a session needs to know: the store's options, whose journal it is, and what a new file is told first. */
export type SessionOptions = StoreOptions & {
  readonly gateway: string;
  readonly birth: BirthInput | null;
  readonly uplinks: readonly string[] | null;
  /** Files outside the journal's where it is kept how far it has come. */
  readonly heads?: HeadPlaces;
  /** It lies in memory, where there is nothing to be synced, and is copied to the disk as a whole. */
  readonly spare?: boolean;
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
  readonly #head: HeadFile;
  readonly #newEpoch: () => string;
  #headKept = true;
  #notedRow = 0; // the newest telemetry row that the disk's copies of the head name

  /** `newEpoch` names new files. */
  constructor(options: SessionOptions, newEpoch: () => string = randomId) {
    this.#options = options;
    this.#newEpoch = newEpoch;
    this.#head = new HeadFile(options.heads ?? NO_PLACES);
    this.#birth = options.birth;
    this.#uplinks = options.uplinks;
  }

  /**
   * Writes `items` in one transaction, on the disk when this returns without a failure. `unconfirmed`: what an attempt before this one may
   * have left there. `spare`: a spare journal that is to be beside this one then.
   */
  write(
    items: readonly Item[],
    unconfirmed: Unconfirmed | null = null,
    spare: string | null = null,
  ): Outcome {
    return this.#attempt(() => {
      const { commits, notices } = this.#store().write(items, unconfirmed);
      this.#notices.push(...notices);
      this.#keepHead(items.some(({ kind }) => kind === 'event'));
      this.#remember(items);
      if (spare !== null) copySpare(spare, this.#options.file);
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
      open.store.mark(false);
      this.#keepHead(true);
      closeDatabase(open.db, this.#options.file);
      this.#open = null;
      return [];
    });
  }

  /** Ends the open segment: nothing is added to it any more. */
  seal(): void {
    this.#attempt(() => {
      this.#open?.store.seal();
      return [];
    });
  }

  /** Lets go of the file as a killed program does. */
  abandon(): void {
    this.#forget();
  }

  /** Whether this step of an alarm is there, word for word; false where the file cannot be read now. */
  holds(event: EventBody): boolean {
    let found = false;
    this.#attempt(() => {
      found = this.#store().holds(event);
      return [];
    });
    return found;
  }

  /** What the spare journal knows of rows that the disk may hold and is not to show. */
  superseded(): Reached | null {
    return this.#open?.store.superseded() ?? null;
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
    const { db, identity, notices } = openJournal(file, gateway, this.#condemned, {
      head: this.#head.known,
      newEpoch: this.#newEpoch,
      synced: this.#options.spare !== true,
    });
    try {
      const store = new Store(db, identity, this.#options);
      store.write([
        ...(this.#birth === null ? [] : [{ kind: 'birth' as const, birth: this.#birth }]),
        ...(this.#uplinks === null ? [] : [{ kind: 'uplinks' as const, ids: this.#uplinks }]),
      ]);
      if (this.#options.spare !== true) {
        store.mark(true);
        lengthenLog(file);
      }
      this.#open = { db, store, files: identityOf(file) };
      this.#keepHead(true);
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

  /**
   * Notes outside the file how far it has come; `sync` with durable events. That a row has grown is noted in memory alone: each note on a
   * disk costs it some 17 kB.
   */
  #keepHead(sync: boolean): void {
    if (this.#open === null) return;
    const { store } = this.#open;
    const { seq, parts } = store.heads().telemetry;
    const head = { gateway: this.#options.gateway, lineage: store.lineage().slice(0, MOST_NAMED), parts };
    const grown = seq === this.#notedRow;
    this.#headKept = this.#head.save(head, sync ? 'synced' : grown ? 'passing' : 'noted');
    this.#notedRow = seq;
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
    if (!this.#headKept)
      return {
        code: 'journal.head-unkept',
        said: { key: 'journal.head-unkept', named: {} },
        what: 'how far the journal has come cannot be kept outside its file',
        where: [...(this.#options.heads?.disk ?? []), ...(this.#options.heads?.memory ?? [])].join(', '),
        hint: 'check free space and permissions there; without it an older copy put back would not be noticed',
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
