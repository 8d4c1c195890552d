/** A closed interval of whole numbers. */
export type Interval = readonly [from: number, to: number];

/** A set of whole numbers that is mostly contiguous: its memory is that of its gaps. */
export class Intervals {
  #list: Interval[] = []; // ascending, never touching

  static of(list: readonly Interval[]): Intervals {
    const made = new Intervals();
    for (const [from, to] of list) made.add(from, to);
    return made;
  }

  /** Adds [from, to]; an empty interval adds nothing. */
  add(from: number, to: number = from): void {
    if (to < from) return;
    const start = this.#firstEndingAt(from - 1);
    let end = start;
    let [low, high] = [from, to];
    for (; end < this.#list.length; end++) {
      const [nextFrom, nextTo] = this.#list[end] as Interval;
      if (nextFrom > to + 1) break;
      low = Math.min(low, nextFrom);
      high = Math.max(high, nextTo);
    }
    this.#list.splice(start, end - start, [low, high]);
  }

  has(value: number): boolean {
    const found = this.#list[this.#firstEndingAt(value)];
    return found !== undefined && found[0] <= value;
  }

  /** What of [from, to] is not in the set. */
  missing(from: number, to: number): Interval[] {
    const gaps: Interval[] = [];
    let next = from;
    for (let at = this.#firstEndingAt(from); next <= to; at++) {
      const [start, end] = this.#list[at] ?? [to + 1, to + 1];
      if (start > next) gaps.push([next, Math.min(start - 1, to)]);
      next = Math.max(next, end + 1);
    }
    return gaps;
  }

  /** The largest member, 0 when there is none. */
  get max(): number {
    return this.#list.at(-1)?.[1] ?? 0;
  }

  get list(): readonly Interval[] {
    return this.#list;
  }

  /** Index of the first interval whose end is at or above `value`. */
  #firstEndingAt(value: number): number {
    let low = 0;
    let high = this.#list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#list[middle] as Interval)[1] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
