import type { Clock, Timer } from '../../core/clock.ts';
import type { Item } from './items.ts';

type Report = Extract<Item, { kind: 'part' }>;

/**
 * A report of half a minute and more waits for the one after it, so that two share a commit: whatever is in it, a commit
 * costs the card some 45 kB (log, ext4's journal, SQLite's shared memory). Shorter periods are for those who want to see
 * them at once. What waits is what a power cut may cost, beside the period that runs.
 */
const WORTH_WAITING_MS = 30_000;
const WAIT_MS = 75_000;

/** The report that waits for the next one. */
export class ReportWait {
  readonly #clock: Clock;
  readonly #over: (report: Report) => void;
  #report: Report | null = null;
  #timer: Timer | null = null;

  /** `over`: it has waited long enough. */
  constructor(clock: Clock, over: (report: Report) => void) {
    this.#clock = clock;
    this.#over = over;
  }

  /** Whether `report` is to wait, and does from now on. */
  takes(report: Report): boolean {
    const { part, evidence } = report;
    const long = part.to - part.from >= WORTH_WAITING_MS && part.reports.length > 0;
    if (evidence !== null || !long || this.#report !== null) return false;
    this.#report = report;
    this.#timer = this.#clock.after(WAIT_MS, 'journal report', () => {
      this.#report = null;
      this.#over(report);
    });
    return true;
  }

  /** What waits, if anything does, and waits no longer. */
  giveBack(): Report | null {
    const report = this.#report;
    this.#timer?.cancel();
    this.#report = null;
    return report;
  }
}
