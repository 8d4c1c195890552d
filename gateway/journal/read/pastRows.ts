import type { DatabaseSync } from 'node:sqlite';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { addInterval, type Intervals, includes, intersect } from '../../telemetry/sdk/intervals.ts';
import type { Stream } from '../../telemetry/wire/model.ts';
import { readBirth } from '../file/births.ts';
import { type FileIdentity, identityOf } from '../file/database.ts';
import { readDelivered } from '../file/deliveries.ts';
import type { Identity } from '../file/identity.ts';
import { openForReading } from '../file/openForReading.ts';
import { readEventRows, readTelemetryRows } from '../file/rowReading.ts';
import { readTombstones } from '../file/tombstones.ts';
import type { EventRow, TelemetryRow } from '../types.ts';

/** How guard ranks the rows that date all others (`write/eviction.ts`). */
const CLOCK_RANK = 6;

/** Sequences of the rows of a stream: the oldest that is left and the newest; null: there is none. */
export type Extent = { readonly first: number; readonly last: number } | null;

/**
 * A journal for whoever looks into the past and knows where to look: rows by number, and the numbers of those that belong
 * to something. Beside its writer; no statement stays open. Methods throw what the disk answers.
 */
export class PastRows {
  readonly epoch: string;
  readonly #db: DatabaseSync;
  readonly file: string;
  readonly gateway: string;
  readonly #opened: FileIdentity;

  private constructor(
    db: DatabaseSync,
    file: string,
    { epoch, gateway }: Pick<Identity, 'epoch' | 'gateway'>,
  ) {
    this.#db = db;
    this.file = file;
    this.gateway = gateway;
    this.#opened = identityOf(file);
    this.epoch = epoch;
  }

  /** Problems: those of `openForReading`. */
  static open(file: string): Result<PastRows, Problem> {
    const opened = openForReading(file);
    if (!opened.ok) return opened;
    return ok(new PastRows(opened.value.db, file, opened.value.identity));
  }

  /** False once another file stands at the path, or guard has begun to write one that was at rest: open it anew. */
  current(): boolean {
    const now = identityOf(this.file);
    return now.database === this.#opened.database && !(this.#opened.wal === '' && now.wal !== '');
  }

  extent(stream: 'event' | 'telemetry'): Extent {
    // each by itself is one step of the index; asked for together they walk through the whole table
    const row = this.#db
      .prepare(`SELECT (SELECT min(seq) FROM ${stream}) AS first, (SELECT max(seq) FROM ${stream}) AS last`)
      .get();
    return typeof row?.first === 'number' ? { first: row.first, last: Number(row.last) } : null;
  }

  /** Up to `limit` sound rows with seq ≥ `from`. */
  events(from: number, limit: number): readonly EventRow[] {
    return readEventRows(this.#db, from, limit).rows;
  }

  /** Up to `limit` sound rows with seq ≥ `from`. */
  telemetry(from: number, limit: number): readonly TelemetryRow[] {
    return readTelemetryRows(this.#db, from, limit).rows;
  }

  /** Sequences of up to `limit` events before `before`, the newest first. */
  eventsBefore(before: number, limit: number): readonly number[] {
    const sql = 'SELECT seq FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?';
    return this.#seqs(sql, before, limit);
  }

  /** Sequences of the clock rows after `after`, rising. */
  clocksAfter(after: number): readonly number[] {
    return this.#seqs(`SELECT seq FROM event WHERE seq > ? AND rank = ${CLOCK_RANK} ORDER BY seq`, after);
  }

  /** Sequences of the steps of an occurrence, rising. */
  stepsOf(occurrence: string): readonly number[] {
    return this.#seqs('SELECT seq FROM event WHERE occurrence = ? ORDER BY seq', occurrence);
  }

  /** Sequences of the evidence of an occurrence, rising. */
  evidenceOf(occurrence: string): readonly number[] {
    return this.#seqs('SELECT seq FROM telemetry WHERE evidence = ? ORDER BY seq', occurrence);
  }

  /** How many rows an uplink does not have yet: neither delivered to it, nor gone, nor left out for it. */
  waiting(uplink: string, stream: Stream): number {
    const extent = this.extent(stream);
    if (extent === null) return 0;
    let settled = readDelivered(this.#db, uplink, stream).intervals as Intervals;
    for (const { from, to } of readTombstones(this.#db, stream, uplink))
      settled = addInterval(settled, from, to);
    const there = intersect(settled, [[extent.first, extent.last]]);
    return extent.last - extent.first + 1 - there.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  }

  /** How many events were there once, and are not any more for anybody. */
  goneEvents(): number {
    return readTombstones(this.#db, 'event', '').reduce((sum, { from, to }) => sum + to - from + 1, 0);
  }

  /** Whether an uplink has acknowledged a row. */
  isDelivered(uplink: string, stream: Stream, seq: number): boolean {
    return includes(readDelivered(this.#db, uplink, stream).intervals as Intervals, seq);
  }

  birth(hash: string): Uint8Array | null {
    return readBirth(this.#db, hash);
  }

  close(): void {
    this.#db.close();
  }

  #seqs(sql: string, ...given: (number | string)[]): readonly number[] {
    return this.#db
      .prepare(sql)
      .all(...given)
      .map(({ seq }) => Number(seq));
  }
}
