import type { DatabaseSync } from 'node:sqlite';
import { intervalsOf, subtract } from '../../telemetry/sdk/intervals.ts';
import { failureOf } from './failure.ts';
import type { RowsRead } from './rowReading.ts';

/** Rows looked at in one statement. Every statement is read to its end at once, so that none pins the WAL. */
const CHUNK_ROWS = 64;

type StoredRow = { readonly seq: number; readonly body: Uint8Array };

/** Where rows are read from. `head`: the last number of the stream that there may be; `file` names it in problems. */
export type RowsSource<T> = {
  readonly db: DatabaseSync;
  readonly file: string;
  readonly head: () => number;
  readonly read: (db: DatabaseSync, from: number, limit: number) => RowsRead<T>;
};

/**
 * Sound rows with seq ≥ `from`, ascending, until `limitBytes` of body are reached (at least one row if there is one).
 * `unseen` hears of numbers that were looked at in vain. Throws what the disk answers; a damaged page only hides its rows.
 */
export function soundRows<T extends StoredRow>(
  source: RowsSource<T>,
  from: number,
  limitBytes: number,
  unseen: (from: number, to: number) => void,
): readonly T[] {
  const found: T[] = [];
  let bytes = 0;
  for (let next = from; ; ) {
    const { rows, last } = chunkOf(source, next);
    const seen = intervalsOf(rows.map(({ seq }) => seq));
    for (const [low, high] of subtract([[next, last]], seen)) unseen(low, high);
    for (const row of rows) {
      if (found.length > 0 && bytes + row.body.length > limitBytes) return found;
      found.push(row);
      bytes += row.body.length;
    }
    if (last === 0 || bytes >= limitBytes) return found;
    next = last + 1;
  }
}

/**
 * A page that SQLite cannot read hides the rows on it, never those on other pages: they are then asked for one by one.
 * The number of a row that is not sound is believed as little as the rest of it: it may lie beyond rows that are.
 */
function chunkOf<T extends StoredRow>(source: RowsSource<T>, from: number): RowsRead<T> {
  const { db, file, read } = source;
  try {
    const chunk = read(db, from, CHUNK_ROWS);
    const last = chunk.last === 0 ? 0 : chunk.rows.at(-1)?.seq;
    if (chunk.rising && last !== undefined) return { ...chunk, last };
  } catch (error) {
    if (failureOf(error, file)?.act !== 'set aside') throw error;
  }
  return oneByOne(source, from);
}

function oneByOne<T>({ db, file, head, read }: RowsSource<T>, from: number): RowsRead<T> {
  const rows: T[] = [];
  const last = Math.min(from + CHUNK_ROWS - 1, head());
  for (let seq = from; seq <= last; seq++) {
    try {
      const one = read(db, seq, 1);
      if (one.last === seq) rows.push(...one.rows);
    } catch (error) {
      if (failureOf(error, file)?.act !== 'set aside') throw error;
    }
  }
  return { rows, last: last < from ? 0 : last, rising: true };
}
