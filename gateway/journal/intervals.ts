/** Closed intervals of sequence numbers, rising, disjoint and never adjacent (adjacent ones are joined). */
export type Intervals = readonly (readonly [from: number, to: number])[];

/** `set` with [from..to] in it. */
export function addInterval(set: Intervals, from: number, to: number): Intervals {
  let low = from;
  let high = to;
  const before: (readonly [number, number])[] = [];
  const after: (readonly [number, number])[] = [];
  for (const [a, b] of set) {
    if (b < from - 1) before.push([a, b]);
    else if (a > to + 1) after.push([a, b]);
    else {
      low = Math.min(low, a);
      high = Math.max(high, b);
    }
  }
  return [...before, [low, high], ...after];
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
  const common: (readonly [number, number])[] = [];
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
  const rest: (readonly [number, number])[] = [];
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
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = set[middle] as readonly [number, number];
    if (seq < from) high = middle - 1;
    else if (seq > to) low = middle + 1;
    else return true;
  }
  return false;
}
