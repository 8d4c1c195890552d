import type { JournalReader } from '../journal/types.ts';
import { CLOCK_QUALITIES, type ClockQuality, decodeEvent, type TimeBase } from '../telemetry/index.ts';

const SLICE_BYTES = 64 * 1024;

// Rising trust. A mapping that came from the network is kept when the link to it is lost later.
const TRUST: readonly ClockQuality[] = ['unsynced', 'rtc', 'holdover', 'ntp'];

/**
 * What civil time it was on the monotonic clock of each boot: from guard while it speaks, from the clock rows of the
 * journal for boots that are over. What is not known is said to be unknown.
 */
export class ClockTable {
  readonly #best = new Map<string, TimeBase>();
  #epoch = '';
  #scanned = 0;

  /** A pair that guard or the journal names. Later ones win over earlier ones of the same trust. */
  note(boot: string, time: TimeBase): void {
    if (time.utc === null) return;
    const known = this.#best.get(boot);
    if (known === undefined || TRUST.indexOf(time.quality) >= TRUST.indexOf(known.quality))
      this.#best.set(boot, time);
  }

  /** How to date monotonic times of `boot`. */
  base(boot: string): TimeBase {
    return this.#best.get(boot) ?? { mono: 0, utc: null, quality: CLOCK_QUALITIES[0] };
  }

  /** Takes in the clock rows of the next stretch of events; true when there are no more for now. */
  follow(reader: JournalReader): boolean {
    const { epoch } = reader.identity();
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#scanned = 0;
    }
    const rows = reader.events(this.#scanned + 1, SLICE_BYTES);
    for (const row of rows) {
      this.#scanned = row.seq;
      const event = decodeEvent(row.body);
      if (event.ok && event.value.type === 'clock') this.note(event.value.boot, event.value.time);
    }
    return rows.length === 0 || this.#scanned >= reader.heads().event.seq;
  }
}
