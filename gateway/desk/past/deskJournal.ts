import { dirname, join } from 'node:path';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { journalsBeside } from '../../journal/past/quarantine.ts';
import { PastRows } from '../../journal/read/pastRows.ts';
import type { Channel, Dated } from '../../telemetry/index.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { JournalFile } from './journalFile.ts';

/** What lies beside the journal: what it was before, by epoch, and files that cannot be read, by name. */
export type EarlierJournals = {
  readonly readable: readonly { readonly epoch: string; readonly name: string }[];
  readonly unreadable: readonly string[];
};

/** What dates rows and knows their channels: the journal, or one that was set aside. */
export type RowsMeaning = Pick<JournalFile, 'date' | 'channels'>;

/** The journal as desk looks at it: opened when somebody asks, and what was set aside beside it for as long as it is looked at. */
export class DeskJournal {
  readonly #path: () => string | null;
  #file: JournalFile | null = null;
  #opened = '';
  readonly #damaged = new Set<string>(); // names of files beside it that were found to be
  #earlier: { readonly listing: string; readonly of: EarlierJournals } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** `path`: of the journal now; null: no site is known yet. */
  constructor(path: () => string | null) {
    this.#path = path;
  }

  /**
   * One look at a time, so that what ten pages ask for takes the memory of one. Problem: `desk.no-history`, where the journal
   * cannot be read; what the disk throws in between is that too.
   */
  look<T>(what: (journal: DeskJournal, rows: PastRows) => T | Promise<T>): Promise<Result<T, Problem>> {
    const done = this.#turn.then(async (): Promise<Result<T, Problem>> => {
      try {
        const file = this.#open();
        return file === null ? err(deskProblem('desk.no-history')) : ok(await what(this, file.rows));
      } catch {
        this.close();
        return err(deskProblem('desk.no-history'));
      }
    });
    this.#turn = done;
    return done;
  }

  /** When a moment was, as far as the journal tells. */
  date(moment: { readonly boot: string; readonly mono: number }): Dated {
    return this.#file?.date(moment) ?? { utc: null, quality: 'unsynced' };
  }

  /** The channels of a birth; none where it is damaged. */
  channels(hash: string): readonly Channel[] {
    return this.#file?.channels(hash) ?? [];
  }

  /** Of those beside it that were set aside: which can be read, newest first, one of each journal, and names of those that cannot. */
  earlier(): EarlierJournals {
    const names = this.#opened === '' ? [] : journalsBeside(this.#opened);
    const listing = `${this.#file?.rows.epoch} ${names.join()}`;
    if (this.#earlier?.listing === listing) return this.#earlier.of;
    const found = new Map<string, { readonly name: string; readonly last: number }>();
    const unreadable: string[] = [];
    for (const name of names) {
      const opened = this.#damaged.has(name) ? null : this.#openBeside(name);
      if (opened === null) {
        unreadable.push(name);
        continue;
      }
      const { file, last } = opened;
      const { epoch } = file.rows;
      // else a copy that was put back, and set aside again
      if (epoch !== this.#file?.rows.epoch && !found.has(epoch)) found.set(epoch, { name, last });
      file.close();
    }
    const sorted = [...found].toSorted(([, a], [, b]) => b.last - a.last);
    const of = { readable: sorted.map(([epoch, { name }]) => ({ epoch, name })), unreadable };
    this.#earlier = { listing, of };
    return of;
  }

  /**
   * Looks at those files, newest first, each open for as long as that takes; `epoch`: at that one alone. One that turns out to be damaged
   * (many were set aside for that) is left, and named as unreadable from then on. Ends when `look` answers `enough`.
   */
  async over(look: (file: JournalFile) => Promise<'enough' | 'more'>, epoch?: string): Promise<void> {
    for (const one of this.earlier().readable) {
      if (epoch !== undefined && one.epoch !== epoch) continue;
      const opened = this.#openBeside(one.name);
      try {
        if (opened === null) throw new Error('it was there a moment ago');
        if ((await look(opened.file)) === 'enough') return;
      } catch {
        this.#damaged.add(one.name);
        this.#earlier = null;
      } finally {
        opened?.file.close();
      }
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** `last`: when its newest event was; null: it cannot be read. */
  #openBeside(name: string): { readonly file: JournalFile; readonly last: number } | null {
    const opened = PastRows.open(join(dirname(this.#opened), name));
    if (!opened.ok) return null;
    const file = new JournalFile(opened.value);
    try {
      file.learnClocks();
      return { file, last: file.last() ?? Number.NEGATIVE_INFINITY };
    } catch {
      file.close();
      return null;
    }
  }

  #open(): JournalFile | null {
    const path = this.#path();
    if (this.#file !== null && (path !== this.#opened || !this.#file.rows.current())) this.close();
    if (this.#file === null && path !== null) {
      const opened = PastRows.open(path);
      if (!opened.ok) return null;
      this.#file = new JournalFile(opened.value);
      this.#opened = path;
    }
    this.#file?.learnClocks();
    return this.#file;
  }
}
