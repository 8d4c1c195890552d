import { encodeAck, type Message, STREAMS, type Stream } from '../../gateway/telemetry/index.ts';
import { addInterval, type Intervals } from '../../gateway/telemetry/sdk/intervals.ts';

type Parts = { readonly have: Set<number>; end: number | null };

/** What a platform has stored of one gateway, row by row, and its word for that. */
export class StoredRows {
  readonly #epochs = new Map<string, Record<Stream, Intervals>>();
  readonly #open = new Map<string, Parts>();

  take(message: Message): void {
    if (message.kind === 'event') this.#store(message.epoch, 'event', message.seq);
    // a slice of a row is not a row: such rows are asked for again, which this platform can do without
    if (message.kind !== 'telemetry' || message.slice !== null) return;
    const { epoch, seq, first, last, sealed } = message;
    const key = `${epoch} ${seq}`;
    const parts = this.#open.get(key) ?? { have: new Set(), end: null };
    this.#open.set(key, parts);
    for (let part = first; part <= last; part++) parts.have.add(part);
    if (sealed) parts.end = last;
    if (parts.end === null || parts.have.size < parts.end) return;
    this.#open.delete(key);
    this.#store(epoch, 'telemetry', seq);
  }

  /** Acknowledgements of everything so far. */
  words(): readonly Uint8Array[] {
    return [...this.#epochs].flatMap(([epoch, rows]) =>
      STREAMS.map((stream) => encodeAck({ epoch, stream, intervals: rows[stream] })),
    );
  }

  #store(epoch: string, stream: Stream, seq: number): void {
    const rows = this.#epochs.get(epoch) ?? { event: [], telemetry: [] };
    this.#epochs.set(epoch, { ...rows, [stream]: addInterval(rows[stream], seq, seq) });
  }
}
