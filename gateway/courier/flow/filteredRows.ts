import { addInterval, type Intervals, includes, subtract } from '../../telemetry/sdk/intervals.ts';
import type { Gap } from './plan.ts';

/**
 * Rows of the journal without those that a filter keeps back; what was kept back is remembered, because the platform must
 * be told of it as of rows that are gone.
 */
export class FilteredRows<Row extends { readonly seq: number }> {
  readonly #source: (from: number) => readonly Row[];
  readonly #passes: (row: Row) => boolean;
  #kept: Intervals = [];
  /** Rows of which nothing can be made. */
  #spoilt: Intervals = [];

  /** `source` gives rows from a sequence number on, as many as fit; none only when there are none. */
  constructor(source: (from: number) => readonly Row[], passes: (row: Row) => boolean) {
    this.#source = source;
    this.#passes = passes;
  }

  /** As `source`, of rows that pass. */
  read(from: number): readonly Row[] {
    let at = from;
    for (;;) {
      const rows = this.#source(at);
      const passing: Row[] = [];
      for (const row of rows) {
        at = row.seq + 1;
        if (includes(this.#spoilt, row.seq)) continue;
        if (this.#passes(row)) passing.push(row);
        else this.#kept = addInterval(this.#kept, row.seq, row.seq);
      }
      if (passing.length > 0 || rows.length === 0) return passing;
    }
  }

  /** What was kept back of the rows read so far. */
  gaps(): Gap[] {
    const gaps = (set: Intervals, reason: Gap['reason']): Gap[] =>
      set.map(([from, to]) => ({ from, to, reason }));
    return [...gaps(this.#kept, 'filtered'), ...gaps(this.#spoilt, 'damaged')];
  }

  /** This row is not to be had. */
  withhold(seq: number): void {
    this.#spoilt = addInterval(this.#spoilt, seq, seq);
  }

  /** These need not be remembered any more. */
  forget(acknowledged: Intervals): void {
    this.#kept = subtract(this.#kept, acknowledged);
  }
}
