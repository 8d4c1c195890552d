import type { Clock, Timer } from '../../core/clock.ts';
import type { Stream } from '../../telemetry/index.ts';
import { ByteBudget } from './byteBudget.ts';
import { InFlight } from './inFlight.ts';
import { Pace } from './pace.ts';
import type { Queue } from './plan.ts';

export type TrafficOptions = {
  readonly clock: Clock;
  /** Everything that may be in flight: an eighth each for events and live telemetry, the rest for the backlog. */
  readonly inFlightBytes: number;
  readonly backlogBytesPerS?: number;
  readonly stalledMs: number;
  readonly onStalled: () => void;
  /** What had to wait for its rate may go. */
  readonly onRoom: () => void;
};

/** What has to share the link, in order of precedence. */
export const CLASSES: readonly (readonly [stream: Stream, queue: Queue])[] = [
  ['event', 'live'],
  ['event', 'backlog'],
  ['telemetry', 'live'],
  ['telemetry', 'backlog'],
];

type Lot = 'event' | 'live' | 'backlog';

/** Something in flight; to be ended once. */
export type Flight = { end(): void };

const URGENT_SHARE = 1 / 8;
const BACKLOG_SHARE = 3 / 4;
const MOST_MESSAGES = 500;
// Smaller pieces of backlog would cost more in headers than they win in time.
const SMALLEST_PIECE_BYTES = 4_096;

/** How much of what may be on its way at once, so that nothing important waits behind what has time. */
export class Traffic {
  readonly #options: TrafficOptions;
  readonly #inFlight: Readonly<Record<Lot, InFlight>>;
  #pace: Pace;
  readonly #budget: ByteBudget | null;
  #wait: Timer | null = null;

  constructor(options: TrafficOptions) {
    this.#options = options;
    const { clock, stalledMs, onStalled, backlogBytesPerS } = options;
    const watched = (): InFlight => new InFlight(clock, stalledMs, onStalled);
    this.#inFlight = { event: watched(), live: watched(), backlog: watched() };
    this.#pace = new Pace(options.inFlightBytes * BACKLOG_SHARE);
    this.#budget = backlogBytesPerS === undefined ? null : new ByteBudget(backlogBytesPerS, clock.mono());
  }

  /** A connection is up; `receiveMaximum` messages of it may be unacknowledged. */
  begin(receiveMaximum: number): void {
    const messages = Math.min(receiveMaximum, MOST_MESSAGES);
    const share = {
      bytes: this.#options.inFlightBytes * URGENT_SHARE,
      messages: Math.max(1, messages >> 2),
    };
    this.#inFlight.event.limits = share;
    this.#inFlight.live.limits = share;
    this.#pace = new Pace(this.#options.inFlightBytes * BACKLOG_SHARE);
    this.#inFlight.backlog.limits = {
      bytes: this.#pace.windowBytes,
      messages: Math.max(1, (3 * messages) >> 2),
    };
  }

  /** The connection is gone, and with it what was on its way. */
  clear(): void {
    for (const inFlight of Object.values(this.#inFlight)) inFlight.clear();
    this.#wait?.cancel();
    this.#wait = null;
  }

  /** Whether a message of about `bytes` may go now. */
  hasRoomFor(stream: Stream, queue: Queue, bytes: number): boolean {
    const lot = lotOf(stream, queue);
    if (!this.#inFlight[lot].hasRoomFor(Math.min(bytes, this.pieceBytes(stream, queue)))) return false;
    if (lot !== 'backlog' || this.#budget === null) return true;
    const waitMs = this.#budget.waitMs(this.#options.clock.mono());
    if (waitMs > 0 && this.#wait === null)
      this.#wait = this.#options.clock.after(waitMs, 'backlog rate', () => {
        this.#wait = null;
        this.#options.onRoom();
      });
    return waitMs === 0;
  }

  /** How large one message should be at most: a big one of the backlog would hold up all others on a slow link. */
  pieceBytes(stream: Stream, queue: Queue): number {
    return lotOf(stream, queue) === 'backlog'
      ? Math.max(SMALLEST_PIECE_BYTES, this.#pace.windowBytes / 2)
      : Number.POSITIVE_INFINITY;
  }

  /** A row is on its way as `messages` of `bytes` together. */
  begins(stream: Stream, queue: Queue, bytes: number, messages: number): Flight {
    const lot = lotOf(stream, queue);
    const inFlight = this.#inFlight[lot];
    const { clock } = this.#options;
    const sentAt = clock.mono();
    inFlight.add(bytes, messages);
    if (lot === 'backlog') this.#budget?.spend(bytes, sentAt);
    return {
      end: () => {
        inFlight.remove(bytes, messages);
        if (lot !== 'backlog') return;
        this.#pace.acknowledged(bytes, clock.mono() - sentAt, inFlight.bytes);
        inFlight.limits = { ...inFlight.limits, bytes: this.#pace.windowBytes };
      },
    };
  }
}

function lotOf(stream: Stream, queue: Queue): Lot {
  return stream === 'event' ? 'event' : queue;
}
