/**
 * A stretch of a stream read ahead of need, so that a drain costs one query per hundreds of rows. Holds one batch at a
 * time, never a statement.
 */
export class RowWindow<Row extends { readonly seq: number }> {
  readonly #read: (from: number) => readonly Row[];
  #rows: readonly Row[] = [];
  #from = 0;
  #valid = false;

  /** `read` gives rows from a sequence number on, ascending, as many as fit; none only when there are none. */
  constructor(read: (from: number) => readonly Row[]) {
    this.#read = read;
  }

  /** The journal changed: what was read may be out of date. */
  forget(): void {
    this.#valid = false;
    this.#rows = [];
  }

  /** The first row with `seq` or more, null when there is none. */
  atOrAfter(seq: number): Row | null {
    const lastKnown = this.#rows.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
    if (!this.#valid || seq < this.#from || seq > lastKnown) {
      this.#rows = this.#read(seq);
      this.#from = seq;
      this.#valid = true;
    }
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle]?.seq ?? seq) < seq) low = middle + 1;
      else high = middle;
    }
    return this.#rows[low] ?? null;
  }
}
