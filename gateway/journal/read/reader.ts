import type { DatabaseSync } from 'node:sqlite';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { addInterval, type Intervals, subtract } from '../../telemetry/sdk/intervals.ts';
import type { Stream, StreamHead } from '../../telemetry/wire/model.ts';
import { sliceParts } from '../../telemetry/wire/parts.ts';
import { currentBirthReading, readBirth, readEarlierBirths } from '../file/births.ts';
import { type FileIdentity, identityOf } from '../file/database.ts';
import { readDelivered } from '../file/deliveries.ts';
import { readDeliveredOfEpoch } from '../file/foreignDeliveries.ts';
import { headSeq, readHead } from '../file/heads.ts';
import type { Identity } from '../file/identity.ts';
import { openForReading } from '../file/openForReading.ts';
import { readEventRows, readTelemetryRows } from '../file/rowReading.ts';
import { schemaVersion } from '../file/schema.ts';
import { type RowsSource, soundRows } from '../file/soundRows.ts';
import { readTombstones } from '../file/tombstones.ts';
import type { DeliveredSet, EventRow, JournalReader, TelemetryRow, Tombstone } from '../types.ts';

/** Since this version a journal keeps what uplinks have of other epochs. */
const ELSEWHERE_SCHEMA = 2;

/** A reader that also tells when it has been left behind. */
export interface JournalFileReader extends JournalReader {
  /**
   * False once another file, or none, stands at the path, or guard has begun to write one that was at rest: close this
   * reader and open it again.
   */
  current(): boolean;
  /**
   * Shows nothing beyond these heads from now on, null: everything there is. While the disk is in trouble rows may be found
   * there of which guard will say that they are to be had under other keys.
   */
  hold(heads: Readonly<Record<Stream, StreamHead>> | null): void;
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
  /** A file that was set aside by a younger program may not have the tables yet. */
  readonly #knowsOthers: boolean;
  #held: Readonly<Record<Stream, StreamHead>> | null = null;
  readonly #currentBirth: () => string | null;
  /** Sequences looked at where no sound row was. */
  readonly #unseen: Record<Stream, Intervals> = { event: [], telemetry: [] };

  constructor(db: DatabaseSync, file: string, identity: Identity) {
    this.#db = db;
    this.#file = file;
    this.#identity = identity;
    this.#opened = identityOf(file);
    this.#knowsOthers = schemaVersion(db) >= ELSEWHERE_SCHEMA;
    this.#currentBirth = currentBirthReading(db);
  }

  identity(): { readonly epoch: string; readonly gateway: string } {
    return { epoch: this.#identity.epoch, gateway: this.#identity.gateway };
  }

  current(): boolean {
    const now = identityOf(this.#file);
    const wakened = this.#opened.wal === '' && now.wal !== ''; // it was read as a file at rest
    return now.database === this.#opened.database && !wakened;
  }

  heads(): Readonly<Record<Stream, StreamHead>> {
    const heads = { event: readHead(this.#db, 'event'), telemetry: readHead(this.#db, 'telemetry') };
    const held = this.#held;
    if (held === null) return heads;
    return { event: earlier(heads.event, held.event), telemetry: earlier(heads.telemetry, held.telemetry) };
  }

  hold(heads: Readonly<Record<Stream, StreamHead>> | null): void {
    this.#held = heads;
  }

  events(from: number, limitBytes: number): readonly EventRow[] {
    const rows = this.#collect('event', from, limitBytes, readEventRows);
    const held = this.#held?.event;
    return held === undefined ? rows : rows.filter(({ seq }) => seq <= held.seq);
  }

  telemetry(from: number, limitBytes: number): readonly TelemetryRow[] {
    const rows = this.#collect('telemetry', from, limitBytes, readTelemetryRows);
    const held = this.#held?.telemetry;
    if (held === undefined) return rows;
    return rows.flatMap((row) => {
      if (row.seq < held.seq || (row.seq === held.seq && row.parts <= held.parts)) return [row];
      if (row.seq > held.seq || held.parts === 0) return [];
      return [{ ...row, parts: held.parts, sealed: false, body: sliceParts(row.body, 1, held.parts) }];
    });
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
    return this.#currentBirth();
  }

  earlierBirths(): readonly string[] {
    return readEarlierBirths(this.#db);
  }

  delivered(uplink: string, stream: Stream): DeliveredSet {
    return readDelivered(this.#db, uplink, stream);
  }

  deliveredOfEpoch(uplink: string, epoch: string, stream: Stream): Intervals {
    return this.#knowsOthers ? readDeliveredOfEpoch(this.#db, uplink, epoch, stream) : [];
  }

  close(): void {
    this.#db.close();
  }

  #collect<T extends { readonly seq: number; readonly body: Uint8Array }>(
    stream: Stream,
    from: number,
    limitBytes: number,
    read: RowsSource<T>['read'],
  ): readonly T[] {
    const source = { db: this.#db, file: this.#file, head: () => headSeq(this.#db, stream), read };
    return soundRows(source, from, limitBytes, (low, high) => {
      this.#unseen[stream] = addInterval(this.#unseen[stream], low, high);
    });
  }
}

function earlier(a: StreamHead, b: StreamHead): StreamHead {
  return a.seq < b.seq || (a.seq === b.seq && a.parts < b.parts) ? a : b;
}
