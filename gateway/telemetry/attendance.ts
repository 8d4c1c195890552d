import type { Message } from './anyMessage.ts';
import type { StateMessage, Stream, StreamHead } from './model.ts';

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
  #head: (StreamHead & { readonly epoch: string }) | null = null;

  note(message: Message, atMs: number): void {
    this.first ??= atMs;
    if (message.kind === 'state') this.#state(message.state, atMs);
    if (message.kind === 'event') this.rows.event = atMs;
    if (message.kind === 'tombstone') this.rows[message.stream] = atMs;
    if (message.kind !== 'telemetry') return;
    this.rows.telemetry = atMs;
    const spans = message.parts.flatMap(({ from, to, reports }) => (reports.length > 0 ? [to - from] : []));
    if (spans.length > 0) this.periodMs = Math.max(...spans);
  }

  #state({ epoch, heads, will }: StateMessage, atMs: number): void {
    this.state = atMs;
    if (will === true) return; // its heads are old
    if (heads.event.seq > 0) this.rows.event ??= atMs;
    if (heads.telemetry.seq > 0) this.rows.telemetry ??= atMs;
    const { seq, parts } = heads.telemetry;
    if (this.#head?.epoch === epoch && this.#head.seq === seq && this.#head.parts === parts) return;
    this.#head = { epoch, seq, parts };
    this.headMoved = atMs;
  }
}
