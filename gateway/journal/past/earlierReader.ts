import type { DatabaseSync } from 'node:sqlite';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { addInterval, type Intervals, subtract } from '../../telemetry/sdk/intervals.ts';
import { birthHash, decodeBirth, encodeBirth } from '../../telemetry/wire/birth.ts';
import type { Stream, StreamHead } from '../../telemetry/wire/model.ts';
import { adoptedRowsOf } from '../file/adoptedRows.ts';
import { readBirth } from '../file/births.ts';
import { readDelivered } from '../file/deliveries.ts';
import { readDeliveredOfEpoch } from '../file/foreignDeliveries.ts';
import { openForReading } from '../file/openForReading.ts';
import { unlessDamaged } from '../file/readOrDamaged.ts';
import { type RowsRead, readEventRows, readTelemetryRows } from '../file/rowReading.ts';
import { soundRows } from '../file/soundRows.ts';
import { readTombstones } from '../file/tombstones.ts';
import type { DeliveredSet, EventRow, JournalReader, TelemetryRow, Tombstone } from '../types.ts';
import type { EarlierJournal } from './earlierJournals.ts';

/** What is asked of the journal in use: what uplinks have of this one since, and its newest birth. */
export type Successor = Pick<JournalReader, 'birth' | 'currentBirth' | 'deliveredOfEpoch'>;

type Reading<T> = (db: DatabaseSync, from: number, limit: number) => RowsRead<T>;
/** A file that holds rows; `own` false: only events that were taken in under this epoch, and births. */
type Source = {
  readonly db: DatabaseSync;
  readonly file: string;
  readonly own: boolean;
  readonly events: Reading<EventRow>;
};

/**
 * Reads a journal that is over, from whatever files there are of it, as one that is whole: every number up to the head is a
 * row or under a tombstone, and every row has ended. `successor` is asked anew each time. Problems: those of `openForReading`.
 */
export function openEarlierReader(
  earlier: EarlierJournal,
  successor: () => Successor | null,
): Result<JournalReader, Problem> {
  const sources: Source[] = [];
  const adopted = adoptedRowsOf(earlier.epoch);
  for (const [file, own] of [
    ...earlier.files.map((one) => [one, true] as const),
    ...earlier.adoptedIn.map((one) => [one, false] as const),
  ]) {
    const opened = openForReading(file);
    if (opened.ok) {
      const { db } = opened.value;
      sources.push({ db, file, own, events: own ? readEventRows : adopted });
    } else {
      for (const { db } of sources) db.close();
      return opened;
    }
  }
  return ok(new EarlierReader(earlier, sources, successor));
}

class EarlierReader implements JournalReader {
  readonly #earlier: EarlierJournal;
  readonly #sources: readonly Source[];
  readonly #successor: () => Successor | null;
  /** Sequences looked at where no file has a sound row. */
  readonly #unseen: Record<Stream, Intervals> = { event: [], telemetry: [] };
  readonly #births = new Map<string, Uint8Array | null>();

  constructor(earlier: EarlierJournal, sources: readonly Source[], successor: () => Successor | null) {
    this.#earlier = earlier;
    this.#sources = sources;
    this.#successor = successor;
  }

