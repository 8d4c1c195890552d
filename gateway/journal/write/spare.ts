import { existsSync } from 'node:fs';
import type { EventBody } from '../../telemetry/wire/model.ts';
import { journalFile } from '../file/database.ts';
import type { Reached } from '../file/heads.ts';
import type { Budgets } from './eviction.ts';
import type { Item } from './items.ts';
import { type Outcome, Session, type SessionOptions } from './session.ts';

/** What it may take of the machine's memory, in bytes. */
const BUDGETS: Budgets = { event: 4_000_000, telemetry: 8_000_000 };
/** Tokens of events that are waited for; an event whose token is forgotten is handed over again by the next run of guard. */
const MOST_TOKENS = 20_000;

/**
 * A journal in the memory of the machine (a tmpfs), for as long as the disk is in trouble: a file like any other, with an epoch of its
 * own, which readers see at once and which is copied to the disk as soon as that works again. Written in guard's own thread, because
 * the other one may hang in the disk, and a new one would have to be loaded from it. One file for each boot: its numbers go on.
 */
export class Spare {
  readonly file: string;
  readonly #session: Session;
  #written = 0;
  #tokens: string[] = [];
  /** Of `#written` what the copy on the disk holds. */
  #copied = 0;

  /** `folder` is made when it is needed. */
  constructor(folder: string, options: Omit<SessionOptions, 'file' | 'budgets'>, newEpoch?: () => string) {
    this.file = journalFile(folder);
    this.#session = new Session({ ...options, file: this.file, budgets: BUDGETS, spare: true }, newEpoch);
  }

  /** Looks for what a run of guard before this one has left; null: nothing, or nothing that may be on the disk as well. */
  resume(): Reached | null {
    if (!existsSync(this.file)) return null;
    if (this.#session.check().failure !== null) return null;
    this.#written++;
    return this.#session.superseded();
  }

  /** Whether something was written that is not on the disk yet. */
  get waiting(): boolean {
    return this.#written > this.#copied;
  }

  /** Counts what was written: two equal counts, nothing between. */
  get version(): number {
    return this.#written;
  }

  /** How many of its events somebody waits to see on the disk. */
  get awaited(): number {
    return this.#tokens.length;
  }

  /** Writes rows; `superseded`: what the disk holds beyond this is here as well. */
  write(rows: readonly Item[], superseded: Reached | null): Outcome {
    const note = superseded === null ? [] : [{ kind: 'superseded' as const, reached: superseded }];
    const outcome = this.#session.write([...note, ...rows]);
    if (outcome.failure !== null) return outcome;
    this.#written++;
    for (const { token } of outcome.commits) if (token !== undefined) this.#await(token);
    return outcome;
  }

  /** Whether it holds this step of an alarm, which the run before handed over; then its token is waited for. */
  takeAgain(event: EventBody, token: string | undefined): boolean {
    if (!this.waiting && this.#written === 0) return false;
    if (!this.#session.holds(event)) return false;
    this.#written++;
    if (token !== undefined) this.#await(token);
    return true;
  }

  /** Ends its open segment: what is copied does not grow under the same key afterwards. */
  seal(): void {
    this.#session.seal();
  }

  /** All of it is on the disk: the tokens of its events. */
  copied(): readonly string[] {
    const tokens = this.#tokens;
    this.#tokens = [];
    this.#copied = this.#written;
    this.#session.write([{ kind: 'superseded', reached: null }]);
    this.#session.close();
    return tokens;
  }

  close(): void {
    this.#session.close();
  }

  #await(token: string): void {
    this.#tokens.push(token);
    if (this.#tokens.length > MOST_TOKENS) this.#tokens.shift();
  }
}
