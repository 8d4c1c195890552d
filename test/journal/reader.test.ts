import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { closeDatabase } from '../../gateway/journal/file/database.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import { testProgram } from '../harness/programs.ts';
import { note, openStore, reading, temporaryFolder } from './samples.ts';

function journal(): string {
  return join(temporaryFolder(), 'journal.db');
}

describe('a reader beside the writer', () => {
  it('sees every row once it is committed, in chunks of the bytes it asked for', () => {
    const file = journal();
    const { events, parts, store } = openStore(file, { segmentParts: 1 });
    events(...Array.from({ length: 200 }, (_, n) => note(`event ${n + 1}`)));
    reading(file, (reader) => {
      expect(reader.identity()).toEqual({ epoch: store.identity.epoch, gateway: 'gw1' });
      const seen: number[] = [];
      for (;;) {
        const chunk = reader.events((seen.at(-1) ?? 0) + 1, 1_000);
        if (chunk.length === 0) break;
        expect(chunk.reduce((sum, row) => sum + row.body.length, 0)).toBeLessThanOrEqual(1_000);
        seen.push(...chunk.map((row) => row.seq));
      }
      expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
      expect(reader.events(1, 1)).toHaveLength(1); // never nothing while there is something
      expect(reader.telemetry(1, 1e6)).toEqual([]);
      parts(1, 2);
      expect(reader.telemetry(1, 1e6)).toHaveLength(2);
      expect(reader.heads().telemetry).toEqual({ seq: 2, parts: 1 });
    });
  });

  it('does not make the write-ahead log grow', () => {
    const file = journal();
    const { db, events } = openStore(file);
    reading(file, (reader) => {
      for (let n = 0; n < 60; n++) {
        events(...Array.from({ length: 30 }, () => note('x'.repeat(4_000))));
        reader.events(n * 30 + 1, 1e6);
      }
      const wal = db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
      expect(wal?.log).toBe(wal?.checkpointed);
      expect(wal?.log).toBeLessThan(3_000);
    });
  });

  it('knows when another file has taken the place of its own', () => {
    const file = journal();
    const { db } = openStore(file, { gateway: 'gw1' });
    closeDatabase(db, file);
    reading(file, (reader) => {
      expect(reader.current()).toBe(true);
      openStore(file, { gateway: 'gw2' }).close();
      expect(reader.current()).toBe(false);
    });
  });
});

describe('a damaged row', () => {
  it('is left out and reported as a tombstone until the uplink was told', () => {
    const file = journal();
    const { db, store, events, parts } = openStore(file, { segmentParts: 1 });
    events(note('one'), note('two'), note('three'));
    parts(1, 2, 3);
    db.exec(
      'UPDATE event SET body = zeroblob(length(body)) WHERE seq = 2; UPDATE telemetry SET parts = 7 WHERE seq = 3',
    );
    reading(file, (reader) => {
      expect(reader.events(1, 1e6).map((row) => row.seq)).toEqual([1, 3]);
      expect(reader.telemetry(1, 1e6).map((row) => row.seq)).toEqual([1, 2]);
      const damaged = { uplink: 'city', reason: 'damaged' };
      expect(reader.tombstones('event', 'city')).toEqual([{ ...damaged, stream: 'event', from: 2, to: 2 }]);
      expect(reader.tombstones('telemetry', 'city')).toEqual([
        { ...damaged, stream: 'telemetry', from: 3, to: 3 },
      ]);
      const { epoch } = store.identity;
      const deliveries = [{ uplink: 'city', epoch, stream: 'event' as const, from: 2, to: 2, parts: null }];
      store.write([{ kind: 'delivered', deliveries }]);
      expect(reader.tombstones('event', 'city')).toEqual([]);
    });
  });

  it('that names another row or another birth is not believed', () => {
    const file = journal();
    const { db, events } = openStore(file);
    events(note('one'), note('two'));
    db.exec("UPDATE event SET seq = 9 WHERE seq = 2; UPDATE birth SET hash = 'feedfeedfeedfeed'");
    reading(file, (reader) => {
      expect(reader.events(1, 1e6)).toEqual([]);
      expect(reader.birth('feedfeedfeedfeed')).toBeNull();
    });
  });

  it('on a page that SQLite refuses to read hides no row of another page', () => {
    const file = journal();
    const { db, events } = openStore(file);
    events(...Array.from({ length: 400 }, (_, n) => note(`event ${n + 1}`)));
    const leaf = db
      .prepare("SELECT pageno FROM dbstat WHERE name = 'event' AND pagetype = 'leaf' ORDER BY path")
      .all();
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA journal_mode = DELETE'); // one plain file
    raw.close();
    const page = Number(leaf[2]?.pageno);
    execFileSync(
      'dd',
      ['if=/dev/zero', `of=${file}`, 'bs=4096', `seek=${page - 1}`, 'count=1', 'conv=notrunc'],
      {
        stdio: 'ignore',
      },
    );
    reading(file, (reader) => {
      const rows: number[] = [];
      for (;;) {
        const chunk = reader.events((rows.at(-1) ?? 0) + 1, 2_000);
        if (chunk.length === 0) break;
        rows.push(...chunk.map((row) => row.seq));
      }
      const stones = reader.tombstones('event', 'city');
      expect(stones).toMatchObject([{ reason: 'damaged' }]);
      const lost = stones.reduce((sum, { from, to }) => sum + to - from + 1, 0);
      expect(lost).toBeGreaterThan(20);
      expect(rows.length + lost).toBe(400);
    });
  });
});

