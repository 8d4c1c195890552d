import { addInterval, type Intervals, subtract } from './intervals.ts';

export type SavedRow = {
  readonly from: number;
  readonly parts: Intervals;
  readonly end: number | null;
  readonly slices: readonly (readonly [part: number, slices: readonly number[]])[];
};

/** A row of which not every part is here. */
export class OpenRow {
  /** The first part that is expected here. */
  from = 1;
  /** The last part, once known. */
  end: number | null = null;
  parts: Intervals = [];
  #slices: Map<number, Set<number>> | null = null; // part → slices it has so far

  /** Every part from the first to the last is here. */
  get isWhole(): boolean {
    return this.end !== null && this.missing(1, this.end).length === 0;
  }

  /** Parts of [from..to] that are not here. */
  missing(from: number, to: number): Intervals {
    return to < from ? [] : subtract([[from, to]], this.parts);
  }

  add(part: number): void {
    this.parts = addInterval(this.parts, part);
  }

  /** Notes a slice of a part; true when the part has all of them. */
  collect(part: number, { index, count }: { readonly index: number; readonly count: number }): boolean {
    this.#slices ??= new Map();
    const have = this.#slices.get(part) ?? new Set();
    have.add(index);
    this.#slices.set(part, have);
    if (have.size < count) return false;
    this.#slices.delete(part);
    return true;
  }

  save(): SavedRow {
    const slices = [...(this.#slices ?? [])].map(([part, have]) => [part, [...have]] as const);
    return { from: this.from, parts: this.parts, end: this.end, slices };
  }

  static restore({ from, parts, end, slices }: SavedRow): OpenRow {
    const row = new OpenRow();
    row.from = from;
    row.end = end;
    row.parts = parts;
    if (slices.length > 0) row.#slices = new Map(slices.map(([part, have]) => [part, new Set(have)]));
    return row;
  }
}
