import type { Timer } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { findLeftovers, type Leftover } from '../../journal/past/leftover.ts';
import type { Delivery } from '../../journal/types.ts';
import type { LinkSession } from '../../mqtt/mqttLink.ts';
import type { JournalSource } from '../journalSource.ts';
import type { Publisher } from '../wording/publisher.ts';
import type { ResumePosition } from './lanes.ts';
import { LeftoverDrain, type LeftoverDrainOptions } from './leftoverDrain.ts';

export type LeftoversOptions = Omit<LeftoverDrainOptions, 'outlet' | 'journal'> & {
  readonly journal: Pick<JournalSource, 'read' | 'file'>;
  /** What is said in the name of a journal of this epoch. */
  readonly outletOf: (epoch: string) => Publisher;
};

const TURN_MS = 1_000;
const RETRY_MS = 60_000;

/**
 * The journals before the one in use, one after the other on their way to one uplink: of damaged files that were set
 * aside everything that can still be read, and of the rest the word that it is gone.
 */
export class Leftovers {
  readonly #options: LeftoversOptions;
  /** Of the journal in use when it was last looked what came before it. */
  #epoch: string | null = null;
  #waiting: readonly Leftover[] = [];
  #drain: LeftoverDrain | null = null;
  readonly #places = new Map<string, ResumePosition>();
  #finished: readonly Delivery[] = [];
  #session: LinkSession | null = null;
  #timer: Timer | null = null;
  #told: string | null = null;

  constructor(options: LeftoversOptions) {
    this.#options = options;
  }

  /** The journal in use may be another one. */
  wake(): void {
    const epoch = this.#options.journal.read((reader) => reader.identity().epoch);
    if (epoch === null || epoch === this.#epoch) return;
    this.#epoch = epoch;
    const drain = this.#drain;
    if (drain !== null) {
      this.#close(drain);
      if (drain.place !== null) this.inherit(drain.place); // what the journal before kept of it is set aside as well
    }
    this.#look();
  }

  /** A journal is over in which this uplink had come so far. */
  inherit(place: ResumePosition): void {
    const { site, onDelivered } = this.#options;
    this.#places.set(place.epoch, place);
    for (const stream of ['event', 'telemetry'] as const) {
      place.plans[stream].lost();
      // to be kept by the journal that comes after it
      for (const what of place.plans[stream].delivered())
        onDelivered({ uplink: site.id, epoch: place.epoch, stream, ...what });
    }
  }

  begin(session: LinkSession): void {
    this.#session = session;
    this.#drain?.begin(session);
  }

  lost(): void {
    this.#session = null;
    this.#drain?.lost();
  }

  takeAck(payload: Uint8Array): void {
    this.#drain?.takeAck(payload);
  }

  /** What this uplink has got since courier started, for a guard that may not have heard of it. */
  delivered(): Delivery[] {
    return [...this.#finished, ...(this.#drain?.delivered() ?? [])];
  }

  stop(): void {
    this.#timer?.cancel();
    this.#drain?.close();
    this.#drain = null;
    this.#waiting = [];
  }

  #look(): void {
    const found = findLeftovers(this.#options.journal.file);
    if (!found.ok) {
      this.#tell(found.error);
      this.#epoch = null;
      return;
    }
    this.#waiting = found.value;
    this.#next();
  }

  #next(): void {
    const [leftover, ...rest] = this.#waiting;
    if (leftover === undefined || this.#drain !== null) return;
    const { outletOf, ...options } = this.#options;
    const { epoch } = leftover;
    const drain = new LeftoverDrain(leftover, this.#places.get(epoch) ?? null, {
      ...options,
      outlet: outletOf(epoch),
    });
    const problem = drain.open();
    if (problem !== null) {
      this.#tell(problem);
      this.#again(RETRY_MS);
      return;
    }
    this.#waiting = rest;
    this.#drain = drain;
    if (this.#session !== null) drain.begin(this.#session);
    this.#again(0);
  }

  #again(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(ms, 'older journal', () => this.#turn());
  }

  #turn(): void {
    const drain = this.#drain;
    if (drain === null) {
      this.#next();
      return;
    }
    drain.turn();
    if (drain.broken !== null) {
      this.#tell(drain.broken);
      this.#waiting = [drain.leftover, ...this.#waiting];
      this.#close(drain);
      this.#again(RETRY_MS);
    } else if (drain.done) {
      this.#places.delete(drain.leftover.epoch);
      this.#finished = [...this.#finished, ...drain.delivered()];
      this.#close(drain);
      this.#told = null;
      this.#next();
    } else this.#again(drain.scanning ? 0 : TURN_MS);
  }

  #close(drain: LeftoverDrain): void {
    drain.close();
    this.#drain = null;
  }

  #tell(problem: Problem): void {
    const key = `${problem.code} ${problem.where}`;
    if (key !== this.#told) this.#options.outletOf('').tell(problem);
    this.#told = key;
  }
}