describe('opening for reading', () => {
  it('says what is wrong and what to do', () => {
    const folder = temporaryFolder();
    const missing = openJournalReader(join(folder, 'journal.db'));
    expect(missing).toMatchObject({ ok: false, error: { code: 'journal.missing', hint: expect.anything() } });
    writeFileSync(join(folder, 'text.db'), 'not a database, but long enough to have a header '.repeat(9));
    expect(openJournalReader(join(folder, 'text.db'))).toMatchObject({ error: { code: 'journal.damaged' } });
    const other = new DatabaseSync(join(folder, 'other.db'));
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(openJournalReader(join(folder, 'other.db'))).toMatchObject({ error: { code: 'journal.foreign' } });
  });

  it('takes a copy that was carried away without its log', () => {
    const file = journal();
    const { db, events } = openStore(file);
    events(note('one'));
    closeDatabase(db, file);
    const copy = join(temporaryFolder(), 'carried.db');
    copyFileSync(file, copy);
    reading(copy, (reader) => expect(reader.events(1, 1e6)).toHaveLength(1));
  });

  it.runIf(process.getuid?.() === 0)(
    'works for a user of the group that may not write, while guard runs, after it stopped and after it was killed',
    async () => {
      const folder = join(temporaryFolder(), 'journal');
      mkdirSync(folder);
      chmodSync(join(folder, '..'), 0o711);
      chownSync(folder, 0, 65_534);
      chmodSync(folder, 0o2750);
      const file = join(folder, 'journal.db');
      const asCourier = () => {
        const script = join(import.meta.dirname, 'readAs.ts');
        return JSON.parse(
          execFileSync(process.execPath, [script, file, '65534', '65534'], { encoding: 'utf8' }),
        );
      };
      const { db, events } = openStore(file);
      events(note('one'));
      expect(asCourier()).toMatchObject({ event: { seq: 1 } });
      closeDatabase(db, file);
      expect(existsSync(`${file}-wal`)).toBe(true); // or a guard that starts again would write under a reader at rest
      expect(asCourier()).toMatchObject({ event: { seq: 1 } });

      const guard = spawn(process.execPath, [...testProgram('test/journal/writeUntilKilled'), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => guard.stdout.once('data', resolve));
      guard.kill('SIGKILL');
      await new Promise((resolve) => guard.once('exit', resolve));
      expect(asCourier().event.seq).toBeGreaterThan(1);
    },
  );
});
