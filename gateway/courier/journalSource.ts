import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Problem } from '../core/result.ts';
import { type JournalFileReader, openJournalReader } from '../journal/read/reader.ts';
import type { JournalReader } from '../journal/types.ts';
import type { Stream, StreamHead } from '../telemetry/index.ts';
import type { ClockTable } from './wording/clockTable.ts';

export type JournalSourceOptions = {
  readonly file: string;
  readonly clock: Clock;
  readonly times: ClockTable;
  readonly log: Log;
  /** It is the spare journal, which is there in trouble alone. */
  readonly spare?: boolean;
  /** There may be something new to send, or another journal to send from. */
  readonly onChange: () => void;
};

/** How far a journal had come when guard last knew it. */
export type Held = { readonly epoch: string; readonly heads: Readonly<Record<Stream, StreamHead>> };

const POLL_MS = 1_000;
// Courier and guard start together, and guard makes the file: its absence is news only when it lasts.
const MISSING_POLLS = 5;

/**
 * The journal as courier sees it: perhaps not there yet, perhaps replaced by a new file under its feet. Guard's word
 * that something was committed comes through `poke`; a slow poll does for a guard that is dead or mute.
 */
export class JournalSource {
  readonly #options: JournalSourceOptions;
  #file: string;
  #reader: JournalFileReader | null = null;
  #poll: Timer | null = null;
  #following = false;
  #held: Held | null = null;
  #problem: string | null = null;
  #missing = 0;

  constructor(options: JournalSourceOptions) {
    this.#options = options;
    this.#file = options.file;
  }

  /** Where it lies. */
  get file(): string {
    return this.#file;
  }

  start(): void {
    this.#poll = every(this.#options.clock, POLL_MS, 'journal poll', () => this.poke());
    this.poke();
  }

  stop(): void {
    this.#poll?.cancel();
    this.#poll = null;
    this.#close();
  }

  /** Runs `use` on the open journal. Null: there is none now, or it failed under the hand and is opened anew. */
  read<T>(use: (reader: JournalReader) => T): T | null {
    if (this.#reader === null || this.#following) return null;
    try {
      return use(this.#reader);
    } catch (error) {
      this.#failed({
        code: 'journal.unreadable',
        what: error instanceof Error ? error.message : String(error),
        where: this.#file,
        hint: 'it is opened again by itself; look at the disk if this stays',
      });
      return null;
    }
  }

  /**
   * Nothing beyond these heads is read of the journal of this epoch, null: everything that is there. See
   * `JournalFileReader.hold`.
   */
  hold(held: Held | null): void {
    this.#held = held;
    this.#limit();
    this.poke();
  }

  /** Something may have changed, perhaps the file itself. */
  poke(): void {
    if (this.#following) return;
    if (this.#reader?.current() === false) this.#close();
    if (this.#reader === null && !this.#open()) return;
    this.#follow();
  }

  /**
   * Opens the file anew: a guard that starts may turn a file at rest, which was read as such, into one that changes; and it
   * may have been told to keep it elsewhere.
   */
  reopen(file: string): void {
    this.#file = file;
    this.#close();
    this.poke();
  }

  #open(): boolean {
    const opened = openJournalReader(this.#file);
    if (!opened.ok) {
      const missing = opened.error.code === 'journal.missing';
      const expected = missing && (this.#options.spare === true || ++this.#missing < MISSING_POLLS);
      if (!expected) this.#failed(opened.error);
      return false;
    }
    this.#missing = 0;
    this.#reader = opened.value;
    this.#limit();
    this.#problem = null;
    return true;
  }

  #limit(): void {
    const held = this.#held;
    this.#reader?.hold(this.#reader.identity().epoch === held?.epoch ? held.heads : null);
  }

  /** Clock rows first: a message must not be dated before what is known of its boot was read. */
  #follow(): void {
    const reader = this.#reader;
    if (reader === null || this.#poll === null) return;
    this.#following = false;
    const done = this.read((journal) => this.#options.times.follow(journal, this.#options.spare));
    if (done === false) {
      this.#following = true;
      this.#options.clock.after(0, 'journal clock rows', () => this.#follow());
    } else if (done === true) this.#options.onChange();
  }

  #failed(problem: Problem): void {
    this.#close();
    const key = `${problem.code} ${problem.what}`;
    if (key !== this.#problem) this.#options.log.problem(problem);
    this.#problem = key;
  }

  #close(): void {
    this.#reader?.close();
    this.#reader = null;
    this.#following = false;
  }
}
