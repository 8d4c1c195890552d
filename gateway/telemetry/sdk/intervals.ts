/** A closed interval of whole numbers. */
export type Interval = readonly [from: number, to: number];

/** Closed intervals of sequence numbers, rising, disjoint and never adjacent (adjacent ones are joined). */
export type Intervals = readonly Interval[];

/** `set` with [from..to] in it; an empty interval adds nothing. */
export function addInterval(set: Intervals, from: number, to: number = from): Intervals {
  if (to < from) return set;
  const start = firstEndingAt(set, from - 1);
  let end = start;
  let [low, high] = [from, to];
  for (; end < set.length; end++) {
    const [nextFrom, nextTo] = set[end] as Interval;
    if (nextFrom > to + 1) break;
    low = Math.min(low, nextFrom);
    high = Math.max(high, nextTo);
  }
  return [...set.slice(0, start), [low, high], ...set.slice(end)];
}

/** Joins a list of sequence numbers in any order. */
export function intervalsOf(seqs: readonly number[]): Intervals {
  const joined: [number, number][] = [];
  for (const seq of seqs.toSorted((a, b) => a - b)) {
    const last = joined.at(-1);
    if (last !== undefined && seq <= last[1] + 1) last[1] = Math.max(last[1], seq);
    else joined.push([seq, seq]);
  }
  return joined;
}

/** What is in both. */
export function intersect(a: Intervals, b: Intervals): Intervals {
  const common: Interval[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return common;
    const from = Math.max(left[0], right[0]);
    const to = Math.min(left[1], right[1]);
    if (from <= to) common.push([from, to]);
    if (left[1] < right[1]) i++;
    else j++;
  }
}

/** What is in `a` and not in `b`. */
export function subtract(a: Intervals, b: Intervals): Intervals {
  const rest: Interval[] = [];
  let j = 0;
  for (const [from, to] of a) {
    let low = from;
    while ((b[j]?.[1] ?? Number.POSITIVE_INFINITY) < low) j++;
    for (let k = j; ; k++) {
      const hole = b[k];
      if (hole === undefined || hole[0] > to) break;
      if (hole[0] > low) rest.push([low, hole[0] - 1]);
      low = hole[1] + 1;
    }
    if (low <= to) rest.push([low, to]);
  }
  return rest;
}

/** Whether `seq` is in `set`. */
export function includes(set: Intervals, seq: number): boolean {
  const found = set[firstEndingAt(set, seq)];
  return found !== undefined && found[0] <= seq;
}

/** The largest member, 0 when there is none. */
export function largest(set: Intervals): number {
  return set.at(-1)?.[1] ?? 0;
}

/** Index of the first interval whose end is at or above `value`. */
function firstEndingAt(set: Intervals, value: number): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((set[middle] as Interval)[1] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
