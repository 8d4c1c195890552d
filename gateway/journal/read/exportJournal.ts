import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ok, type Problem, type Result } from '../../core/result.ts';
import { type Channel, decodeBirth, decodeEvent, decodeParts, STREAMS } from '../../telemetry/index.ts';
import { openForReading } from '../file/openForReading.ts';
import { findEarlierJournals } from '../past/earlierJournals.ts';
import { openEarlierReader } from '../past/earlierReader.ts';
import { journalsBeside } from '../past/quarantine.ts';
import type { JournalReader } from '../types.ts';
import { openJournalReader } from './reader.ts';

const CHUNK_BYTES = 256 * 1024;

export type ExportOptions = {
  /** The journals that are over beside it as well: set aside, copies of spare ones, those of another name. */
  readonly beside?: boolean;
  /** A spare journal in memory. */
  readonly spare?: string;
};

/** The lines, and what is not in them. */
export type Export = { readonly lines: Generator<string>; readonly without: readonly Problem[] };

/**
 * Every row of a journal as one line of JSON: `{ stream, epoch, seq, boot, birth, … }` with its decoded `event` or
 * `parts`; births (`{ birth: hash, document }`) stand before the first row that names them; what is gone or damaged is
 * `{ stream, epoch, tombstone: [from, to], reason }`. Events that an older program took in under another epoch are among them.
 * Reads as it goes: take the lines to the end, or files stay open.
 */
export function exportJournal(file: string, options: ExportOptions = {}): Result<Export, Problem> {
  const opened = openForReading(file);
  if (!opened.ok) return opened;
  const { lacks, db } = opened.value;
  db.close();
  const earlier = findEarlierJournals(file);
  if (!earlier.ok) return earlier;
  const wanted = earlier.value.filter(
    ({ files, adoptedIn }) => adoptedIn.includes(file) || (options.beside === true && files.length > 0),
  );
  const besides = journalsBeside(file).map((name) => join(dirname(file), name));
  const unreadable = options.beside === true ? besides.flatMap(unreadableOf) : [];
  const spare = options.spare !== undefined && existsSync(options.spare) ? [options.spare] : [];
  const readers = [
    ...[file, ...spare].map((path) => () => openJournalReader(path)),
    ...wanted.map((one) => () => openEarlierReader(one, () => null)),
  ];
  const notAsked = options.beside === true || besides.length === 0 ? [] : [leftOut(file, besides)];
  const without = [...(lacks === null ? [] : [lacks]), ...unreadable, ...notAsked];
  return ok({ lines: linesOf(readers), without });
}

function* linesOf(readers: readonly (() => Result<JournalReader, Problem>)[]): Generator<string> {
  for (const open of readers) {
    const reader = open();
    if (reader.ok) yield* lines(reader.value);
    else yield line({ problem: reader.error.what, file: reader.error.where });
  }
}

function unreadableOf(file: string): readonly Problem[] {
  const opened = openForReading(file);
  if (!opened.ok) return [opened.error];
  opened.value.db.close();
  return opened.value.lacks === null ? [] : [opened.value.lacks];
}

function leftOut(file: string, besides: readonly string[]): Problem {
  return {
    code: 'journal.others-beside',
    what: `${besides.length} other journals lie beside it, of which nothing is exported here`,
    where: besides.join(', '),
    hint: `name the folder to have all: lifeline journal export ${dirname(file)}`,
    said: { key: 'journal.others-beside', named: { count: String(besides.length), folder: dirname(file) } },
  };
}

function* lines(reader: JournalReader): Generator<string> {
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
  reader: JournalReader,
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
