import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Problem, Result } from '../../core/result.ts';
import { ok } from '../../core/result.ts';
import { decodeAck, STREAMS, type Stream } from '../../telemetry/index.ts';
import { addInterval, type Intervals, subtract } from '../../telemetry/sdk/intervals.ts';
import type { Lanes } from './lanes.ts';
import type { Acknowledged, Step } from './plan.ts';

export type ApplicationAcksOptions = {
  readonly clock: Clock;
  readonly lanes: Lanes;
  /** What is not acknowledged so long after the broker had it is sent again. */
  readonly timeoutMs: number;
  /** There is something to send again, or room for more. */
  readonly onAgain: () => void;
  /** The platform has said nothing that counts for so long as rows wait for it; null: it has. */
  readonly onSilent?: ((problem: Problem | null) => void) | undefined;
};

const UNACKNOWLEDGED: Problem = {
  code: 'platform.silent',
  what: 'the platform has not acknowledged anything that the broker took from this uplink',
  hint: 'start the platform; where this uplink has commandKeys, it has to sign with one of them',
};

/** Rows that the broker took at about the same time; `bodies`: those of them that are no tombstones. */
type Slot = {
  readonly at: number;
  readonly rows: Record<Stream, Intervals>;
  readonly bodies: Record<Stream, Intervals>;
};

const SLOTS = 20;
// Half of what mosquitto keeps for a subscriber as it comes (max_queued_messages 1000); beyond that it drops.
const MOST_UNNAMED = 500;
// A message may claim any number of intervals; the rest of them will come again.
const MOST_INTERVALS = 1_000;

/**
 * For an uplink that releases on the platform's own word: the broker's acknowledgement only frees the window, and a row
 * counts as delivered when the platform says on `ack` that it has stored it. Parts of a row that is still open need no
 * word; the row as a whole does.
 */
export class ApplicationAcks {
  readonly #options: ApplicationAcksOptions;
  #slots: Slot[] = [];
  #timer: Timer | null = null;
  #heardAt = Number.NEGATIVE_INFINITY;
  #silent = false;

  constructor(options: ApplicationAcksOptions) {
    this.#options = options;
  }

  /** The connection is gone; everything not acknowledged goes out again with the next. */
  forget(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#slots = [];
  }

  /** The broker has `step`. */
  published(stream: Stream, step: Step): void {
    if (step.kind === 'row' && !step.sealed) return;
    const [from, to] = step.kind === 'row' ? [step.seq, step.seq] : [step.from, step.to];
    let slot = this.#newest();
    if (slot === null) {
      const at = this.#options.clock.mono();
      slot = { at, rows: { event: [], telemetry: [] }, bodies: { event: [], telemetry: [] } };
      this.#slots.push(slot);
    }
    slot.rows[stream] = addInterval(slot.rows[stream], from, to);
    if (step.kind === 'row') slot.bodies[stream] = addInterval(slot.bodies[stream], from, to);
    this.#timer ??= every(this.#options.clock, this.#options.timeoutMs / SLOTS, 'platform', () =>
      this.#expire(),
    );
  }

  /**
   * Whether a backlog should wait for the platform, because so many rows that went out lately have no word yet: they queue
   * before it, and what is live would queue behind them. A platform that is silent gets the next ones after a while.
   */
  isBehind(stream: Stream): boolean {
    const slot = this.#newest();
    return slot !== null && this.#isFull(slot, stream);
  }

  #isFull({ bodies }: Slot, stream: Stream): boolean {
    const unnamed = subtract(bodies[stream], this.#options.lanes.lane(stream)?.plan.acked ?? []);
    return unnamed.reduce((sum, [from, to]) => sum + to - from + 1, 0) >= MOST_UNNAMED;
  }

  /** The slot that is still being filled. */
  #newest(): Slot | null {
    const { clock, timeoutMs } = this.#options;
    const slot = this.#slots.at(-1);
    return slot === undefined || clock.mono() - slot.at >= timeoutMs / SLOTS ? null : slot;
  }

  /** The platform's word: what guard should be told by it. An acknowledgement for another journal is for nobody. */
  take(payload: Uint8Array): Result<{ stream: Stream; rows: readonly Acknowledged[] }, Problem> {
    const decoded = decodeAck(payload);
    if (!decoded.ok) return decoded;
    const { epoch, stream, intervals } = decoded.value;
    const { lanes } = this.#options;
    const lane = epoch === lanes.epoch ? lanes.lane(stream) : null;
    let rows: Intervals = [];
    for (const [from, to] of intervals.slice(0, MOST_INTERVALS))
      if (from <= to) rows = addInterval(rows, from, to);
    if (lane !== null && rows.length > 0) this.#heard();
    return ok({ stream, rows: lane?.plan.acknowledgedRows(rows) ?? [] });
  }

  #heard(): void {
    this.#heardAt = this.#options.clock.mono();
    if (this.#silent) this.#options.onSilent?.(null);
    this.#silent = false;
  }

  /** Nobody hears on `ack`, or what is said there counts for nothing: the broker looks well, and nothing is ever delivered. */
  #unheard(): void {
    this.#silent = true; // and told each time: a connection that came back may have cleared it
    this.#options.onSilent?.(UNACKNOWLEDGED);
  }

  #expire(): void {
    const { clock, lanes, timeoutMs, onAgain } = this.#options;
    const due = clock.mono() - timeoutMs;
    const last = this.#slots.at(-1);
    // who waited for the platform has waited long enough
    let again =
      last !== undefined && this.#newest() === null && STREAMS.some((one) => this.#isFull(last, one));
    while ((this.#slots[0]?.at ?? Number.POSITIVE_INFINITY) <= due) {
      const slot = this.#slots.shift();
      for (const stream of STREAMS)
        if (slot !== undefined && lanes.lane(stream)?.plan.again(slot.rows[stream]) === true) {
          again = true;
          if (this.#heardAt < slot.at) this.#unheard();
        }
    }
    if (this.#slots.length === 0) this.forget();
    if (again) onAgain();
  }
}
