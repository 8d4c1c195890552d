import { every, sleep, type Timer } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { within } from '../../core/within.ts';
import type { EventBody, Part } from '../../telemetry/wire/model.ts';
import { journalFile } from '../file/database.ts';
import type { Reached } from '../file/heads.ts';
import type { Delivery, JournalStat, JournalWriter } from '../types.ts';
import { DeliveryTray } from './deliveryTray.ts';
import { NO_PLACES } from './headFile.ts';
import { type BirthInput, eventItem, type Item, lastBirth } from './items.ts';
import { JournalFaults, THREAD_ENDED } from './journalFaults.ts';
import type { JournalOptions } from './journalOptions.ts';
import { type Lost, Pending } from './pending.ts';
import type { Outcome, SessionOptions } from './session.ts';
import { SharedCommit } from './sharedCommit.ts';
import { Spare } from './spare.ts';
import { JournalThread, spawnThread } from './thread.ts';
import type { Unconfirmed } from './unansweredBatch.ts';

const START_PATIENCE_MS = 3_000;
/** A stop takes no longer than these together, whatever the disk does; guard as a whole has two seconds. */
const STOP_PATIENCE_MS = 1_000;
const END_PATIENCE_MS = 500;
/** How often the file is looked after when nothing is written. */
const CHECK_MS = 2_000;
const RETRY_MS = { first: 500, longest: 15_000 };
/** A card may stall for some seconds now and then. After so long (engineering) what it was given goes on without it. */
const SILENT_MS = 10_000;
const NONE: readonly Item[] = [];
/** After these a commit that was refused may yet be found in the write-ahead log. */
const UNCERTAIN = ['journal.disk-error', 'journal.disk-full', THREAD_ENDED];

export type { JournalOptions } from './journalOptions.ts';

/**
 * The journal as guard writes it: every call returns at once, a thread of its own waits for the disk. While the disk is in
 * trouble rows go into the spare journal; where there is none they wait here, in memory, and are tried again.
 */
export function createJournalWriter(options: JournalOptions): JournalWriter {
  return new Writer(options);
}

class Writer implements JournalWriter {
  readonly #options: JournalOptions;
  readonly #file: string;
  readonly #pending: Pending;
  readonly #tray: DeliveryTray;
  readonly #shared: SharedCommit;
  readonly #spare: Spare | null;
  readonly #faults: JournalFaults;
  #thread: JournalThread | null = null;
  #running: Promise<void> | null = null;
  #spilling: Promise<void> | null = null;
  #checkDue = false;
  #serving = false;
  #retryMs = RETRY_MS.first;
  /** Guard goes: what the disk says now is for nobody. */
  #left = false;
  readonly #timers: { [of in 'check' | 'retry']?: Timer | undefined } = {};
  #uplinks: readonly string[] | null = null;
  /** The birth under which the rows at the head of those that wait are to be written. */
  #birth: BirthInput | null = null;
  /** The disk is in trouble: what comes now goes into the spare journal. */
  #refused = false;
  /** The spare journal is being copied for good: what comes now waits for the disk. */
  #returning = false;
  #underWay: readonly Item[] = NONE;
  /** The thread has not answered for a long time. */
  #silent = false;
  /** A batch whose thread died before it answered, to be handed over again as it is. */
  #unanswered: readonly Item[] | null = null;
  #reached: Reached | null = null;
  #unconfirmed: Unconfirmed | null = null;

  constructor(options: JournalOptions) {
    this.#options = options;
    const { clock, folder, spare, newEpoch } = options;
    this.#file = journalFile(folder);
    this.#pending = new Pending(options.pending);
    this.#tray = new DeliveryTray(clock, () => this.#handOver(this.#tray.take()));
    this.#shared = new SharedCommit(clock, (items) => this.#push(...items));
    this.#faults = new JournalFaults(this.#file, (problem) => options.events.trouble(problem));
    this.#spare = spare === undefined ? null : new Spare(spare, this.#common(), newEpoch);
  }

