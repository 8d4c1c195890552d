import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { within } from '../../core/within.ts';
import type { EventBody, Part } from '../../telemetry/wire/model.ts';
import { journalFile } from '../file/database.ts';
import type { Delivery, JournalEvents, JournalStat, JournalWriter, VolatileEvent } from '../types.ts';
import { DeliveryTray } from './deliveryTray.ts';
import type { Budgets } from './eviction.ts';
import type { BirthInput, Item } from './items.ts';
import { type Lost, lossOf, type Named, nameEvents, Pending, type PendingLimits } from './pending.ts';
import type { Outcome, SessionOptions } from './session.ts';
import { JournalThread } from './thread.ts';
import type { Doubt, Reached } from './unansweredBatch.ts';
import { type KeyFile, nameOf, toVolatile, VolatileKeys } from './volatileKeys.ts';

export type JournalOptions = {
  readonly folder: string;
  readonly gateway: string;
  readonly segmentParts: number; // report periods per telemetry row, 1 to 10
  readonly budgets: Budgets; // bytes
  readonly clock: Clock;
  readonly events: JournalEvents;
  readonly pending?: PendingLimits;
  /** Where the keys of events that were told before they were journaled outlive a kill. */
  readonly keys?: KeyFile;
};

const START_PATIENCE_MS = 3_000;
const STOP_PATIENCE_MS = 15_000;
const END_PATIENCE_MS = 2_000;
/** How long what is told without the journal waits until a kill cannot make its keys forgotten. */
const KEY_PATIENCE_MS = 2_000;
/** How often the file is looked after when nothing is written. */
const CHECK_MS = 2_000;
/**
 * A report of half a minute and more waits for the one after it, so that two share a commit: whatever is in it, a commit
 * costs the card some 45 kB (log, ext4's journal, SQLite's shared memory). Shorter periods are for those who want to see
 * them at once. What waits is what a power cut may cost, beside the period that runs.
 */
const WORTH_WAITING_MS = 30_000;
const WAIT_MS = 75_000;
const RETRY_MS = { first: 500, longest: 15_000 };
/**
 * A card may stall for some seconds now and then. When it has not answered for so long (engineering), nobody may rely on it
 * that it ever will, and what it was given is told without it.
 */
