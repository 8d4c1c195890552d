import type { JournalHistory } from './journalHistory.ts';
import { turn } from './journalHistory.ts';
import { type PastReport, type PastValue, reportsOf, valuesOf } from './rowValues.ts';

/** Where a read goes on: in this row, behind so many of its values. Given to the client and believed within its bounds. */
export type Cursor = { readonly epoch: string; readonly row: number; readonly skip: number };

export type RawAsk = {
  readonly point: string;
  readonly from: number; // Unix ms
  readonly to: number; // before `from`: newest first
  readonly most: number;
};

/** So many rows are looked at for one answer: a client that asks for a rare value is answered with nothing, and where to go on. */
const ROWS_PER_ANSWER = 250;
const ROWS_PER_TURN = 10;

/** Values of a point between two moments, and where to go on; null: that was all. */
export async function readRaw(
  history: JournalHistory,
  { point, from, to, most }: RawAsk,
  cursor: Cursor | null,
): Promise<{ readonly values: readonly PastValue[]; readonly next: Cursor | null }> {
  const open = await history.open();
  if (open === null) return { values: [], next: null };
  const backward = to < from;
  const [low, high] = backward ? [to, from] : [from, to];
  const fresh = cursor === null || cursor.epoch !== open.epoch;
  let row = fresh ? startRow() : cursor.row;
  let skip = fresh ? 0 : cursor.skip;
  const values: PastValue[] = [];
  for (let looked = 1; looked <= ROWS_PER_ANSWER; looked++) {
    const found = row < 1 ? null : history.row(row);
    if (found === null || (backward && found.seq > row && row <= 1)) return { values, next: null };
    if (backward && found.seq > row) {
      row--; // that number is gone
      continue;
    }
    const all = valuesOf(found, point).filter(({ utc }) => isAsked(utc, from, to));
    const ordered = backward ? all.toReversed() : all;
    const taken = ordered.slice(skip, skip + most - values.length);
    values.push(...taken);
    if (values.length >= most && skip + taken.length < ordered.length)
      return { values, next: { epoch: open.epoch, row: found.seq, skip: skip + taken.length } };
    if (isBeyond(found)) return { values, next: null };
    row = found.seq + (backward ? -1 : 1);
    skip = 0;
    if (values.length >= most) break;
    if (looked % ROWS_PER_TURN === 0) await turn();
  }
  return { values, next: row < 1 || row > open.newest ? null : { epoch: open.epoch, row, skip: 0 } };

  function startRow(): number {
    const newest = open?.newest ?? 0;
    if (!backward) return history.firstRowAt(low, newest);
    return Math.min(newest, history.firstRowAt(high, newest) + 2 * MARGIN_ROWS);
  }

  function isBeyond(found: NonNullable<ReturnType<JournalHistory['row']>>): boolean {
    const edge = backward ? found.parts.at(-1)?.to : found.parts[0]?.from;
    const utc = edge === undefined ? null : found.date(edge);
    if (utc === null) return false;
    return backward ? utc < low - MARGIN_MS : utc > high + MARGIN_MS;
  }
}

/** With the start and without the end (10000-11, 6.5.3.2); of one moment, that moment. */
function isAsked(utc: number, from: number, to: number): boolean {
  if (from === to) return utc === from;
  return to < from ? utc <= from && utc > to : utc >= from && utc < to;
}

/** Rows stand out of order by some seconds: one a little beyond the end is not the end yet. */
const MARGIN_MS = 120_000;
const MARGIN_ROWS = 4;
const DAY_MS = 86_400_000;

export type PastAggregate = 'average' | 'minimum' | 'maximum' | 'count';
/** `partial`: the end of what was asked for cuts it short. */
export type PastBucket = {
  readonly utc: number;
  readonly value: number | null;
  readonly partial: boolean;
};

/**
 * An aggregate of a point over intervals from `from` towards `to`, `most` of them, each under the time at which it begins
 * (backwards that is its later end): of report periods, whose minimum, mean, maximum and number of samples the journal
 * keeps; of whole days (UTC) from the statistics of days.
 */
export async function readProcessed(
  history: JournalHistory,
  ask: {
    readonly point: string;
    readonly from: number;
    readonly to: number; // before `from`: newest first
    readonly intervalMs: number;
    readonly most: number;
  },
  aggregate: PastAggregate,
): Promise<{ readonly buckets: readonly PastBucket[]; readonly next: number | null }> {
  const { point, from, to, intervalMs, most } = ask;
  const way = to < from ? -1 : 1;
  const count = Math.min(most, Math.ceil(Math.abs(to - from) / intervalMs));
  const reach = from + way * count * intervalMs;
  const edge = way < 0 ? Math.max(to, reach) : Math.min(to, reach);
  const [low, high] = way < 0 ? [edge, from] : [from, edge];
  const sums = Array.from({ length: count }, () => new Sum());
  const open = await history.open();
  const days = intervalMs % DAY_MS === 0 && from % DAY_MS === 0;
  if (open !== null) {
    let row = history.firstRowAt(low, open.newest);
    for (let looked = 1; ; looked++) {
      const found = history.row(row);
      const first = found?.parts[0]?.from;
      if (found === null || first === undefined) break;
      if ((found.date(first) ?? 0) > high + MARGIN_MS) break;
      for (const report of reportsOf(found, point, days)) {
        const at = report.utc - 1; // a period belongs to where it ends
        const nth = Math.floor((way < 0 ? from - report.utc : at - from) / intervalMs);
        if (at >= low && at < high) sums[nth]?.add(report);
      }
      row = found.seq + 1;
      if (looked % ROWS_PER_TURN === 0) await turn();
    }
  }
  const buckets = sums.map((sum, nth) => ({
    utc: from + way * nth * intervalMs,
    value: sum.value(aggregate),
    partial: (nth + 1) * intervalMs > Math.abs(to - from),
  }));
  return { buckets, next: edge === to ? null : edge };
}

class Sum {
  n = 0;
  #total = 0;
  #min: number | null = null;
  #max: number | null = null;

  add({ min, mean, max, n }: PastReport): void {
    if (n === 0 || mean === null || min === null || max === null) return;
    this.n += n;
    this.#total += mean * n;
    this.#min = Math.min(this.#min ?? min, min);
    this.#max = Math.max(this.#max ?? max, max);
  }

  value(aggregate: PastAggregate): number | null {
    if (aggregate === 'count') return this.n;
    if (this.n === 0) return null;
    if (aggregate === 'average') return this.#total / this.n;
    return aggregate === 'minimum' ? this.#min : this.#max;
  }
}