  get #own(): readonly Source[] {
    return this.#sources.filter(({ own }) => own);
  }

  identity(): { readonly epoch: string; readonly gateway: string } {
    return { epoch: this.#earlier.epoch, gateway: this.#earlier.gateway };
  }

  heads(): Readonly<Record<Stream, StreamHead>> {
    const { event, telemetry } = this.#earlier.heads;
    return {
      event: { seq: event, parts: Math.min(event, 1) },
      telemetry: { seq: telemetry, parts: 0 },
    };
  }

  events(from: number, limitBytes: number): readonly EventRow[] {
    return this.#collect('event', from, limitBytes, this.#sources, ({ events }) => events);
  }

  /** Rows whose birth is lost as well cannot be read by anyone: they count as damaged. */
  telemetry(from: number, limitBytes: number): readonly TelemetryRow[] {
    const legible = (db: DatabaseSync, at: number, limit: number): RowsRead<TelemetryRow> => {
      const chunk = readTelemetryRows(db, at, limit);
      const rows = chunk.rows.filter(({ birth }) => this.birth(birth) !== null);
      return { ...chunk, rows: rows.map((row) => ({ ...row, sealed: true })) };
    };
    return this.#collect('telemetry', from, limitBytes, this.#own, () => legible);
  }

  tombstones(stream: Stream, uplink: string): readonly Tombstone[] {
    const has = uplink === '' ? [] : this.delivered(uplink, stream).intervals;
    const stones: Tombstone[] = [];
    let written: Intervals = [];
    for (const { db, file } of this.#own)
      for (const { from, to, reason } of unlessDamaged(file, () => readTombstones(db, stream, uplink), [])) {
        for (const [low, high] of subtract(subtract([[from, to]], written), has))
          stones.push({ stream, uplink, from: low, to: high, reason });
        written = addInterval(written, from, to);
      }
    for (const [from, to] of subtract(subtract(this.#unseen[stream], written), has))
      stones.push({ stream, uplink, from, to, reason: 'damaged' });
    return stones.sort((a, b) => a.from - b.from);
  }

  /**
   * From the files; or else, since a birth is its content, the successor's newest with the names of this journal in it, if
   * that is what the hash stands for: the site is seldom another one after a damage.
   */
  birth(hash: string): Uint8Array | null {
    const known = this.#births.get(hash);
    if (known !== undefined) return known;
    const read = this.#sources.map(({ db, file }) => unlessDamaged(file, () => readBirth(db, hash), null));
    const body = read.find((one) => one !== null) ?? this.#restored(hash);
    this.#births.set(hash, body);
    return body;
  }

  currentBirth(): string | null {
    return null;
  }

  earlierBirths(): readonly string[] {
    return [...this.#births.keys()];
  }

  delivered(uplink: string, stream: Stream): DeliveredSet {
    const { epoch } = this.#earlier;
    let intervals: Intervals = this.#successor()?.deliveredOfEpoch(uplink, epoch, stream) ?? [];
    const partial = new Map<number, number>();
    for (const { db, file } of this.#own) {
      const set = unlessDamaged(file, () => readDelivered(db, uplink, stream), { intervals: [], partial });
      for (const [from, to] of set.intervals) intervals = addInterval(intervals, from, to);
      for (const [seq, parts] of set.partial) partial.set(seq, Math.max(parts, partial.get(seq) ?? 0));
    }
    return { intervals, partial };
  }

  deliveredOfEpoch(uplink: string, epoch: string, stream: Stream): Intervals {
    let set = this.#successor()?.deliveredOfEpoch(uplink, epoch, stream) ?? [];
    for (const { db, file } of this.#sources)
      for (const [from, to] of unlessDamaged(file, () => readDeliveredOfEpoch(db, uplink, epoch, stream), []))
        set = addInterval(set, from, to);
    return set;
  }

  close(): void {
    for (const { db } of this.#sources) db.close();
  }

  #restored(hash: string): Uint8Array | null {
    const newest = this.#successor()?.currentBirth() ?? null;
    const body = newest === null ? null : (this.#successor()?.birth(newest) ?? null);
    const birth = body === null ? null : decodeBirth(body);
    if (birth?.ok !== true) return null;
    const { epoch, previous } = this.#earlier;
    const restored = encodeBirth({ ...birth.value, epoch, previous });
    return birthHash(restored) === hash ? restored : null;
  }

  #collect<T extends { readonly seq: number; readonly body: Uint8Array }>(
    stream: Stream,
    start: number,
    limitBytes: number,
    sources: readonly Source[],
    readOf: (source: Source) => Reading<T>,
  ): readonly T[] {
    const head = this.#earlier.heads[stream];
    const hole = this.#unseen[stream].find(([low, high]) => low <= start && start <= high);
    const from = hole === undefined ? start : hole[1] + 1;
    if (from > head) return [];
    const found = sources.map((source) => {
      const { db, file } = source;
      return soundRows({ db, file, head: () => head, read: readOf(source) }, from, limitBytes, () => {});
    });
    // so far as every file has been read that has something left
    const end = Math.min(head, ...found.flatMap((rows) => rows.at(-1)?.seq ?? []));
    const bySeq = new Map(found.flat().map((row) => [row.seq, row]));
    const rows = [...bySeq.values()].filter(({ seq }) => seq <= end).sort((a, b) => a.seq - b.seq);
    let next = from;
    for (const { seq } of [...rows, { seq: rows.length === 0 ? head + 1 : end + 1 }]) {
      if (seq > next) this.#unseen[stream] = addInterval(this.#unseen[stream], next, seq - 1);
      next = seq + 1;
    }
    return rows;
  }
}