  /** Never refused: with a slow or broken disk it is done after a few seconds all the same, and the fault is reported. */
  async start(): Promise<void> {
    const { clock } = this.#options;
    this.#serving = true;
    this.#left = false;
    const superseded = this.#spare?.resume() ?? null;
    if (superseded !== null) this.#unconfirmed = { reached: superseded, rows: 'undo' };
    this.#timers.check = every(clock, CHECK_MS, 'journal check', () => this.#check());
    this.#check();
    await within(clock, START_PATIENCE_MS, 'journal start', this.#running);
  }

  async stop(patienceMs = STOP_PATIENCE_MS): Promise<readonly Problem[]> {
    const { clock } = this.#options;
    if (!this.#serving) return [];
    this.#serving = false;
    this.#timers.check?.cancel();
    this.#timers.retry?.cancel();
    this.#timers.retry = undefined;
    this.#push();
    this.#handOver(this.#tray.close());
    await within(clock, patienceMs, 'journal stop', this.#finish());
    const unwritten = this.#leave();
    // A thread that hangs in the disk cannot be ended; the process is then left to its supervisor.
    const ended = await within(clock, END_PATIENCE_MS, 'journal end', this.#thread?.end() ?? null);
    this.#thread = null;
    return [...unwritten, ...(ended ? [] : [this.#faults.hanging()])];
  }

  setBirth(birth: BirthInput): void {
    this.#push({ kind: 'birth', birth });
  }

  appendEvent(event: EventBody, token?: string, again = false): void {
    if (again && this.#spare?.takeAgain(event, token) === true) {
      this.#check();
      return;
    }
    this.#push(eventItem(event, token, again));
  }

  appendRoutine(event: EventBody): void {
    if (!(this.#serving && this.#shared.takesRoutine(event))) this.#push({ kind: 'event', event });
  }

  appendPart(part: Part, evidence?: string): void {
    const item = { kind: 'part' as const, part, evidence: evidence ?? null };
    if (!(this.#serving && this.#shared.takesReport(item))) this.#push(item);
  }

  setUplinks(ids: readonly string[]): void {
    this.#uplinks = ids;
    this.#push({ kind: 'uplinks', ids });
  }

  delivered(delivery: Delivery): void {
    this.#tray.add(delivery);
  }

  async stat(): Promise<JournalStat> {
    const none = { event: 0, telemetry: 0 };
    const head = { seq: 0, parts: 0 };
    const reached = this.#reached ?? { epoch: '', heads: { event: head, telemetry: head } };
    const rest = { file: this.#file, rows: none, bytes: none, tombstones: 0, walBytes: 0 };
    const known = this.#silent ? null : await this.#thread?.stat().catch(() => null);
    return { ...(known ?? { ...reached, ...rest }), trouble: this.#faults.shown };
  }

  /** What every session has to know. */
  #common(): Omit<SessionOptions, 'file' | 'budgets'> {
    const { gateway, clock, segmentParts } = this.#options;
    return { gateway, boot: clock.boot, segmentParts, birth: this.#birth, uplinks: this.#uplinks };
  }

  /** What waited for company goes before anything that comes after it. */
  #push(...items: readonly Item[]): void {
    for (const one of [...this.#shared.giveBack(), ...items]) this.#overflowed(this.#pending.push(one));
    if (this.#refused) this.#spill();
    else this.#go();
  }

  #check(): void {
    this.#checkDue = true;
    this.#go();
  }

  #handOver(deliveries: readonly Delivery[]): void {
    if (deliveries.length === 0) return;
    this.#pending.push({ kind: 'delivered', deliveries });
    if (!this.#refused) this.#go();
  }

  #go(): void {
    if (!this.#serving || this.#timers.retry !== undefined) return;
    this.#running ??= this.#run();
  }

  /** Writes all that waits. Ends in the same breath in which it finds nothing left, or a row would be overlooked. */
  async #run(): Promise<void> {
    await null; // what is handed over in one turn shares a transaction
    try {
      while (this.#hasWork() && (await (this.#refused ? this.#return() : this.#writeBatch())));
    } finally {
      this.#running = null;
    }
  }

  #hasWork(): boolean {
    if (this.#checkDue || this.#unanswered !== null || this.#refused) return true;
    return !this.#pending.empty || this.#spare?.waiting === true;
  }

  /** One batch at a time, so that what waits is here, where it can be counted, and not in the thread's mailbox. */
  async #writeBatch(): Promise<boolean> {
    this.#checkDue = false;
    if (!this.#pending.empty) this.#handOver(this.#tray.take());
    // Nothing is handed over before it is known how far the journal has come: what came of it could not be told later.
    const batch = this.#unanswered ?? (this.#reached === null ? [] : this.#pending.take());
    this.#underWay = batch;
    const copy = this.#copy();
    const outcome = await this.#attempt((thread) =>
      batch.length + (copy === null ? 0 : 1) > 0
        ? thread.write(batch, this.#unconfirmed, copy?.file)
        : thread.check(),
    );
    const given = this.#underWay;
    this.#underWay = NONE;
    if (this.#left) return false;
    // What came so late is not believed any more, its rows are elsewhere; but the disk answers again.
    if (this.#refused && outcome.failure === null) return true;
    if (outcome.failure === null) this.#succeeded(outcome, batch, copy);
    else this.#putBack(given, outcome.failure);
    return outcome.failure === null;
  }

  /** The spare journal is to be copied, as it is now. */
  #copy(): { readonly file: string; readonly version: number } | null {
    const spare = this.#spare;
    if (spare?.waiting !== true) return null;
    spare.seal();
    return { file: spare.file, version: spare.version };
  }

  /** Tries whether the disk works again: then what is in the spare journal is copied to it. */
  async #return(): Promise<boolean> {
    this.#checkDue = false;
    const copy = this.#copy();
    const outcome = await this.#attempt((thread) =>
      thread.write(this.#standing(), this.#unconfirmed, copy?.file ?? null),
    );
    if (this.#left) return false;
    if (outcome.failure !== null) {
      this.#returning = false;
      this.#failed(outcome.failure);
      this.#spill();
      return false;
    }
    // Whatever came meanwhile is copied as well, and from now on nothing comes.
    this.#returning = true;
    this.#reached = outcome.reached ?? this.#reached;
    this.#unconfirmed = null;
    if (this.#spilling !== null) await this.#spilling;
    if (this.#spare !== null && copy !== null && this.#spare.version !== copy.version) return true;
    this.#refused = false;
    this.#returning = false;
    this.#succeeded(outcome, [], copy);
    return true;
  }

  /** What becomes of a batch that was not written, or of which nobody can say whether it was. */
  #putBack(batch: readonly Item[], failure: Problem): void {
    const reached = this.#reached;
    if (failure.code === THREAD_ENDED && this.#unconfirmed === null && reached !== null && batch.length > 0) {
      // It may be on the disk under numbers of its own: it gets no others before that is known.
      this.#unanswered = batch;
      this.#unconfirmed = { reached, rows: 'keep' };
      this.#failed(failure);
      return;
    }
    this.#refuse(batch, UNCERTAIN.includes(failure.code));
    this.#failed(failure);
  }

  /** From now on rows go into the spare journal, those of `batch` first. `uncertain`: the disk may yet show them. */
  #refuse(batch: readonly Item[], uncertain: boolean): void {
    const reached = this.#unconfirmed?.reached ?? (uncertain ? this.#reached : null);
    if (reached !== null) this.#unconfirmed = { reached, rows: 'undo' };
    this.#unanswered = null;
    this.#refused = true;
    this.#overflowed(this.#pending.putBack(batch));
    this.#spill();
  }

  /** The disk neither takes nor refuses what it was given: that, and what waits behind it, goes on without it. */
  #fallSilent(): void {
    this.#silent = true;
    this.#returning = false;
    const batch = this.#underWay;
    this.#underWay = NONE;
    this.#refuse(batch, true);
    this.#faults.set('failure', this.#faults.noAnswer(SILENT_MS));
  }

  #spill(): void {
    this.#spilling ??= this.#spillAll();
  }

  /** Writes what waits into the spare journal, a little at a time: this is the thread that sounds the siren. */
  async #spillAll(): Promise<void> {
    await null; // what is handed over in one turn shares a transaction
    while (this.#refused && !this.#returning && this.#pending.rows > 0 && this.#spillBatch())
      if (this.#pending.rows > 0) await sleep(this.#options.clock, 0, 'spare journal');
    this.#spilling = null;
  }

  /** One transaction; false: the spare journal does not take it either. */
  #spillBatch(): boolean {
    const spare = this.#spare;
    if (spare === null) return false;
    const rows = this.#pending.takeRows();
    const { failure } = spare.write([...this.#standing(), ...rows], this.#unconfirmed?.reached ?? null);
    this.#faults.spare(failure);
    if (failure !== null) {
      this.#overflowed(this.#pending.putBack(rows));
      return false;
    }
    this.#birth = lastBirth(rows) ?? this.#birth;
    this.#options.events.spared?.();
    return true;
  }

  /** What every journal must know before rows come. */
  #standing(): readonly Item[] {
    const birth = this.#birth === null ? [] : [{ kind: 'birth' as const, birth: this.#birth }];
    return this.#uplinks === null ? birth : [...birth, { kind: 'uplinks', ids: this.#uplinks }];
  }

  async #finish(): Promise<void> {
    await this.#running;
    await this.#run();
    const outcome = await this.#attempt((thread) => thread.close());
    if (outcome.failure !== null) this.#faults.set('failure', outcome.failure);
  }

  /** Guard goes: what is not on the disk goes into the spare journal, from where the next run takes it. */
  #leave(): readonly Problem[] {
    this.#left = true;
    const batch = this.#unanswered ?? this.#underWay;
    if (batch.length > 0) {
      this.#underWay = NONE;
      this.#unconfirmed = this.#reached === null ? null : { reached: this.#reached, rows: 'undo' };
      this.#unanswered = null;
      this.#pending.putBack(batch);
    }
    const { rows } = this.#pending;
    const events = this.#pending.events + (this.#spare?.awaited ?? 0);
    while (this.#pending.rows > 0 && this.#spillBatch());
    const waiting = this.#spare?.waiting === true;
    if (this.#refused || rows > 0) this.#spare?.close();
    if (rows === 0 && !waiting) return [];
    return [this.#faults.stopped(events, this.#pending.rows === 0)];
  }

  async #attempt(run: (thread: JournalThread) => Promise<Outcome>): Promise<Outcome> {
    const { clock, budgets, heads = NO_PLACES, spawn = spawnThread } = this.#options;
    const watch = clock.after(SILENT_MS, 'journal answer', () => this.#fallSilent());
    try {
      if (this.#thread?.alive !== true)
        this.#thread = new JournalThread({ ...this.#common(), file: this.#file, budgets, heads }, spawn);
      return await run(this.#thread);
    } catch (error) {
      const failure = this.#faults.threadEnded(error);
      return { commits: [], notices: [], failure, standing: null, reached: null };
    } finally {
      watch.cancel();
      this.#silent = false;
    }
  }

  #succeeded(outcome: Outcome, batch: readonly Item[], copy: { readonly version: number } | null): void {
    const { events } = this.#options;
    this.#retryMs = RETRY_MS.first;
    this.#reached = outcome.reached ?? this.#reached;
    this.#unanswered = null;
    this.#unconfirmed = null;
    this.#birth = lastBirth(batch) ?? this.#birth;
    for (const commit of outcome.commits) events.committed(commit);
    if (copy !== null && copy.version === this.#spare?.version) {
      const head = this.#reached?.heads.event ?? { seq: 0, parts: 0 };
      for (const token of this.#spare.copied()) events.committed({ stream: 'event', head, token });
    }
    if (this.#pending.empty) this.#faults.clear('overflow');
    this.#faults.clear('spare');
    this.#faults.clear('failure');
    this.#faults.set('standing', outcome.standing);
    for (const notice of outcome.notices) this.#faults.show(notice); // until the next good attempt
  }

  #failed(failure: Problem): void {
    this.#faults.set('failure', failure);
    if (!this.#serving) return;
    this.#timers.retry = this.#options.clock.after(this.#retryMs, 'journal retry', () => {
      this.#timers.retry = undefined;
      this.#check();
    });
    this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.longest);
  }

  #overflowed(lost: readonly Lost[]): void {
    if (lost.length > 0) this.#faults.overflow(lost);
  }
}
