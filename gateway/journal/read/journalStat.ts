import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { type Intervals, subtract } from '../../telemetry/sdk/intervals.ts';
import { STREAMS, type Stream, type StreamHead } from '../../telemetry/wire/model.ts';
import { walBytes } from '../file/database.ts';
import { readDelivered } from '../file/deliveries.ts';
import { readHead } from '../file/heads.ts';
import type { Previous } from '../file/identity.ts';
import { openForReading } from '../file/openForReading.ts';
import { readTally, type Tally } from '../file/streamSize.ts';
import { type Gone, readTombstones } from '../file/tombstones.ts';
import { journalsBeside } from '../past/quarantine.ts';

/** What a journal file holds, seen from outside; figures are plain data for `--json`. */
export type JournalFigures = {
  readonly file: string;
  readonly gateway: string;
  readonly epoch: string;
  readonly previous: Previous | null;
  readonly fileBytes: number;
  readonly walBytes: number;
  readonly births: number;
  readonly streams: Readonly<Record<Stream, StreamFigures>>;
  /** Per uplink and stream: sequences up to the head that it has neither acknowledged nor was told to be gone. */
  readonly waiting: Readonly<Record<string, Readonly<Record<Stream, number>>>>;
  /** What of it is not here: see `OpenForReading`. */
  readonly lacks: Problem | null;
  /** Journals in the same folder that were set aside. */
  readonly setAside: readonly string[];
};
export type StreamFigures = Tally & { readonly head: StreamHead; readonly tombstones: readonly Gone[] };

/** Figures of a journal; safe beside a running guard. */
export function journalStat(file: string): Result<JournalFigures, Problem> {
  const opened = openForReading(file);
  if (!opened.ok) return opened;
  const { db, identity, lacks } = opened.value;
  try {
    const uplinks = db.prepare('SELECT id FROM uplink ORDER BY id').all();
    return ok({
      file,
      gateway: identity.gateway,
      epoch: identity.epoch,
      lacks,
      previous: identity.previous,
      fileBytes: statSync(file).size,
      walBytes: walBytes(file),
      births: Number(db.prepare('SELECT count(*) AS n FROM birth').get()?.n),
      streams: perStream((stream) => ({
        head: readHead(db, stream),
        ...readTally(db, stream),
        tombstones: readTombstones(db, stream, ''),
      })),
      waiting: Object.fromEntries(
        uplinks.map(({ id }) => [String(id), perStream((stream) => waiting(db, String(id), stream))]),
      ),
      setAside: journalsBeside(file),
    });
  } finally {
    db.close();
  }
}

function waiting(db: DatabaseSync, uplink: string, stream: Stream): number {
  const all: Intervals = [[1, readHead(db, stream).seq]];
  const left = subtract(all, readDelivered(db, uplink, stream).intervals);
  return left.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

function perStream<T>(of: (stream: Stream) => T): Record<Stream, T> {
  const [event, telemetry] = STREAMS;
  return { event: of(event), telemetry: of(telemetry) };
}
