import type { DatabaseSync } from 'node:sqlite';
import { ok, type Problem, type Result } from '../core/result.ts';
import type { Head, Stream } from '../telemetry/model.ts';
import { readBirth, readCurrentBirth } from './births.ts';
import { type FileIdentity, identityOf } from './database.ts';
import { readDelivered } from './deliveries.ts';
import { failureOf } from './failure.ts';
import { readHead } from './heads.ts';
import type { Identity } from './identity.ts';
import { addInterval, type Intervals, intervalsOf, subtract } from './intervals.ts';
import { openForReading } from './openForReading.ts';
import { type RowsRead, readEventRows, readTelemetryRows } from './rowReading.ts';
import { readTombstones } from './tombstones.ts';
import type { DeliveredSet, EventRow, JournalReader, TelemetryRow, Tombstone } from './types.ts';

/** Rows looked at in one statement. Every statement is read to its end at once, so that none pins the WAL. */
const CHUNK_ROWS = 64;

/** A reader that also tells when it has been left behind. */
export interface JournalFileReader extends JournalReader {
  /**
   * False once another file, or none, stands at the path, or guard has begun to write one that was at rest: close this
   * reader and open it again.
   */
  current(): boolean;
}

/**
 * Opens a journal beside its writer, or one that was left or set aside; nothing is written. Problems: those of
 * `openForReading`. Once open its methods throw what the disk answers; a damaged page only hides its rows.
 */
export function openJournalReader(file: string): Result<JournalFileReader, Problem> {
  const opened = openForReading(file);
  if (!opened.ok) return opened;
  return ok(new Reader(opened.value.db, file, opened.value.identity));
}

class Reader implements JournalFileReader {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #identity: Identity;
  readonly #opened: FileIdentity;
  /** Sequences looked at where no sound row was. */
  readonly #unseen: Record<Stream, Intervals> = { event: [], telemetry: [] };

  constructor(db: DatabaseSync, file: string, identity: Identity) {
    this.#db = db;
    this.#file = file;
    this.#identity = identity;
    this.#opened = identityOf(file);
  }

  identity(): { readonly epoch: string; readonly gateway: string } {
    return { epoch: this.#identity.epoch, gateway: this.#identity.gateway };
  }

  current(): boolean {
    const now = identityOf(this.#file);
    const wakened = this.#opened.wal === '' && now.wal !== ''; // it was read as a file at rest
    return now.database === this.#opened.database && !wakened;
  }

  heads(): Readonly<Record<Stream, Head>> {
    return { event: readHead(this.#db, 'event'), telemetry: readHead(this.#db, 'telemetry') };
  }

  events(from: number, limitBytes: number): readonly EventRow[] {
    return this.#collect('event', from, limitBytes, readEventRows);
  }

  telemetry(from: number, limitBytes: number): readonly TelemetryRow[] {
    return this.#collect('telemetry', from, limitBytes, readTelemetryRows);
  }

  /**
   * What this uplink does not have and will never get: rows that were evicted or filtered, and rows that this reader
   * has so far found damaged, or not found at all.
   */
  tombstones(stream: Stream, uplink: string): readonly Tombstone[] {
    const has = readDelivered(this.#db, uplink, stream).intervals;
    const stones: Tombstone[] = [];
    let written: Intervals = [];
    for (const { from, to, reason } of readTombstones(this.#db, stream, uplink)) {
      written = addInterval(written, from, to);
      for (const [first, last] of subtract([[from, to]], has))
        stones.push({ stream, uplink, from: first, to: last, reason });
    }
    for (const [from, to] of subtract(subtract(this.#unseen[stream], written), has))
      stones.push({ stream, uplink, from, to, reason: 'damaged' });
    return stones.sort((a, b) => a.from - b.from);
  }

  birth(hash: string): Uint8Array | null {
    return readBirth(this.#db, hash);
  }

  currentBirth(): string | null {
    return readCurrentBirth(this.#db);
  }

  delivered(uplink: string, stream: Stream): DeliveredSet {
    return readDelivered(this.#db, uplink, stream);
  }

  close(): void {
    this.#db.close();
  }

  #collect<T extends { readonly seq: number; readonly body: Uint8Array }>(
    stream: Stream,
    from: number,
    limitBytes: number,
    read: (db: DatabaseSync, from: number, limit: number) => RowsRead<T>,
  ): readonly T[] {
    const found: T[] = [];
    let bytes = 0;
    for (let next = from; ; ) {
      const { rows, last } = this.#chunk(stream, next, read);
      const seen = intervalsOf(rows.map(({ seq }) => seq));
      for (const [low, high] of subtract([[next, last]], seen))
        this.#unseen[stream] = addInterval(this.#unseen[stream], low, high);
      for (const row of rows) {
        if (found.length > 0 && bytes + row.body.length > limitBytes) return found;
        found.push(row);
        bytes += row.body.length;
      }
      if (last === 0 || bytes >= limitBytes) return found;
      next = last + 1;
    }
  }

  /** A page that SQLite cannot read hides the rows on it, never those on other pages: they are then asked for one by one. */
  #chunk<T>(
    stream: Stream,
    from: number,
    read: (db: DatabaseSync, from: number, limit: number) => RowsRead<T>,
  ): RowsRead<T> {
    try {
      const chunk = read(this.#db, from, CHUNK_ROWS);
      if (chunk.rising) return chunk;
    } catch (error) {
      if (failureOf(error, this.#file)?.act !== 'set aside') throw error;
    }
    return this.#oneByOne(stream, from, read);
  }

  #oneByOne<T>(
    stream: Stream,
    from: number,
    read: (db: DatabaseSync, from: number, limit: number) => RowsRead<T>,
  ): RowsRead<T> {
    const rows: T[] = [];
    const last = Math.min(from + CHUNK_ROWS - 1, this.heads()[stream].seq);
    for (let seq = from; seq <= last; seq++) {
      try {
        const one = read(this.#db, seq, 1);
        if (one.last === seq) rows.push(...one.rows);
      } catch (error) {
        if (failureOf(error, this.#file)?.act !== 'set aside') throw error;
      }
    }
    return { rows, last: last < from ? 0 : last, rising: true };
  }
}
