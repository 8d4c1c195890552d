import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { EventBody, Part, Stream } from '../telemetry/model.ts';
import { journalFile } from './database.ts';
import type { BirthInput } from './items.ts';
import { Pending, type PendingLimits } from './pending.ts';
import type { Budgets } from './room.ts';
import type { Outcome, SessionOptions } from './session.ts';
import { JournalThread } from './thread.ts';
import type { Delivery, JournalEvents, JournalStat, JournalWriter } from './types.ts';

export type JournalOptions = {
  readonly folder: string;
  readonly gateway: string;
  readonly segmentParts: number; // report periods per telemetry row, 1 to 10
  readonly budgets: Budgets; // bytes
  readonly clock: Clock;
  readonly events: JournalEvents;
  readonly pending?: PendingLimits;
};

const START_PATIENCE_MS = 3_000;
const STOP_PATIENCE_MS = 15_000;
const END_PATIENCE_MS = 2_000;
/** How often the file is looked after when nothing is written. */
const CHECK_MS = 2_000;
/** Deliveries ride along with the next rows; without any they are written after this, to spare the card. */
const DELIVERY_MS = 2_000;
const MANY_DELIVERIES = 512;
const RETRY_MS = { first: 500, longest: 15_000 };

/**
 * The journal as guard writes it: every call returns at once, a thread of its own waits for the disk. While the disk is
 * in trouble rows wait here, in memory, and are tried again.
 */
export function createJournalWriter(options: JournalOptions): JournalWriter {
  return new Writer(options);
}

