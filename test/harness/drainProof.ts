import type { Message, Stream, StreamHead } from '../../gateway/telemetry/index.ts';
import type { Dated } from '../../gateway/telemetry/sdk/dating.ts';
import type { Backlog } from './sharedBacklog.ts';

/** The boot that goes on, and what a moment of it truly was. */
export type Present = { readonly boot: string; readonly utc: (mono: number) => number };

type Moment = { readonly boot: string; readonly mono: number };

// The wall clock of a test machine is disciplined while the test runs.
const TOLERANCE_MS = 250;

/** What had to arrive, what did, and when it says that it was. Counts for itself, beside the verifier of the platform. */
export class DrainProof {
  readonly #backlog: Backlog;
  readonly #present: Present;
  readonly #expected = new Set<string>();
  readonly #arrived = new Map<string, number>();
  readonly #moments: Moment[] = [];
  readonly #rows = new Set<number>();
  /** What came that was neither live nor a repetition, in the order of its arrival: stream and sequence. */
  readonly order: (readonly [stream: Stream, seq: number])[] = [];
  readonly events = new Set<number>();
  /** How often the last will spoke. */
  wills = 0;
  /** Parts that came in slices. */
  slices = 0;
  backlogPoints = 0;

  constructor(backlog: Backlog, present: Present) {
    this.#backlog = backlog;
    this.#present = present;
    for (let seq = 1; seq <= backlog.events; seq++) this.#expected.add(`event ${seq}.1`);
    for (let at = 0; at < backlog.periods; at++)
      this.#expected.add(`telemetry ${Math.floor(at / 10) + 1}.${(at % 10) + 1}`);
  }

  committed(stream: Stream, { seq, parts }: StreamHead): void {
    this.#expected.add(`${stream} ${seq}.${parts}`);
  }

  take(message: Message): void {
    if (message.kind === 'state' && !message.state.online) this.wills++;
    if (message.kind === 'event') {
      this.events.add(message.seq);
      if (this.#arrive(`event ${message.seq}.1`)) this.order.push(['event', message.seq]);
      this.#moments.push(message.event.at);
    } else if (message.kind === 'telemetry') {
      const { boot, seq, first, slice } = message;
      message.parts.forEach((part, nth) => {
        this.#moments.push({ boot, mono: part.to });
        const key = `telemetry ${seq}.${first + nth}`;
        const cells = part.reports.reduce(
          (sum, { times, columns }) => sum + times.length * columns.length,
          0,
        );
        const isNew = this.#arrive(slice === null ? key : `${key} ${slice.index}/${slice.count}`);
        if (slice !== null) this.slices++;
        if (slice !== null && isNew) this.#collect(key, slice.count);
        if (isNew && seq <= this.#backlog.telemetry) this.backlogPoints += cells;
      });
      if (!this.#rows.has(seq)) this.order.push(['telemetry', seq]);
      this.#rows.add(seq);
    }
  }

  /** Rows of the backlog of which something has arrived. */
  get backlogRows(): number {
    let count = 0;
    for (const seq of this.#rows) if (seq <= this.#backlog.telemetry) count++;
    return count;
  }

  get backlogDone(): boolean {
    return this.backlogPoints >= this.#backlog.points;
  }

  /** Events and parts that were written and have not come. */
  outstanding(): number {
    let count = 0;
    for (const key of this.#expected) if (!this.#arrived.has(key)) count++;
    return count;
  }

  /** Events and parts that came more than once. */
  get repeated(): number {
    return [...this.#arrived.values()].filter((times) => times > 1).length;
  }

  /** Telemetry of the backlog that came before its last event. */
  get telemetryBeforeEvents(): number {
    const last = this.order.findLastIndex(
      ([stream, seq]) => stream === 'event' && seq <= this.#backlog.events,
    );
    return this.order
      .slice(0, last)
      .filter(([stream, seq]) => stream === 'telemetry' && seq <= this.#backlog.telemetry).length;
  }

  /** Moments of arrived rows that `date` dates otherwise than they were, or not at all; the first few. */
  wrongTimes(date: (at: Moment) => Dated): readonly object[] {
    const wrong = this.#moments.flatMap(({ boot, mono }) => {
      const truth = boot === this.#present.boot ? this.#present.utc(mono) : this.#backlog.utc(mono);
      const { utc, quality } = date({ boot, mono });
      const right = utc !== null && quality === 'ntp' && Math.abs(utc - truth) <= TOLERANCE_MS;
      return right ? [] : [{ boot, mono, utc, quality, truth }];
    });
    return wrong.slice(0, 3);
  }

  #arrive(key: string): boolean {
    const times = (this.#arrived.get(key) ?? 0) + 1;
    this.#arrived.set(key, times);
    return times === 1;
  }

  /** A part in slices is here when all of them are. */
  #collect(key: string, count: number): void {
    for (let index = 0; index < count; index++) if (!this.#arrived.has(`${key} ${index}/${count}`)) return;
    this.#arrive(key);
  }
}
