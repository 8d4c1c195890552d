import { ok, type Problem, type Result } from '../../core/result.ts';
import { type Channel, decodeBirth, decodeEvent, decodeParts } from '../../telemetry/index.ts';
import { addInterval, type Intervals, intervalsOf } from '../../telemetry/sdk/intervals.ts';
import { STREAMS, type Stream } from '../../telemetry/wire/model.ts';
import { openForReading } from '../file/openForReading.ts';
import { type JournalFileReader, openJournalReader } from './reader.ts';

/** What was found in a journal file. `sound`: nothing below is wrong (tombstones are no fault). */
export type JournalCheck = {
  readonly file: string;
  readonly gateway: string;
  readonly epoch: string;
  readonly sound: boolean;
  readonly pages: readonly string[]; // what SQLite says of the file's structure; empty when it is in order
  readonly streams: Readonly<Record<Stream, StreamCheck>>;
  readonly missingBirths: readonly string[];
  /** What of it is not here: see `OpenForReading`. */
  readonly lacks: Problem | null;
};
export type StreamCheck = {
  readonly head: number;
  readonly rows: number;
  readonly gone: Intervals; // under a tombstone
  readonly damaged: Intervals; // neither a row whose checksum holds nor a tombstone
  readonly undecodable: Intervals; // the checksum holds and yet the body does not decode: a fault of the program
};

const CHUNK_BYTES = 256 * 1024;

/** Reads and decodes every row of a journal; safe beside a running guard. */
export function checkJournal(file: string): Result<JournalCheck, Problem> {
  const pages = structure(file);
  if (!pages.ok) return pages;
  const opened = openJournalReader(file);
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const births = new Map<string, readonly Channel[] | null>();
    const event = checkStream(reader, 'event', births);
    const telemetry = checkStream(reader, 'telemetry', births);
    const missingBirths = [...births].filter(([, channels]) => channels === null).map(([hash]) => hash);
    const { faults, lacks } = pages.value;
    const complete = faults.length + missingBirths.length === 0 && lacks === null;
    const sound = complete && intact(event) && intact(telemetry);
    const streams = { event, telemetry };
    return ok({ file, ...reader.identity(), sound, pages: faults, streams, missingBirths, lacks });
  } finally {
    reader.close();
  }
}

/** The streams of a check in their order, for those who print it. */
export function checkedStreams(check: JournalCheck): readonly (readonly [Stream, StreamCheck])[] {
  return STREAMS.map((stream) => [stream, check.streams[stream]] as const);
}

function intact(stream: StreamCheck): boolean {
  return stream.damaged.length + stream.undecodable.length === 0;
}

function structure(
  file: string,
): Result<{ readonly faults: readonly string[]; readonly lacks: Problem | null }, Problem> {
  const opened = openForReading(file);
  if (!opened.ok) return opened;
  const { db, lacks } = opened.value;
  try {
    const found = db.prepare('PRAGMA quick_check(20)').all();
    const faults = found.map((row) => String(row.quick_check)).filter((text) => text !== 'ok');
    return ok({ faults, lacks });
  } finally {
    db.close();
  }
}

function checkStream(
  reader: JournalFileReader,
  stream: Stream,
  births: Map<string, readonly Channel[] | null>,
): StreamCheck {
  const head = reader.heads()[stream].seq;
  const undecodable: number[] = [];
  let rows = 0;
  for (let from = 1; ; ) {
    const chunk = reader[stream === 'event' ? 'events' : 'telemetry'](from, CHUNK_BYTES);
    const last = chunk.at(-1);
    if (last === undefined) break;
    for (const { seq, birth, body } of chunk) {
      const channels = channelsOf(reader, birth, births);
      const good = stream === 'event' ? decodeEvent(body).ok : decodeParts(body, channels ?? []).ok;
      if (!good && channels !== null) undecodable.push(seq);
      rows++;
    }
    from = last.seq + 1;
  }
  const stones = reader.tombstones(stream, '');
  const under = (damaged: boolean) =>
    stones
      .filter(({ reason }) => (reason === 'damaged') === damaged)
      .reduce<Intervals>((set, { from, to }) => addInterval(set, from, to), []);
  return { head, rows, gone: under(false), damaged: under(true), undecodable: intervalsOf(undecodable) };
}

function channelsOf(
  reader: JournalFileReader,
  hash: string,
  births: Map<string, readonly Channel[] | null>,
): readonly Channel[] | null {
  const known = births.get(hash);
  if (known !== undefined) return known;
  const body = reader.birth(hash);
  const birth = body === null ? null : decodeBirth(body);
  const channels = birth?.ok ? birth.value.channels : null;
  births.set(hash, channels);
  return channels;
}
