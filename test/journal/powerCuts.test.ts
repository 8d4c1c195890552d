import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeDatabase, journalFile } from '../../gateway/journal/file/database.ts';
import { findEarlierJournals } from '../../gateway/journal/past/earlierJournals.ts';
import { openEarlierReader } from '../../gateway/journal/past/earlierReader.ts';
import { Session } from '../../gateway/journal/write/session.ts';
import { soak } from '../harness/soak.ts';
import { LossyDisk } from './powerCuts/lossyDisk.ts';
import { type Deed, type Recorded, record } from './powerCuts/recording.ts';
import { rowsOf, shownIn } from './powerCuts/shown.ts';
import { BOOT, birth, note, openStore, part, ROOMY, temporaryFolder } from './samples.ts';

/** Fifty in all under `npm run soak`, of each story. */
const CUTS = soak(5);
/** A few seconds a story, on a machine that does nothing else; a minute under `npm run soak`. */
const PATIENCE_MS = 240_000;
/** Enough for the write-ahead log to be written back into the database several times. */
const LINES = 600;
/** Of the cuts this share falls into the first moments, when the file is made. */
const EARLY = { share: 0.2, deeds: 80 };

/** What is recorded, and what was there before; `told`: of its rows some are there no more, and it says so. */
type Story = {
  readonly name: string;
  readonly how: Recorded;
  readonly told: boolean;
  before?(folder: string): void;
};

const stories: readonly Story[] = [
  { name: 'with room for everything', how: {}, told: false },
  { name: 'while rows have to go', how: { crowded: true }, told: true },
  {
    name: 'in the epoch after a damaged one, while rows have to go',
    how: { crowded: true },
    told: true,
    before: damagedJournal,
  },
];

const OLD = { events: 600, rows: 60 };

/** A journal of which a page in the middle is spoilt: it will be set aside. */
function damagedJournal(folder: string): void {
  const file = journalFile(folder);
  const { db, events, parts } = openStore(file, { segmentParts: 1 });
  events(...Array.from({ length: OLD.events }, (_, n) => note(`event ${n + 1} of the old epoch`)));
  parts(...Array.from({ length: OLD.rows }, (_, n) => n + 1));
  closeDatabase(db, file);
  const bytes = readFileSync(file);
  const page = Math.floor(bytes.indexOf('event 300 of') / 4096);
  bytes.fill(0xff, page * 4096, page * 4096 + 64);
  writeFileSync(file, bytes);
}

type Recording = {
  readonly before: ReadonlyMap<string, Buffer>;
  readonly deeds: readonly Deed[];
  readonly truth: ReturnType<typeof rowsOf>;
  readonly old: ReturnType<typeof oldRowsOf>;
};

async function play({ how, before }: Pick<Story, 'how' | 'before'>, lines: number): Promise<Recording> {
  const folder = join(temporaryFolder(), 'journal');
  if (before !== undefined) mkdirSync(folder);
  before?.(folder);
  const files = before === undefined ? [] : readdirSync(folder);
  const there = files.map((name) => [name, readFileSync(join(folder, name))] as const);
  const kept = new Map(there.filter(([name]) => !name.endsWith('-shm')));
  const deeds = await record(folder, lines, how);
  return { before: kept, deeds, truth: rowsOf(journalFile(folder)), old: oldRowsOf(folder) };
}

/** Cuts the power at `moments` of what was done, one after the other, each time on a disk that knows of no other cut. */
function* cuts(recording: Recording, moments: readonly number[]) {
  const { deeds, before } = recording;
  const disk = new LossyDisk(before);
  let done = 0;
  for (const moment of moments.toSorted((a, b) => a - b)) {
    for (const deed of deeds.slice(done, moment)) disk.do(deed);
    done = moment;
    const folder = join(temporaryFolder(), 'journal');
    disk.cut(folder, Math.random);
    yield startOn(folder, recording, shownIn(deeds.slice(0, moment)));
  }
}

