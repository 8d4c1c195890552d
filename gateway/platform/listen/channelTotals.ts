import type { Birth, Message, TelemetryMessage } from '../../telemetry/index.ts';
import { addInterval, type Intervals, includes } from '../../telemetry/sdk/intervals.ts';

/** What came of one channel, each report period counted once however often it was delivered. */
export type ChannelTotal = {
  /** Good samples behind the report records. */
  readonly samples: number;
  /** Report records. */
  readonly records: number;
  /** The largest number seen, in report records and single samples; null while there was none. */
  readonly max: number | null;
};

type OpenRow = { readonly pieces: Set<string>; readonly parts: Set<number> };

/** Sums by channel over what one gateway delivered. Memory: births, channels, and rows that are not complete. */
export class ChannelTotals {
  readonly #totals = new Map<string, { samples: number; records: number; max: number | null }>();
  readonly #complete = new Map<string, Intervals>(); // epoch → rows
  readonly #open = new Map<string, OpenRow>();

  readonly #births = new Map<string, Birth>();

  /** By point. */
  get totals(): ReadonlyMap<string, ChannelTotal> {
    return this.#totals;
  }

  add(message: Message): void {
    if (message.kind === 'birth') this.#births.set(message.hash, message.birth);
    // evidence repeats what is also reported: counted here it would hide that a report is missing
    if (message.kind !== 'telemetry' || message.evidence !== null) return;
    const birth = this.#births.get(message.birth);
    if (birth !== undefined) this.#addRow(message, birth);
  }

  #addRow(message: TelemetryMessage, birth: Birth): void {
    const { epoch, seq, first, slice } = message;
    if (includes(this.#complete.get(epoch) ?? [], seq)) return;
    const key = `${epoch}/${seq}`;
    const row = this.#open.get(key) ?? { pieces: new Set(), parts: new Set() };
    this.#open.set(key, row);
    const points = new Map(birth.channels.map(({ index, point }) => [index, point]));
    message.parts.forEach((part, at) => {
      const piece = `${first + at}/${slice?.index ?? ''}`;
      if (row.pieces.has(piece)) return;
      row.pieces.add(piece);
      if (slice === null) row.parts.add(first + at);
      this.#count(part, points);
    });
    // Rows that came in slices stay open: they are rare, and how many columns each slice has is not worth knowing here.
    if (message.sealed && row.parts.size === message.last) {
      this.#open.delete(key);
      this.#complete.set(epoch, addInterval(this.#complete.get(epoch) ?? [], seq, seq));
    }
  }

  #count(part: TelemetryMessage['parts'][number], points: ReadonlyMap<number, string>): void {
    for (const { columns, periodMs } of part.reports)
      for (const { channel, n, max } of columns) {
        if (periodMs !== undefined) continue; // statistics of a day: its samples were counted period by period
        const total = this.#of(points.get(channel));
        total.records += n.length;
        total.samples += n.reduce((sum, count) => sum + count, 0);
        for (const value of max) raise(total, value);
      }
    for (const { columns } of part.samples)
      for (const { channel, values } of columns)
        for (const value of values)
          if (typeof value === 'number') raise(this.#of(points.get(channel)), value);
  }

  #of(point = '?'): { samples: number; records: number; max: number | null } {
    const total = this.#totals.get(point) ?? { samples: 0, records: 0, max: null };
    this.#totals.set(point, total);
    return total;
  }
}

function raise(total: { max: number | null }, value: number | null): void {
  if (value !== null && (total.max === null || value > total.max)) total.max = value;
}
