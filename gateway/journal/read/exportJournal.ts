import { ok, type Problem, type Result } from '../../core/result.ts';
import { type Channel, decodeBirth, decodeEvent, decodeParts, STREAMS } from '../../telemetry/index.ts';
import { type JournalFileReader, openJournalReader } from './reader.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * Every row of a journal as one line of JSON: `{ stream, epoch, seq, boot, birth, … }` with its decoded `event` or
 * `parts`; births (`{ birth: hash, document }`) stand before the first row that names them; what is gone or damaged is
 * `{ stream, epoch, tombstone: [from, to], reason }`. Reads as it goes: take the lines to the end, or the file stays open.
 */
export function exportJournal(file: string): Result<Generator<string>, Problem> {
  const opened = openJournalReader(file);
  return opened.ok ? ok(lines(opened.value)) : opened;
}

function* lines(reader: JournalFileReader): Generator<string> {
  const { epoch } = reader.identity();
  const births = new Map<string, readonly Channel[]>();
  try {
    for (const row of all((from) => reader.events(from, CHUNK_BYTES))) {
      yield* introduce(reader, row.birth, births);
      const { seq, at, birth } = row;
      const event = decoded('event', decodeEvent(row.body));
      yield line({ stream: 'event', epoch, seq, boot: at.boot, birth, ...event });
    }
    for (const row of all((from) => reader.telemetry(from, CHUNK_BYTES))) {
      yield* introduce(reader, row.birth, births);
      const { seq, boot, birth, sealed, evidence } = row;
      const parts = decoded('parts', decodeParts(row.body, births.get(birth) ?? []));
      yield line({ stream: 'telemetry', epoch, seq, boot, birth, sealed, evidence, ...parts });
    }
    for (const stream of STREAMS)
      for (const { from, to, reason } of reader.tombstones(stream, ''))
        yield line({ stream, epoch, tombstone: [from, to], reason });
  } finally {
    reader.close();
  }
}

/** All rows, a chunk at a time: no statement is open while the caller thinks. */
function* all<T extends { readonly seq: number }>(read: (from: number) => readonly T[]): Generator<T> {
  for (let from = 1; ; ) {
    const rows = read(from);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    from = last.seq + 1;
  }
}

function* introduce(
  reader: JournalFileReader,
  hash: string,
  births: Map<string, readonly Channel[]>,
): Generator<string> {
  if (births.has(hash)) return;
  const body = reader.birth(hash);
  const birth = body === null ? null : decodeBirth(body);
  births.set(hash, birth?.ok ? birth.value.channels : []);
  if (birth === null) yield line({ birth: hash, problem: 'the birth document is missing or damaged' });
  else yield line({ birth: hash, ...decoded('document', birth) });
}

function decoded<T>(name: string, result: Result<T, Problem>): Record<string, unknown> {
  return result.ok ? { [name]: result.value } : { problem: result.error.what };
}

function line(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value);
}