const SILENT_MS = 10_000;
const THREAD_ENDED = 'journal.thread';
/** After these a commit that was refused may yet be found in the write-ahead log. */
const UNCERTAIN = ['journal.disk-error', 'journal.disk-full'];

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
  readonly #tray: DeliveryTray;
  #thread: JournalThread | null = null;
  #running: Promise<void> | null = null;
  #checkDue = false;
  #serving = false;
  #retryMs = RETRY_MS.first;
  #waiting: Item | null = null; // the report that waits for the next
  readonly #timers: { [of in 'check' | 'retry' | 'waiting']?: Timer | undefined } = {};
  readonly #faults: { failure: Problem | null; overflow: Problem | null; standing: Problem | null } = {
    failure: null,
    overflow: null,
    standing: null,
  };
  #shown: Problem | null = null;
  readonly #keys: VolatileKeys;
  /** The disk is in trouble: what comes now is told upstream under keys of its own. */
  #naming = false;
  /** Events that have a key but are not told yet, because it is not kept yet. */
  readonly #untold = new Set<string>();
  #telling: Promise<void> = Promise.resolve();
  #underWay: readonly Item[] = [];
  /** The thread has not answered for a long time. */
  #silent = false;
  /** A batch whose thread died before it answered, to be handed over again as it is. */
  #unanswered: readonly Item[] | null = null;
  #reached: Reached | null = null;
  #doubt: Doubt | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#pending = new Pending(options.pending);
    this.#keys = new VolatileKeys(options.keys ?? null);
    this.#tray = new DeliveryTray(options.clock, () => this.#handOver(this.#tray.take()));
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
    this.#goOn();
    this.#handOver(this.#tray.close());
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

  appendEvent(event: EventBody, token?: string, again = false): void {
    const key = token === undefined ? null : this.#keys.known(token, event);
    this.#push({
      ...{ kind: 'event', event },
      ...(token === undefined ? {} : { token }),
      ...(key === null ? {} : { key }),
      ...(again ? { again } : {}),
    });
    if (this.#naming) this.#nameEvents();
  }

  appendPart(part: Part, evidence?: string): void {
    const item: Item = { kind: 'part', part, evidence: evidence ?? null };
    const ordinary = evidence === undefined && part.reports.length > 0;
    const waits = ordinary && part.to - part.from >= WORTH_WAITING_MS && this.#waiting === null;
    if (waits && this.#serving) {
      this.#waiting = item;
      this.#timers.waiting = this.#options.clock.after(WAIT_MS, 'journal report', () => this.#goOn());
    } else this.#push(item);
  }

  setUplinks(ids: readonly string[]): void {
    this.#session = { ...this.#session, uplinks: ids };
    this.#push({ kind: 'uplinks', ids });
  }

  delivered(delivery: Delivery): void {
    this.#tray.add(delivery);
  }

  volatile(): readonly VolatileEvent[] {
    return toVolatile(this.#named().filter(({ key }) => !this.#untold.has(nameOf(key))));
  }

  async stat(): Promise<JournalStat> {
    const none = { event: 0, telemetry: 0 };
    const head = { seq: 0, parts: 0 };
    const reached = this.#reached ?? { epoch: '', heads: { event: head, telemetry: head } };
    const rest = { file: this.#session.file, rows: none, bytes: none, tombstones: 0, walBytes: 0 };
    const known = this.#silent ? null : await this.#thread?.stat().catch(() => null);
    return { ...(known ?? { ...reached, ...rest }), trouble: this.#shown };
  }

  /** What waited goes before anything that comes after it. */
  #goOn(): void {
    const item = this.#waiting;
    this.#timers.waiting?.cancel();
    this.#waiting = null;
    if (item !== null) this.#push(item);
  }

  #push(item: Item): void {
    this.#goOn();
    this.#overflowed(this.#pending.push(item));
    this.#go();
  }

  #check(): void {
    this.#checkDue = true;
    this.#go();
  }

  #handOver(deliveries: readonly Delivery[]): void {
    if (deliveries.length === 0) return;
    this.#pending.push({ kind: 'delivered', deliveries });
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
      while (
        (this.#pending.length > 0 || this.#unanswered !== null || this.#checkDue) &&
        (await this.#writeBatch())
      );
    } finally {
      this.#running = null;
    }
  }

  /** One batch at a time, so that what waits is here, where it can be counted, and not in the thread's mailbox. */
  async #writeBatch(): Promise<boolean> {
    this.#checkDue = false;
    if (this.#pending.length > 0) this.#handOver(this.#tray.take());
    // Nothing is handed over before it is known how far the journal has come: what came of it could not be told later.
    const batch = this.#unanswered ?? (this.#reached === null ? [] : this.#pending.take());
    this.#underWay = batch;
    const outcome = await this.#attempt((thread) =>
      batch.length > 0 ? thread.write(batch, this.#doubt) : thread.check(),
    );
    const told = this.#underWay;
    this.#underWay = [];
    const failure = outcome.failure ?? (told === batch ? null : this.#noAnswer());
    if (failure === null) this.#succeeded(outcome);
    else this.#putBack(told, failure, told !== batch);
    return failure === null;
  }

  /**
   * What becomes of a batch that was not written, or of which nobody can say whether it was. `told`: its events have other
   * keys since than those by which it may have been written after all.
   */
  #putBack(batch: readonly Item[], failure: Problem, told: boolean): void {
    const reached = this.#reached;
    if (failure.code === THREAD_ENDED && this.#doubt === null && reached !== null && !told) {
      // It may be on the disk under numbers of its own: it gets no others before that is known.
      this.#unanswered = batch;
      this.#doubt = { reached, rows: 'keep' };
      this.#failed(failure);
      return;
    }
    this.#unanswered = null;
    this.#overflowed(this.#pending.putBack(batch));
    const uncertain = told || UNCERTAIN.includes(failure.code);
    if (reached !== null && uncertain) this.#doubt = { reached, rows: 'undo' };
    this.#naming = true;
    this.#failed(failure);
    this.#nameEvents();
  }

  /** The disk neither takes nor refuses what it was given: its events, and those that wait behind it, are told without it. */
  #fallSilent(): void {
    this.#silent = true;
    this.#naming = true;
    const { items, named } = nameEvents(this.#underWay, (events) => this.#keys.name(events));
    if (named.length > 0) this.#underWay = items;
    this.#announce(named);
    this.#nameEvents();
    this.#fault('failure', this.#noAnswer());
  }

  #noAnswer(): Problem {
    return {
      code: 'journal.no-answer',
      what: `the disk of the journal has not answered for ${SILENT_MS / 1000} s`,
      where: this.#session.file,
      hint: 'alarms go on, rows wait in memory; look at `dmesg`, and replace the card or disk if this comes again',
    };
  }

  #nameEvents(): void {
    this.#announce(this.#pending.nameEvents((events) => this.#keys.name(events)));
  }

  /** These are told without the disk, in their order, as soon as their keys are kept. */
  #announce(named: readonly Named[]): void {
    if (named.length === 0) return;
    for (const { key } of named) this.#untold.add(nameOf(key));
    this.#telling = this.#telling.then(() => this.#tell(named));
  }

  /** Tells of events once their keys are kept; what was journaled meanwhile is told by the journal. */
  async #tell(named: readonly Named[]): Promise<void> {
    await within(this.#options.clock, KEY_PATIENCE_MS, 'journal keys', this.#keys.kept());
    for (const { key } of named) this.#untold.delete(nameOf(key));
    const waiting = new Set(this.#named().map(({ key }) => nameOf(key)));
    const told = toVolatile(named.filter(({ key }) => waiting.has(nameOf(key))));
    if (told.length > 0) this.#options.events.volatile?.(told);
  }

  /** The events that have a key and are not on the disk yet. */
  #named(): readonly Named[] {
    const named = (item: Item): item is Named => item.kind === 'event' && item.key !== undefined;
    return [...this.#underWay.filter(named), ...this.#pending.named()];
  }

  async #finish(): Promise<void> {
    await this.#running;
    await this.#run();
    const outcome = await this.#attempt((thread) => thread.close());
    if (outcome.failure !== null) this.#fault('failure', outcome.failure);
  }

  async #attempt(run: (thread: JournalThread) => Promise<Outcome>): Promise<Outcome> {
    const watch = this.#options.clock.after(SILENT_MS, 'journal answer', () => this.#fallSilent());
    try {
      if (this.#thread?.alive !== true) this.#thread = new JournalThread(this.#session);
      return await run(this.#thread);
    } catch (error) {
      const failure: Problem = {
        code: THREAD_ENDED,
        what: `the journal's thread ended: ${error}`,
        where: this.#session.file,
        hint: 'it is started again; please report this',
      };
      return { commits: [], notices: [], failure, standing: null, reached: null };
    } finally {
      watch.cancel();
      this.#silent = false;
    }
  }

  #succeeded(outcome: Outcome): void {
    const { events } = this.#options;
    this.#retryMs = RETRY_MS.first;
    this.#reached = outcome.reached ?? this.#reached;
    this.#unanswered = null;
    this.#doubt = null;
    this.#naming = false;
    this.#keys.journaled(outcome.commits.flatMap(({ token }) => token ?? []));
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

  #overflowed(lost: readonly Lost[]): void {
    if (lost.length === 0) return;
    const mild = lost.every((kind) => kind === 'command');
    this.#fault('overflow', (mild ? this.#faults.overflow : null) ?? lossOf(lost, this.#session.file));
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
