import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeDatabase } from '../../gateway/journal/file/database.ts';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { note, openSession, openStore, reading, temporaryFolder } from './samples.ts';

/** A journal with rows in it, closed as guard closes it. */
function written(gateway = 'gw1'): { file: string; epoch: string } {
  const file = join(temporaryFolder(), 'journal.db');
  const { db, store, events, parts } = openStore(file, { gateway });
  for (let n = 1; n <= 40; n++) events(note(`event ${n}`));
  parts(...Array.from({ length: 60 }, (_, n) => n + 1));
  closeDatabase(db, file);
  return { file, epoch: store.identity.epoch };
}

function asides(file: string): string[] {
  return readdirSync(dirname(file)).filter((name) => /^journal-.*\.db$/.test(name));
}

describe('a new journal', () => {
  it('makes its folder 2750 and its files 0640, so that the group may read and nobody else', () => {
    const file = join(temporaryFolder(), 'journal', 'journal.db');
    const { close, events } = openStore(file);
    events(note('first'));
    const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);
    expect(mode(dirname(file))).toBe('2750');
    for (const suffix of ['', '-wal', '-shm']) expect(mode(file + suffix)).toBe('640');
    close();
  });

  it('leaves a folder that was there as its owner made it', () => {
    const folder = join(temporaryFolder(), 'kept');
    mkdirSync(folder, { mode: 0o700 });
    openStore(join(folder, 'journal.db')).close();
    expect((statSync(folder).mode & 0o7777).toString(8)).toBe('700');
  });

  it('is made in place of an empty file that a power cut left', () => {
    const file = join(temporaryFolder(), 'journal.db');
    writeFileSync(file, '');
    const { notices, events } = openStore(file);
    expect(notices).toEqual([]);
    expect(events(note('first')).commits).toHaveLength(1);
  });

  it('does not take over the log of a database that is gone', () => {
    const { file } = written();
    const { close, events } = openStore(file);
    events(note('only in the log'));
    const log = readFileSync(`${file}-wal`);
    close();
    const other = join(temporaryFolder(), 'journal.db');
    writeFileSync(`${other}-wal`, log);
    const { store } = openStore(other);
    expect(store.heads().event.seq).toBe(0);
    expect(readdirSync(dirname(other))).toContain('journal-unknown.db-wal');
  });
});

describe('a file that cannot be used', () => {
  it('of another gateway, from a cloned card, is set aside whole and a new epoch started', () => {
    const { file, epoch } = written('gw1');
    const { store, notices } = openStore(file, { gateway: 'gw2' });
    expect(store.identity).toMatchObject({ gateway: 'gw2', previous: null });
    expect(store.identity.epoch).not.toBe(epoch);
    expect(store.heads().event.seq).toBe(0);
    expect(notices).toMatchObject([{ code: 'journal.set-aside' }]);
    expect(asides(file)).toEqual([`journal-${epoch}.db`]);
    reading(join(dirname(file), `journal-${epoch}.db`), (reader) => {
      expect(reader.identity()).toEqual({ epoch, gateway: 'gw1' });
      expect(reader.heads().event.seq).toBe(40);
    });
  });

  it('that is damaged is set aside, and the new one names it and how far it had come', () => {
    const { file, epoch } = written();
    const bytes = readFileSync(file);
    const page = bytes.indexOf('event 1'); // inside the leaf of the events
    bytes.fill(0xff, page - (page % 4096), page - (page % 4096) + 16);
    writeFileSync(file, bytes);
    const { store, notices, events } = openStore(file);
    expect(notices[0]?.what).toContain('is damaged');
    expect(store.identity.previous?.epoch).toBe(epoch);
    expect(store.identity.previous?.telemetry).toBe(6);
    expect(events(note('after')).commits[0]?.head.seq).toBe(1);
    expect(asides(file)).toEqual([`journal-${epoch}.db`]);
  });

  it('that is no database at all is set aside under an unknown epoch', () => {
    const file = join(temporaryFolder(), 'journal.db');
    writeFileSync(file, 'shopping list: bread, milk, and so on '.repeat(300));
    const { store } = openStore(file);
    expect(store.identity.previous).toBeNull();
    expect(asides(file)).toEqual(['journal-unknown.db']);
    expect(readFileSync(join(dirname(file), 'journal-unknown.db'), 'utf8')).toContain('bread');
  });

  it('of another program is set aside, and so is one of a newer version of this program', () => {
    const foreign = join(temporaryFolder(), 'journal.db');
    const db = new DatabaseSync(foreign);
    db.exec('CREATE TABLE recipes (title TEXT)');
    db.close();
    expect(openStore(foreign).notices[0]?.what).toContain('is not a journal');

    const { file, epoch } = written();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    const { store, notices } = openStore(file);
    expect(notices[0]?.what).toContain('newer program');
    expect(store.identity.previous).toEqual({ epoch, event: 40, telemetry: 6 });
  });

  it('never overwrites another that was set aside before', () => {
    const { file, epoch } = written('gw1');
    const card = readFileSync(file);
    openStore(file, { gateway: 'gw2' }).close();
    writeFileSync(file, card); // the same card turns up again
    openStore(file, { gateway: 'gw2' }).close();
    expect(asides(file).sort()).toEqual([`journal-${epoch}.2.db`, `journal-${epoch}.db`]);
  });
});

describe('damage by single bytes', () => {
  it('never stops a start, and never shows a row that was not written', () => {
    const { file } = written();
    const sound = readFileSync(file);
    const flip = fc.record({ at: fc.nat(sound.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 12 }), (flips) => {
        const damaged = join(temporaryCopy(), 'journal.db');
        const bytes = Buffer.from(sound);
        for (const { at, to } of flips) bytes[at] = to;
        writeFileSync(damaged, bytes);
        const { session, insist } = openSession(damaged);
        const seq = insist('after').commits[0]?.head.seq ?? 0;
        session.close();
        reading(damaged, (reader) => {
          const rows = reader.events(1, 1e9);
          expect(reader.telemetry(1, 1e9).length).toBeLessThanOrEqual(6);
          const gone = reader.tombstones('event', 'city').map(({ from, to }) => to - from + 1);
          expect(gone.reduce((sum, n) => sum + n, rows.length)).toBe(reader.heads().event.seq);
          expect(reader.heads().event.seq).toBe(seq);
          for (const row of rows) {
            const event = decodeEvent(row.body);
            const text = event.ok && event.value.type === 'system' ? event.value.text : '';
            expect(text).toBe(row.seq === seq ? 'after' : `event ${row.seq}`);
          }
        });
      }),
      { numRuns: soak(60) },
    );
  });
});

const folder = { n: 0, path: '' };
/** Many folders of one test: the clean-up hook is asked for once. */
function temporaryCopy(): string {
  if (folder.n++ === 0) folder.path = temporaryFolder();
  const copy = join(folder.path, String(folder.n));
  mkdirSync(copy);
  return copy;
}
