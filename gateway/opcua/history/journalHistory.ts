import { journalFile } from '../../journal/file/database.ts';
import { type JournalFileReader, openJournalReader } from '../../journal/read/reader.ts';
import type { EventRow, TelemetryRow } from '../../journal/types.ts';
import { type Channel, Dating, decodeBirth, decodeEvent, decodeParts } from '../../telemetry/index.ts';
import type { EventBody, Part } from '../../telemetry/wire/model.ts';

const CHUNK_BYTES = 256 * 1024;
const BIRTHS_KEPT = 8;

/** A row of telemetry, decoded. `date`: Unix ms of a moment of it; null where nobody knows. */
export type PastRow = {
  readonly seq: number;
  readonly parts: readonly Part[];
  readonly channelOf: (point: string) => number | undefined;
  readonly date: (mono: number) => number | null;
};

/**
 * Reads the journal in use beside guard, a few rows at a time: nothing of it is kept in memory but the clock rows, which
 * date the others, and the channels of the last births.
 */
export class JournalHistory {
  readonly #file: string;
  #reader: JournalFileReader | null = null;
  #dating = new Dating();
  #clocksTo = 0; // events read so far
  readonly #births = new Map<string, readonly Channel[]>();

  constructor(stateFolder: string) {
    this.#file = journalFile(stateFolder);
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
  }

  /** The epoch of the file and its newest row of telemetry; null while there is no journal. Learns what clock rows came. */
  async open(): Promise<{ readonly epoch: string; readonly newest: number } | null> {
    const reader = this.#current();
    if (reader === null) return null;
    for (;;) {
      const rows = reader.events(this.#clocksTo + 1, CHUNK_BYTES);
      const last = rows.at(-1);
      if (last === undefined) break;
      for (const { body } of rows) {
        const event = decodeEvent(body);
        if (event.ok && event.value.type === 'clock') this.#dating.learn(event.value.boot, event.value.time);
      }
      this.#clocksTo = last.seq;
      await turn();
    }
    return { epoch: reader.identity().epoch, newest: reader.heads().telemetry.seq };
  }

  /** The first sound row from `seq` on; null: there is none. */
  row(seq: number): PastRow | null {
    const [row] = this.#current()?.telemetry(seq, 1) ?? [];
    return row === undefined ? null : this.#decoded(row);
  }

  /** Events with sequences below `before`, newest first, up to `count` of them; and where to go on, null at the beginning. */
  eventsBefore(
    before: number | null,
    count: number,
  ): { readonly events: readonly PastEvent[]; readonly next: number | null } {
    const reader = this.#current();
    const head = reader?.heads().event.seq ?? 0;
    const to = Math.min(before === null ? head : before - 1, head);
    if (reader === null || to < 1) return { events: [], next: null };
    const from = Math.max(1, to - count + 1);
    const rows: EventRow[] = [];
    for (let next = from; next <= to; ) {
      const some = reader.events(next, CHUNK_BYTES);
      rows.push(...some.filter(({ seq }) => seq <= to));
      next = (some.at(-1)?.seq ?? to) + 1;
    }
    const events = rows.flatMap(({ seq, body }) => {
      const event = decodeEvent(body);
      return event.ok ? [{ seq, event: event.value, utc: this.date(event.value.at) }] : [];
    });
    return { events: events.toReversed(), next: from > 1 ? from : null };
  }

  date(at: { readonly boot: string; readonly mono: number }): number | null {
    return this.#dating.date(at).utc;
  }

  /**
   * A row from which on everything at or after `utc` is found: by halving, since rows are written in the order of time but
   * for some seconds.
   */
  firstRowAt(utc: number, newest: number): number {
    let [low, high] = [1, newest];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = this.row(middle);
      if (row === null) break;
      const end = row.date(row.parts.at(-1)?.to ?? 0);
      if (row.seq > high || end === null || end >= utc) high = middle;
      else low = Math.max(row.seq + 1, middle + 1);
    }
    return Math.max(1, low - SLACK_ROWS);
  }

  #decoded(row: TelemetryRow): PastRow {
    const channels = this.#channels(row.birth);
    const parts = decodeParts(row.body, channels);
    return {
      seq: row.seq,
      parts: parts.ok ? parts.value : [],
      channelOf: (point) => channels.find((channel) => channel.point === point)?.index,
      date: (mono) => this.date({ boot: row.boot, mono }),
    };
  }

  #channels(hash: string): readonly Channel[] {
    const known = this.#births.get(hash);
    if (known !== undefined) return known;
    const body = this.#current()?.birth(hash) ?? null;
    const birth = body === null ? null : decodeBirth(body);
    const channels = birth?.ok === true ? birth.value.channels : [];
    this.#births.set(hash, channels);
    const [oldest] = this.#births.keys();
    if (this.#births.size > BIRTHS_KEPT && oldest !== undefined) this.#births.delete(oldest);
    return channels;
  }

  #current(): JournalFileReader | null {
    if (this.#reader?.current() === false) {
      this.close();
      this.#dating = new Dating();
      this.#clocksTo = 0;
    }
    if (this.#reader !== null) return this.#reader;
    const opened = openJournalReader(this.#file);
    this.#reader = opened.ok ? opened.value : null;
    return this.#reader;
  }
}

export type PastEvent = { readonly seq: number; readonly event: EventBody; readonly utc: number | null };

/** Rows of evidence and of the running period stand a little out of order. */
const SLACK_ROWS = 4;

/** Lets the others of this process have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