class Writer implements JournalWriter {
  readonly #options: JournalOptions;
  #session: SessionOptions;
  readonly #pending: Pending;
  #deliveries: Delivery[] = [];
  #thread: JournalThread | null = null;
  #running: Promise<void> | null = null;
  #checkDue = false;
  #serving = false;
  #retryMs = RETRY_MS.first;
  readonly #timers: { check?: Timer; retry?: Timer | undefined; deliveries?: Timer | undefined } = {};
  readonly #faults: { failure: Problem | null; overflow: Problem | null; standing: Problem | null } = {
    failure: null,
    overflow: null,
    standing: null,
  };
  #shown: Problem | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#pending = new Pending(options.pending);
    this.#session = {
      file: journalFile(options.folder),
      gateway: options.gateway,
      boot: options.clock.boot,
      segmentParts: options.segmentParts,
      budgets: options.budgets,
      birth: null,
      uplinks: null,
    };
  }

  /** Never refused: with a slow or broken disk it is done after a few seconds all the same, and the fault is reported. */
  async start(): Promise<void> {
    const { clock } = this.#options;
    this.#serving = true;
    this.#timers.check = every(clock, CHECK_MS, 'journal check', () => this.#check());
    this.#check();
    await within(clock, START_PATIENCE_MS, 'journal start', this.#running);
  }

  async stop(): Promise<void> {
    const { clock } = this.#options;
    if (!this.#serving) return;
    this.#serving = false;
    this.#timers.check?.cancel();
    this.#timers.retry?.cancel();
    this.#timers.retry = undefined;
    this.#flushDeliveries();
    await within(clock, STOP_PATIENCE_MS, 'journal stop', this.#finish());
    // A thread that hangs in the disk cannot be ended; the process is then left to its supervisor.
    await within(clock, END_PATIENCE_MS, 'journal end', this.#thread?.end() ?? null);
    this.#thread = null;
    if (this.#pending.events > 0)
      this.#fault('failure', {
        code: 'journal.stopped-in-trouble',
        what: `${this.#pending.events} events could not be written before guard stopped`,
        where: this.#session.file,
        hint: 'free or replace the disk',
      });
  }

  setBirth(birth: BirthInput): void {
    this.#session = { ...this.#session, birth }; // for a thread that has to be started again
    this.#push({ kind: 'birth', birth });
  }

  appendEvent(event: EventBody, token?: string): void {
    this.#push({ kind: 'event', event, ...(token === undefined ? {} : { token }) });
  }

  appendPart(part: Part, evidence?: string): void {
    this.#push({ kind: 'part', part, evidence: evidence ?? null });
  }

  setUplinks(ids: readonly string[]): void {
    this.#session = { ...this.#session, uplinks: ids };
    this.#push({ kind: 'uplinks', ids });
  }

  delivered(delivery: Delivery): void {
    this.#deliveries.push(delivery);
    if (this.#deliveries.length >= MANY_DELIVERIES) this.#flushDeliveries();
    else
      this.#timers.deliveries ??= this.#options.clock.after(DELIVERY_MS, 'journal deliveries', () =>
        this.#flushDeliveries(),
      );
  }

  async stat(): Promise<JournalStat> {
    const none = { event: 0, telemetry: 0 };
    const head = { seq: 0, parts: 0 };
    const blank = { epoch: '', file: this.#session.file, heads: { event: head, telemetry: head } };
    const known = await this.#thread?.stat().catch(() => null);
    return {
      ...(known ?? { ...blank, rows: none, bytes: none, tombstones: 0, walBytes: 0 }),
      trouble: this.#shown,
    };
  }

  #push(item: Parameters<Pending['push']>[0]): void {
    this.#overflowed(this.#pending.push(item));
    this.#go();
  }

  #check(): void {
    this.#checkDue = true;
    this.#go();
  }

  #flushDeliveries(): void {
    this.#timers.deliveries?.cancel();
    this.#timers.deliveries = undefined;
    if (this.#deliveries.length === 0) return;
    this.#pending.push({ kind: 'delivered', deliveries: this.#deliveries });
    this.#deliveries = [];
    this.#go();
  }

  #go(): void {
    if (!this.#serving || this.#timers.retry !== undefined) return;
    this.#running ??= this.#run();
  }

  /** Writes all that waits. Ends in the same breath in which it finds nothing left, or a row would be overlooked. */
  async #run(): Promise<void> {
    await null; // what is handed over in one turn shares a transaction
    try {
      while ((this.#pending.length > 0 || this.#checkDue) && (await this.#writeBatch()));
    } finally {
      this.#running = null;
    }
  }

  /** One batch at a time, so that what waits is here, where it can be counted, and not in the thread's mailbox. */
  async #writeBatch(): Promise<boolean> {
    this.#checkDue = false;
    if (this.#pending.length > 0) this.#flushDeliveries();
    const batch = this.#pending.take();
    const outcome = await this.#attempt((thread) =>
      batch.length > 0 ? thread.write(batch) : thread.check(),
    );
    if (outcome.failure === null) this.#succeeded(outcome);
    else {
      this.#overflowed(this.#pending.putBack(batch));
      this.#failed(outcome.failure);
    }
    return outcome.failure === null;
  }

  async #finish(): Promise<void> {
    await this.#running;
    await this.#run();
    const outcome = await this.#attempt((thread) => thread.close());
    if (outcome.failure !== null) this.#fault('failure', outcome.failure);
  }

  async #attempt(run: (thread: JournalThread) => Promise<Outcome>): Promise<Outcome> {
    try {
      if (this.#thread?.alive !== true) this.#thread = new JournalThread(this.#session);
      return await run(this.#thread);
    } catch (error) {
      const failure: Problem = {
        code: 'journal.thread',
        what: `the journal's thread ended: ${error}`,
        where: this.#session.file,
        hint: 'it is started again; please report this',
      };
      return { commits: [], notices: [], failure, standing: null };
    }
  }

  #succeeded(outcome: Outcome): void {
    const { events } = this.#options;
    this.#retryMs = RETRY_MS.first;
    for (const commit of outcome.commits) events.committed(commit);
    if (this.#pending.length === 0) this.#faults.overflow = null;
    this.#faults.failure = null;
    this.#fault('standing', outcome.standing);
    for (const notice of outcome.notices) this.#show(notice); // until the next good attempt
  }

  #failed(failure: Problem): void {
    this.#fault('failure', failure);
    if (!this.#serving) return;
    this.#timers.retry = this.#options.clock.after(this.#retryMs, 'journal retry', () => {
      this.#timers.retry = undefined;
      this.#check();
    });
    this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.longest);
  }

  #overflowed(streams: readonly Stream[]): void {
    if (streams.length === 0) return;
    const what = streams.includes('event') ? 'events' : 'telemetry';
    this.#fault('overflow', {
      code: `journal.dropped-${what}`,
      what: `the disk has not answered for so long that ${what} had to be dropped`,
      where: this.#session.file,
      hint: 'replace the disk; a tombstone tells the platform what is missing',
    });
  }

  #fault(kind: 'failure' | 'overflow' | 'standing', problem: Problem | null): void {
    this.#faults[kind] = problem;
    const { failure, overflow, standing } = this.#faults;
    this.#show(overflow ?? failure ?? standing);
  }

  #show(problem: Problem | null): void {
    const same = problem === null ? this.#shown === null : problem.code === this.#shown?.code;
    this.#shown = problem;
    if (!same) this.#options.events.trouble(problem);
  }
}

/** Waits for `work`, but no longer than `limitMs`, and leaves no timer behind. */
async function within(
  clock: Clock,
  limitMs: number,
  name: string,
  work: Promise<void> | null,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(limitMs, name, resolve);
  try {
    await Promise.race([work, promise]);
  } finally {
    timer.cancel();
  }
}
