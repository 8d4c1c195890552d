import type { Clock, Timer } from '../../core/clock.ts';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { Item } from './items.ts';

type Report = Extract<Item, { kind: 'part' }>;

/** Shorter report periods are for those who want to see them at once. */
const WORTH_WAITING_MS = 30_000;
const REPORT_WAIT_MS = 75_000;
const ROUTINE_WAIT_MS = 30_000;
/** What waits is lost where guard is killed: no more than this. */
const MOST = 64;

/**
 * What may wait for a commit that it can share: whatever is in it, a commit costs the card some 50 kB (log, ext4's journal, SQLite's
 * shared memory). A report of half a minute and more waits for the one after it; a record of ordinary service waits for half a minute.
 * What waits is what a power cut or a kill may cost, beside the period that runs.
 */
export class SharedCommit {
  readonly #clock: Clock;
  readonly #over: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #due = Number.POSITIVE_INFINITY;
  #timer: Timer | null = null;

  /** `over`: it has waited long enough. */
  constructor(clock: Clock, over: (items: readonly Item[]) => void) {
    this.#clock = clock;
    this.#over = over;
  }

  /** Whether `report` is to wait, and does from now on. */
  takesReport(report: Report): boolean {
    const { part, evidence } = report;
    const long = part.to - part.from >= WORTH_WAITING_MS && part.reports.length > 0;
    if (evidence !== null || !long || this.#items.some(({ kind }) => kind === 'part')) return false;
    return this.#takes(report, REPORT_WAIT_MS);
  }

  /** Whether this record of ordinary service is to wait, and does from now on. */
  takesRoutine(event: EventBody): boolean {
    return this.#takes({ kind: 'event', event }, ROUTINE_WAIT_MS);
  }

  /** What waits, in order, and waits no longer. */
  giveBack(): readonly Item[] {
    this.#timer?.cancel();
    this.#due = Number.POSITIVE_INFINITY;
    return this.#items.splice(0);
  }

  #takes(item: Item, waitMs: number): boolean {
    if (this.#items.length >= MOST) return false;
    this.#items.push(item);
    const due = this.#clock.mono() + waitMs;
    if (due >= this.#due) return true;
    this.#due = due;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(waitMs, 'journal commit', () => this.#over(this.giveBack()));
    return true;
  }
}
