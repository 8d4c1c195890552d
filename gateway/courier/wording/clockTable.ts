import type { JournalReader } from '../../journal/types.ts';
import { CLOCK_QUALITIES, Dating, decodeEvent, partBounds, type TimeBase } from '../../telemetry/index.ts';

const SLICE_BYTES = 64 * 1024;
/** A gateway on a bad supply boots many times in an outage of a month. */
const MOST_BOOTS = 4_096;
const MOST_FOLLOWED = 8;

/**
 * What civil time it was on the monotonic clock of each boot: from guard while it speaks, from the clock rows of the
 * journal for boots that are over. A clock is set now and then while it runs, so a moment is dated by the mapping nearest to
 * it, of those that are trusted most. What is not known is said to be unknown.
 */
export class ClockTable {
  readonly #known = new Dating(MOST_BOOTS);
  /** By epoch: how far its events were looked through. */
  readonly #scanned = new Map<string, number>();
  #latestCertain = 0;
  #complete = false;

  /** The latest moment of which it is certain that it is over, from all that was recorded with a right clock; Unix ms. */
  get latestCertain(): number {
    return this.#latestCertain;
  }

  /** The clock rows of a journal were read to the end. */
  get complete(): boolean {
    return this.#complete;
  }

  /** A pair that guard or the journal names; in whole milliseconds, so that every encoding says the same. */
  note(boot: string, { mono, utc, quality }: TimeBase): void {
    this.#known.learn(boot, { mono: Math.round(mono), utc: utc === null ? null : Math.round(utc), quality });
  }

  /** How to date what was at `mono` of `boot`. */
  base(boot: string, mono: number): TimeBase {
    return this.#known.mapping({ boot, mono }) ?? { mono: 0, utc: null, quality: CLOCK_QUALITIES[0] };
  }

  /**
   * Takes in the clock rows of the next stretch of events of a journal that grows; true when there are no more for now. `beside`:
   * it is not the journal in use.
   */
  follow(reader: JournalReader, beside = false): boolean {
    const { epoch } = reader.identity();
    const scanned = this.#scanned.get(epoch) ?? 0;
    const last = this.scan(reader, scanned + 1);
    this.#scanned.delete(epoch);
    this.#scanned.set(epoch, last ?? scanned);
    for (const oldest of this.#scanned.keys()) {
      if (this.#scanned.size <= MOST_FOLLOWED) break;
      this.#scanned.delete(oldest);
    }
    const done = last === null || last >= reader.heads().event.seq;
    if (!done || beside) return done;
    if (!this.#complete) this.#passLastTelemetry(reader);
    this.#complete = true;
    return true;
  }

  /** Takes in the clock rows of a stretch of events from `from` on; the last event of it, null when there are none. */
  scan(reader: JournalReader, from: number): number | null {
    const rows = reader.events(from, SLICE_BYTES);
    for (const row of rows) {
      const event = decodeEvent(row.body);
      if (event.ok && event.value.type === 'clock') this.note(event.value.boot, event.value.time);
      this.#passed(row.at.boot, row.at.mono);
    }
    return rows.at(-1)?.seq ?? null;
  }

  /** A synchronised gateway may go for months without an event, but not without telemetry. */
  #passLastTelemetry(reader: JournalReader): void {
    const [row] = reader.telemetry(reader.heads().telemetry.seq, 1);
    const bounds = row === undefined ? null : partBounds(row.body);
    const last = bounds?.ok ? bounds.value.at(-1) : undefined;
    if (row !== undefined && last !== undefined) this.#passed(row.boot, last.to);
  }

  #passed(boot: string, mono: number): void {
    const { utc, quality, mono: at } = this.base(boot, mono);
    if (utc === null || (quality !== 'ntp' && quality !== 'holdover')) return;
    this.#latestCertain = Math.max(this.#latestCertain, utc + mono - at);
  }
}
