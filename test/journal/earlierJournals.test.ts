import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { closeDatabase } from '../../gateway/journal/file/database.ts';
import { findEarlierJournals } from '../../gateway/journal/past/earlierJournals.ts';
import { openEarlierReader } from '../../gateway/journal/past/earlierReader.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import type { JournalReader } from '../../gateway/journal/types.ts';
import { decodeBirth } from '../../gateway/telemetry/index.ts';
import { STREAMS } from '../../gateway/telemetry/wire/model.ts';
import { adopt, note, openSession, openStore, part, reading, temporaryFolder } from './samples.ts';

const PAGE = 4096;
const EVENTS = 3_000;
const ROWS = 1_000;

/** A closed journal with thousands of rows of each stream; the first few are delivered to `city`. */
function written() {
  const file = join(temporaryFolder(), 'journal.db');
  const { db, store, events } = openStore(file, { segmentParts: 1 });
  events(...Array.from({ length: EVENTS }, (_, n) => note(`event ${n + 1} ${'x'.repeat(90)}`)));
  store.write(
    Array.from({ length: ROWS }, (_, n) => ({ kind: 'part' as const, part: part(n + 1), evidence: null })),
  );
  const { epoch } = store.identity;
  const common = { uplink: 'city', epoch, from: 1, to: 40, parts: null };
  store.write([{ kind: 'delivered', deliveries: STREAMS.map((stream) => ({ ...common, stream })) }]);
  closeDatabase(db, file);
  const sound = reading(file, (reader) => rowsOf(reader));
  return { file, epoch, sound };
}

type Damage = (bytes: Buffer) => void;

/** Fills the pages on which one of `words` stands. */
function pagesWith(...words: readonly string[]): Damage {
  return (bytes) => {
    for (const word of words) {
      const page = Math.floor(bytes.indexOf(word) / PAGE);
      expect(page).toBeGreaterThan(0);
      bytes.fill(0xa5, page * PAGE, (page + 1) * PAGE);
    }
  };
}

/** Fills every nth page but the first, which is the map to all others. */
function everyPage(nth: number): Damage {
  return (bytes) => {
    for (let page = nth; page < bytes.length / PAGE; page += nth)
      bytes.fill(0xa5, page * PAGE, (page + 1) * PAGE);
  };
}

function damage(file: string, how: Damage): void {
  const bytes = readFileSync(file);
  how(bytes);
  writeFileSync(file, bytes);
}

/** Starts a journal on what is there, and reads what is left of those before it. */
function startOn(file: string) {
  const { session } = openSession(file, { segmentParts: 1 });
  const { failure, notices } = session.check();
  expect(failure).toBeNull();
  const found = findEarlierJournals(file);
  if (!found.ok) throw new Error(found.error.what);
  const now = openJournalReader(file);
  if (!now.ok) throw new Error(now.error.what);
  const readers = found.value.map((earlier) => {
    const opened = openEarlierReader(earlier, () => now.value);
    if (!opened.ok) throw new Error(opened.error.what);
    return opened.value;
  });
  return { session, notices, earlier: found.value, readers };
}

function rowsOf(reader: JournalReader) {
  const body = (row: { readonly seq: number; readonly body: Uint8Array }) =>
    [row.seq, Buffer.from(row.body).toString('base64')] as const;
  return {
    event: new Map(reader.events(1, 1e9).map(body)),
    telemetry: new Map(reader.telemetry(1, 1e9).map(body)),
  };
}

/** Numbers of a stream that are neither a row nor told to be gone nor delivered, and the number of rows. */
function accountOf(reader: JournalReader, sound: ReturnType<typeof rowsOf>) {
  const rows = rowsOf(reader);
  return STREAMS.map((stream) => {
    const stones = reader.tombstones(stream, 'city');
    const head = reader.heads()[stream].seq;
    const unexplained: number[] = [];
    for (let seq = 41; seq <= head; seq++)
      if (!rows[stream].has(seq) && !stones.some(({ from, to }) => from <= seq && seq <= to))
        unexplained.push(seq);
    const wrong = [...rows[stream]].filter(([seq, body]) => sound[stream].get(seq) !== body);
    const both = stones.filter(({ from, to }) => [...rows[stream].keys()].some((n) => from <= n && n <= to));
    return { stream, head, rows: rows[stream].size, unexplained, wrong, both };
  });
}

const nothingWrong = { unexplained: [], wrong: [], both: [] };