/** Starts the journal on what a cut has left, and says what is missing of what had been shown durable before it. */
function startOn(folder: string, { truth }: Recording, shown: ReturnType<typeof shownIn>) {
  const file = journalFile(folder);
  const options = { file, gateway: 'gw1', boot: BOOT, segmentParts: 4, budgets: ROOMY, uplinks: ['city'] };
  const session = new Session({
    ...options,
    birth: birth(),
    heads: { disk: [join(folder, 'journal.head')], memory: [] },
  });
  const started = session.check();
  const after = session.write([
    { kind: 'event', event: note('after the cut') },
    { kind: 'part', part: part(1), evidence: null },
  ]);
  session.close();
  const left = readdirSync(folder)
    .filter((name) => /^journal.*\.db$/.test(name))
    .map((name) => rowsOf(join(folder, name)));
  const now = left.find(({ epoch }) => epoch === truth.epoch);
  // What had to go since may be there after the cut, or not any more; then its tombstone is.
  const lost = (stream: 'event' | 'telemetry', seq: number, is: unknown, was: unknown): boolean =>
    is === undefined ? now?.evicted[stream](seq) !== true : was !== undefined && is !== was;
  return {
    ...{ shown, started, after, left, now, old: oldRowsOf(folder) },
    lostEvents: shown.events.filter(({ seq }) =>
      lost('event', seq, now?.events.get(seq), truth.events.get(seq)),
    ),
    lostParts: shown.parts.filter(({ seq, parts }) => {
      const [is, was] = [now?.parts.get(seq), truth.parts.get(seq)];
      const upTo = Array.from({ length: parts }, (_, n) => n);
      return is === undefined
        ? lost('telemetry', seq, is, was)
        : upTo.some((n) => is[n] === undefined || lost('telemetry', seq, is[n], was?.[n]));
    }),
  };
}

/** What is left of the epochs before, and of which numbers nothing is known. */
function oldRowsOf(folder: string) {
  const found = findEarlierJournals(journalFile(folder));
  return (found.ok ? found.value : []).map((earlier) => {
    const opened = openEarlierReader(earlier, () => null);
    if (!opened.ok) throw new Error(opened.error.what);
    const reader = opened.value;
    const count = (stream: 'event' | 'telemetry', rows: readonly { seq: number }[]) => {
      const gone = reader.tombstones(stream, 'city').reduce((sum, { from, to }) => sum + to - from + 1, 0);
      return { rows: rows.length, unexplained: reader.heads()[stream].seq - rows.length - gone };
    };
    const figures = [count('event', reader.events(1, 1e9)), count('telemetry', reader.telemetry(1, 1e9))];
    reader.close();
    return { epoch: earlier.epoch, figures };
  });
}

describe('a power cut', () => {
  it.each(stories)(
    `at any of ${CUTS} moments costs nothing that was shown durable, and the journal goes on: $name`,
    async (story) => {
      const recording = await play(story, soak(LINES) === LINES ? LINES : 4 * LINES);
      const { deeds, truth } = recording;
      const { events, parts } = shownIn(deeds);
      expect(events.every(({ seq }) => truth.events.has(seq) || truth.evicted.event(seq))).toBe(true);
      expect(parts.length).toBeGreaterThan(100);
      const going = (stream: 'event' | 'telemetry') => truth.evicted[stream](2);
      expect([going('event'), going('telemetry')]).toEqual([story.told, story.told]);
      const writtenBack = deeds.filter((deed) => deed.kind === 'write' && deed.file === 'journal.db');
      expect(writtenBack.length).toBeGreaterThan(10); // the log, into the database
      const old = story.before === undefined ? 0 : 1;
      expect(recording.old).toHaveLength(old);
      const moments = Array.from({ length: CUTS }, (_, n) =>
        Math.floor(Math.random() * (n < CUTS * EARLY.share ? EARLY.deeds : deeds.length)),
      );
      for (const cut of cuts(recording, moments)) {
        expect([cut.started.failure, cut.after.failure]).toEqual([null, null]); // a start is never refused
        expect(cut.lostEvents).toEqual([]);
        expect(cut.lostParts).toEqual([]);
        expect(cut.now?.holes ?? []).toEqual([]);
        expect(cut.old).toEqual(recording.old); // not a row of the old epoch more or less
        for (const { figures } of cut.old)
          for (const { rows, unexplained } of figures) expect([rows > 0, unexplained]).toEqual([true, 0]);
        const [written] = cut.after.commits;
        if (cut.shown.events.length > 0) {
          expect(cut.left).toHaveLength(1 + old);
          expect(written?.head.seq).toBeGreaterThan(cut.shown.events.at(-1)?.seq ?? 0);
        }
      }
    },
    PATIENCE_MS,
  );

  it(
    'without syncs loses what was shown durable: the cuts above would see it',
    async () => {
      const recording = await play({ how: { syncs: false } }, 400);
      const { deeds } = recording;
      expect(deeds.filter(({ kind }) => kind === 'sync' || kind === 'sync folder')).toEqual([]);
      const moments = Array.from({ length: 10 }, () => Math.floor(Math.random() * deeds.length));
      const losing = moments.filter((moment) => {
        try {
          return [...cuts(recording, [moment])].some(({ lostEvents }) => lostEvents.length > 0);
        } catch (error) {
          // writes that reached the disk out of order may leave a file that cannot be read at all
          expect(String(error)).toMatch(/malformed|not a database/);
          return true;
        }
      });
      expect(losing.length).toBeGreaterThan(2);
    },
    PATIENCE_MS,
  );
});
