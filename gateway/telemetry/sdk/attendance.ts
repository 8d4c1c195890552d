import type { Message } from '../wire/anyMessage.ts';
import type { StateMessage, Stream, StreamHead } from '../wire/model.ts';

const MOST_BOOTS = 8;

type NamedHead = StreamHead & { readonly epoch: string };

/** Times are of the clock that was used when they were noted: it has to go on where it was. */
export type SavedAttendance = {
  readonly first: number | null;
  readonly state: number | null;
  readonly rows: Readonly<Record<Stream, number | null>>;
  readonly headMoved: number | null;
  readonly periodMs: number | null;
  readonly boots: readonly string[];
  readonly returns: readonly number[];
  readonly head: NamedHead | null;
};

/** When a gateway was heard, on the reader's own clock, in milliseconds; null: not yet. */
export class Attendance {
  /** Any message. */
  first: number | null = null;
  state: number | null = null;
  /** The last row of a stream; before any, the state that first named one. */
  readonly rows: Record<Stream, number | null> = { event: null, telemetry: null };
  /** When the newest telemetry row that `state` names last became another. */
  headMoved: number | null = null;
  /** The longest part of the last telemetry that had report records, in milliseconds; null: none came. */
  periodMs: number | null = null;
  #head: NamedHead | null = null;
  /** Boots that said how they stand, the last one last; and when one came back after another. */
  readonly #boots: string[] = [];
  readonly #returns: number[] = [];

  save(): SavedAttendance {
    const { first, state, rows, headMoved, periodMs } = this;
    const [boots, returns] = [[...this.#boots], [...this.#returns]];
    return { first, state, rows: { ...rows }, headMoved, periodMs, boots, returns, head: this.#head };
  }

  restore(saved: SavedAttendance): void {
    this.first = saved.first;
    this.state = saved.state;
    Object.assign(this.rows, saved.rows);
    this.headMoved = saved.headMoved;
    this.periodMs = saved.periodMs;
    this.#head = saved.head;
    this.#boots.push(...saved.boots);
    this.#returns.push(...saved.returns);
  }

  /** `kept`: the broker had it, and nobody knows for how long; a state like that is no sign of life. */
  note(message: Message, atMs: number, kept: boolean): void {
    this.first ??= atMs;
    if (message.kind === 'state') this.#state(message.state, atMs, kept);
    if (message.kind === 'event') this.rows.event = atMs;
    if (message.kind === 'tombstone') this.rows[message.stream] = atMs;
    if (message.kind !== 'telemetry') return;
    this.rows.telemetry = atMs;
    const spans = message.parts.flatMap(({ from, to, reports }) => (reports.length > 0 ? [to - from] : []));
    if (spans.length > 0) this.periodMs = Math.max(...spans);
  }

  #state({ epoch, boot, heads, will }: StateMessage, atMs: number, kept: boolean): void {
    if (!kept) this.state = atMs;
    if (will === true) return; // its heads are old
    if (!kept) this.#boot(boot, atMs);
    if (heads.event.seq > 0) this.rows.event ??= atMs;
    if (heads.telemetry.seq > 0) this.rows.telemetry ??= atMs;
    const { seq, parts } = heads.telemetry;
    if (this.#head?.epoch === epoch && this.#head.seq === seq && this.#head.parts === parts) return;
    this.#head = { epoch, seq, parts };
    this.headMoved = atMs;
  }

  /** How often since then a boot spoke again after another: a machine never does, two machines of one name do. */
  returnsSince(atMs: number): number {
    return this.#returns.filter((at) => at >= atMs).length;
  }

  #boot(boot: string, atMs: number): void {
    const known = this.#boots.indexOf(boot);
    if (known === this.#boots.length - 1 && known >= 0) return;
    if (known >= 0) this.#boots.splice(known, 1);
    if (known >= 0) this.#returns.push(atMs);
    this.#boots.push(boot);
    if (this.#boots.length > MOST_BOOTS) this.#boots.shift();
    if (this.#returns.length > MOST_BOOTS) this.#returns.shift();
  }
}