describe('a journal that was set aside because it is damaged', () => {
  it('is read around the damage: every row that can be read, and of each other that it is gone', () => {
    const { file, epoch, sound } = written();
    damage(file, pagesWith('event 1500 ', 'event 2000 '));
    const { notices, earlier, readers } = startOn(file);
    expect(notices).toMatchObject([{ code: 'journal.set-aside' }]);
    expect(earlier).toMatchObject([{ epoch, heads: { event: EVENTS, telemetry: ROWS } }]);
    const [event, telemetry] = accountOf(readers[0] as JournalReader, sound);
    expect(event).toMatchObject({ head: EVENTS, ...nothingWrong });
    expect(event?.rows).toBeLessThan(EVENTS);
    expect(event?.rows).toBeGreaterThan(EVENTS - 80); // two pages of some thirty
    expect(telemetry).toMatchObject({ head: ROWS, rows: ROWS, ...nothingWrong });
    expect(readers[0]?.delivered('city', 'event').intervals).toEqual([[1, 40]]);
  });

  it('is accounted for to the last number however many pages are gone', () => {
    const { file, sound } = written();
    const bytes = readFileSync(file);
    for (const nth of [2, 3, 7, 13]) {
      writeFileSync(file, bytes);
      damage(file, everyPage(nth));
      const { session, earlier, readers } = startOn(file);
      session.close();
      for (const reader of readers) {
        for (const account of accountOf(reader, sound))
          expect([nth, account]).toMatchObject([nth, nothingWrong]);
        reader.close();
      }
      for (const path of [file, ...earlier.flatMap(({ files }) => files)]) rmSync(path, { force: true });
    }
  });

  it('is accounted for although its births are lost, without which no row can be proved', () => {
    const { file, sound } = written();
    damage(file, pagesWith('ya-k300-s'));
    const { readers } = startOn(file);
    expect(accountOf(readers[0] as JournalReader, sound)).toMatchObject([
      { head: EVENTS, ...nothingWrong },
      { head: ROWS, ...nothingWrong },
    ]);
  });

  it('is named by its births when it does not name itself any more', () => {
    const { file, epoch, sound } = written();
    damage(file, pagesWith('identityCrc'));
    const { earlier, readers } = startOn(file);
    expect(earlier).toMatchObject([{ epoch, heads: { event: EVENTS, telemetry: ROWS } }]);
    expect(accountOf(readers[0] as JournalReader, sound)).toMatchObject([{ rows: EVENTS }, { rows: ROWS }]);
  });

  it('is joined with a copy of itself: what is gone in one may be there in the other', () => {
    const { file, epoch, sound } = written();
    copyFileSync(file, join(dirname(file), 'journal-copy.db'));
    damage(file, pagesWith('event 1500 '));
    damage(join(dirname(file), 'journal-copy.db'), pagesWith('event 200 ', 'event 2500 '));
    const { earlier, readers } = startOn(file);
    expect(earlier).toMatchObject([{ epoch, files: [{}, {}] }]);
    expect(accountOf(readers[0] as JournalReader, sound)).toMatchObject([
      { rows: EVENTS, ...nothingWrong },
      { rows: ROWS, ...nothingWrong },
    ]);
  });
});

describe('a journal that is over', () => {
  it('and deleted is known by name to all that come after it', () => {
    const { file, epoch } = written();
    const { session } = openSession(file);
    session.check();
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix);
    session.write([{ kind: 'event', event: note('in the second') }]);
    const second = reading(file, (reader) => reader.identity().epoch);
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix);
    session.check();
    session.close();
    const { earlier, readers } = startOn(file);
    expect(earlier).toMatchObject([
      { epoch, heads: { event: EVENTS, telemetry: ROWS }, files: [] },
      { epoch: second, heads: { event: 1, telemetry: 0 }, files: [] },
    ]);
    const [first] = readers;
    expect(first?.events(1, 1e9)).toEqual([]);
    expect(first?.tombstones('event', 'city')).toMatchObject([{ from: 1, to: EVENTS, reason: 'damaged' }]);
  });

  it('and was written when the gateway had another name is carried on under that name', () => {
    const { file, epoch } = written();
    const { session } = openSession(file, { gateway: 'gw2' });
    session.check();
    expect(findEarlierJournals(file)).toMatchObject({
      value: [{ gateway: 'gw1', epoch, heads: { event: EVENTS, telemetry: ROWS } }],
    });
    // and no platform is told that it was a journal of this one
    const opened = openJournalReader(file);
    if (!opened.ok) throw new Error(opened.error.what);
    const now = decodeBirth(opened.value.birth(opened.value.currentBirth() ?? '') ?? new Uint8Array());
    expect(now).toMatchObject({ value: { previous: null } });
    opened.value.close();
  });
});

it('events that an older program took in under another epoch are a journal of their own, wherever the file is', () => {
  const file = join(temporaryFolder(), 'journal.db');
  const { session, insist } = openSession(file);
  insist('own');
  session.close();
  adopt(file, 'e0e0e0e0e0e0e0e0', ['told', null, 'told later']);
  const { readers, earlier } = startOn(file);
  expect(earlier).toMatchObject([{ epoch: 'e0e0e0e0e0e0e0e0', heads: { event: 3 }, files: [], spare: true }]);
  const [reader] = readers;
  expect(reader?.events(1, 1e6).map(({ seq }) => seq)).toEqual([1, 3]);
  expect(reader?.tombstones('event', 'city')).toMatchObject([{ from: 2, to: 2 }]);
});

it('a file beside it in which there is nothing does not hide the others', () => {
  const file = join(temporaryFolder(), 'journal.db');
  const { session, insist } = openSession(file);
  insist('own');
  const { epoch } = reading(file, (reader) => reader.identity());
  session.close();
  renameSync(file, file.replace('journal.db', `journal-${epoch}.db`));
  new DatabaseSync(file.replace('journal.db', `journal-${epoch}.2.db`)).exec('PRAGMA journal_mode = WAL');
  writeFileSync(file.replace('journal.db', 'journal-unknown.db'), '');
  expect(startOn(file).earlier).toMatchObject([{ epoch, heads: { event: 1 } }]);
});
