import { dirname, join } from 'node:path';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { journalsBeside } from '../../journal/past/quarantine.ts';
import { PastRows } from '../../journal/read/pastRows.ts';
import type { Channel, Dated } from '../../telemetry/index.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';
import { JournalFile } from './journalFile.ts';

/** The journal as desk looks at it: opened when somebody asks, and what was set aside beside it for as long as it is looked at. */
export class DeskJournal {
  readonly #path: () => string | null;
  #file: JournalFile | null = null;
  #opened = '';
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

  /** Names of the files beside it that were set aside, and may hold what is older. */
  earlier(): string[] {
    return this.#opened === '' ? [] : [...journalsBeside(this.#opened)];
  }

  /** Those files, each open while the caller looks at it; one of each journal, and none that cannot be read. */
  *over(): Generator<JournalFile> {
    const seen = new Set(this.#file === null ? [] : [this.#file.rows.epoch]);
    for (const name of this.earlier()) {
      const opened = PastRows.open(join(dirname(this.#opened), name));
      if (!opened.ok) continue;
      const file = new JournalFile(opened.value);
      try {
        if (seen.has(file.rows.epoch)) continue; // a copy that was put back, and set aside again
        seen.add(file.rows.epoch);
        file.learnClocks();
        yield file;
      } finally {
        file.close();
      }
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
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
