import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { journalsBeside } from '../../journal/past/quarantine.ts';
import { PastRows } from '../../journal/read/pastRows.ts';
import { type Channel, type Dated, Dating, decodeBirth, decodeEvent } from '../../telemetry/index.ts';
import { deskProblem } from '../../text/problems/deskProblems.ts';

type Moment = { readonly boot: string; readonly mono: number };

/** The journal as desk looks at it: opened when somebody asks, dated with the clock rows that are in it. */
export class DeskJournal {
  readonly #file: () => string | null;
  #rows: PastRows | null = null;
  #opened = '';
  #dating = new Dating();
  #datedTo = 0;
  readonly #channels = new Map<string, readonly Channel[]>();
  #turn: Promise<unknown> = Promise.resolve();

  /** `file`: path of the journal now; null: no site is known yet. */
  constructor(file: () => string | null) {
    this.#file = file;
  }

  /**
   * One look at a time, so that what ten pages ask for takes the memory of one. Problem: `desk.no-history`, where the journal
   * cannot be read; what the disk throws in between is that too.
   */
  look<T>(what: (journal: DeskJournal, rows: PastRows) => T | Promise<T>): Promise<Result<T, Problem>> {
    const done = this.#turn.then(async (): Promise<Result<T, Problem>> => {
      try {
        const rows = this.#open();
        return rows === null ? err(deskProblem('desk.no-history')) : ok(await what(this, rows));
      } catch {
        this.close();
        return err(deskProblem('desk.no-history'));
      }
    });
    this.#turn = done;
    return done;
  }

  /** When a moment was, as far as the journal tells. */
  date(moment: Moment): Dated {
    return this.#dating.date(moment);
  }

  /** The channels of a birth; none where it is damaged. */
  channels(hash: string): readonly Channel[] {
    const known = this.#channels.get(hash);
    if (known !== undefined) return known;
    const body = this.#rows?.birth(hash) ?? null;
    const birth = body === null ? null : decodeBirth(body);
    const channels = birth?.ok ? birth.value.channels : [];
    this.#channels.set(hash, channels);
    return channels;
  }

  /** Names of the files beside it that were set aside, and may hold what is older. */
  earlier(): string[] {
    return this.#opened === '' ? [] : [...journalsBeside(this.#opened)];
  }

  close(): void {
    this.#rows?.close();
    this.#rows = null;
    this.#channels.clear();
  }

  #open(): PastRows | null {
    const file = this.#file();
    if (this.#rows !== null && (file !== this.#opened || !this.#rows.current())) this.close();
    if (this.#rows === null && file !== null) {
      const opened = PastRows.open(file);
      if (!opened.ok) return null;
      this.#rows = opened.value;
      this.#opened = file;
      this.#dating = new Dating();
      this.#datedTo = 0;
    }
    if (this.#rows !== null) this.#learnClocks(this.#rows);
    return this.#rows;
  }

  #learnClocks(rows: PastRows): void {
    const head = rows.extent('event')?.last ?? 0;
    for (const seq of rows.clocksAfter(this.#datedTo)) {
      const [row] = rows.events(seq, 1);
      const event = row?.seq === seq ? decodeEvent(row.body) : null;
      if (event?.ok && event.value.type === 'clock') this.#dating.learn(event.value.boot, event.value.time);
    }
    this.#datedTo = Math.max(this.#datedTo, head);
  }
}
