import type { PastRows } from '../../journal/read/pastRows.ts';
import { type Channel, type Dated, Dating, decodeBirth, decodeEvent } from '../../telemetry/index.ts';

type Moment = { readonly boot: string; readonly mono: number };

/** One file of the journal as desk looks at it: its rows, dated with the clock rows that are in it, and what its births name. */
export class JournalFile {
  readonly rows: PastRows;
  readonly #dating = new Dating();
  #datedTo = 0;
  readonly #channels = new Map<string, readonly Channel[]>();

  constructor(rows: PastRows) {
    this.rows = rows;
  }

  /** When a moment was, as far as the file tells. */
  date(moment: Moment): Dated {
    return this.#dating.date(moment);
  }

  /** The channels of a birth; none where it is damaged. */
  channels(hash: string): readonly Channel[] {
    const known = this.#channels.get(hash);
    if (known !== undefined) return known;
    const body = this.rows.birth(hash);
    const birth = body === null ? null : decodeBirth(body);
    const channels = birth?.ok ? birth.value.channels : [];
    this.#channels.set(hash, channels);
    return channels;
  }

  /** Takes note of the clock rows that came since. */
  learnClocks(): void {
    const head = this.rows.extent('event')?.last ?? 0;
    for (const seq of this.rows.clocksAfter(this.#datedTo)) {
      const [row] = this.rows.events(seq, 1);
      const event = row?.seq === seq ? decodeEvent(row.body) : null;
      if (event?.ok && event.value.type === 'clock') this.#dating.learn(event.value.boot, event.value.time);
    }
    this.#datedTo = Math.max(this.#datedTo, head);
  }

  /** When its newest event that can be dated was (Unix ms); null: none of its last ones can. */
  last(): number | null {
    const last = this.rows.extent('event')?.last ?? 0;
    for (const row of this.rows.events(Math.max(1, last - 100), 101).toReversed()) {
      const { utc } = this.date(row.at);
      if (utc !== null) return utc;
    }
    return null;
  }

  close(): void {
    this.rows.close();
  }
}
