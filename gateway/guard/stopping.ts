import type { Clock } from '../core/clock.ts';
import type { FolderLock } from '../core/folderLock.ts';
import { within } from '../core/within.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { EventBody } from '../telemetry/wire/model.ts';
import type { Bus } from './bus/bus.ts';
import type { InputQueue } from './inputQueue.ts';
import type { AlarmKeeper } from './keepers/alarmKeeper.ts';
import type { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import type { RecordKeeper } from './keepers/recordKeeper.ts';
import type { LiftKeeper } from './lifts/liftKeeper.ts';
import type { SocketServers } from './world.ts';

/** All of it, whatever hangs. */
const STOP_MS = 2_000;
/** Of it: until outputs without a lease have their stop state. A relay takes some tens of milliseconds. */
const LEAVE_MS = 600;
/** And until the exchange under way has ended on every line. */
const LINES_MS = 600;

/** And for the journal to put away what the disk does not take. */
const JOURNAL_ENDS_MS = 600;

export type StoppingParts = {
  readonly clock: Clock;
  readonly queue: InputQueue;
  readonly sockets: SocketServers;
  readonly bus: Bus;
  readonly annunciators: AnnunciatorKeeper;
  readonly alarms: AlarmKeeper;
  readonly lifts: LiftKeeper;
  readonly records: RecordKeeper;
  readonly journal: JournalWriter;
  readonly lock: FolderLock | null;
  readonly timers: readonly { stop(): void }[];
  /** The last event of this run. */
  readonly last: () => EventBody;
};

/**
 * Stops guard in order: clients first, for they could hold up everything; then the field; then what is remembered. What
 * sounds is not silenced where it has a lease: it runs to the fail state, as if guard had been killed, so that a restart
 * during an alarm is hardly heard.
 */
export class Stopping {
  readonly #parts: StoppingParts;
  readonly #said: string[] = [];
  readonly #endsAt: number;

  constructor(parts: StoppingParts) {
    this.#parts = parts;
    this.#endsAt = parts.clock.mono() + STOP_MS;
  }

  /** @returns what goes on all the same, and what was not ended in time */
  async run(): Promise<readonly string[]> {
    const { clock, sockets, queue, bus, annunciators, alarms, lifts, records, journal, lock, timers, last } =
      this.#parts;
    await this.#wait('the control sockets', sockets.stop(), LEAVE_MS);
    await this.#wait('outputs without a lease', this.#leave(), LEAVE_MS);
    await this.#wait('the lines', bus.stop(), LINES_MS);
    const said = queue.ask('stop', () => {
      for (const timer of timers) timer.stop();
      journal.appendEvent(last());
    });
    await this.#wait('what was still to be judged', said, LEAVE_MS);
    const remembered = Promise.all([records.stop(), lifts.stop(), alarms.stop(), annunciators.stop()]);
    await this.#wait('the state files', remembered, STOP_MS);
    queue.close();
    const journaled = journal
      .stop(Math.max(0, this.#endsAt - clock.mono() - JOURNAL_ENDS_MS))
      .then((problems) => {
        for (const { what } of problems) this.#said.push(what);
      });
    const closed = await this.#wait(
      'the journal: its newest rows may not be on the disk',
      journaled,
      STOP_MS,
    );
    // a journal that is still writing keeps the folder until the process has ended: nobody else may begin to write there
    if (closed) lock?.release();
    return this.#said;
  }

  async #leave(): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const goesOn = await this.#parts.queue.ask('leave', () => this.#parts.annunciators.leave(resolve));
    for (const point of goesOn ?? [])
      this.#said.push(
        `${point} goes on as it is: its state without guard is "hold" (onLoss in the site file)`,
      );
    return promise;
  }

  /**
   * Waits for one part, no longer than for its share of what is left of the time.
   *
   * @returns whether it ended
   */
  async #wait(what: string, work: Promise<unknown>, mostMs: number): Promise<boolean> {
    const { clock } = this.#parts;
    const leftMs = Math.max(0, Math.min(mostMs, this.#endsAt - clock.mono()));
    let done = false;
    const ended = work.then(
      () => {
        done = true;
      },
      (error: unknown) => {
        done = true;
        this.#said.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    await within(clock, leftMs, `stop: ${what}`, ended);
    if (!done) this.#said.push(`not ended in time: ${what}`);
    return done;
  }
}
