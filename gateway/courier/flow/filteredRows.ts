import { addInterval, type Intervals, subtract } from '../../telemetry/sdk/intervals.ts';
import type { Gap } from './plan.ts';

/**
 * Rows of the journal without those that a filter keeps back; what was kept back is remembered, because the platform must
 * be told of it as of rows that are gone.
 */
export class FilteredRows<Row extends { readonly seq: number }> {
  readonly #source: (from: number) => readonly Row[];
  readonly #passes: (row: Row) => boolean;
  #kept: Intervals = [];

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
        if (this.#passes(row)) passing.push(row);
        else this.#kept = addInterval(this.#kept, row.seq, row.seq);
        at = row.seq + 1;
      }
      if (passing.length > 0 || rows.length === 0) return passing;
    }
  }

  /** What was kept back of the rows read so far. */
  gaps(): Gap[] {
    return this.#kept.map(([from, to]) => ({ from, to, reason: 'filtered' }));
  }

  /** These need not be remembered any more. */
  forget(acknowledged: Intervals): void {
    this.#kept = subtract(this.#kept, acknowledged);
  }
}
