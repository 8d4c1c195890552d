import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { Store } from '../../gateway/journal/write/store.ts';
import { decodeBirth, decodeEvent, decodeParts } from '../../gateway/telemetry/index.ts';
import { alarm, BOOT, birth, note, openStore, part, ROOMY, reading, temporaryFolder } from './samples.ts';

function journal(): string {
  return join(temporaryFolder(), 'journal.db');
}

describe('the sequences', () => {
  it('start at 1 and go on without a hole over restarts', () => {
    const file = journal();
    for (let run = 0; run < 3; run++) {
      const { events, parts, close } = openStore(file);
      events(note(`${run} a`), note(`${run} b`));
      parts(1, 2, 3);
      close();
    }
    reading(file, (reader) => {
      expect(reader.events(1, 1e6).map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(reader.telemetry(1, 1e6).map((row) => row.seq)).toEqual([1, 2, 3]);
      expect(reader.heads()).toEqual({ event: { seq: 6, parts: 1 }, telemetry: { seq: 3, parts: 3 } });
    });
  });

  it('stay with the same epoch over restarts', () => {
    const file = journal();
    const epochs = [1, 2].map(() => {
      const { store, close } = openStore(file);
      close();
      return store.identity.epoch;
    });
    expect(epochs[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(epochs[1]).toBe(epochs[0]);
  });

  it('lose nothing and give no number twice when a transaction fails', () => {
    const { store, db, events } = openStore(journal());
    events(note('before'));
    db.exec(
      "CREATE TRIGGER jam BEFORE INSERT ON event WHEN new.seq = 3 BEGIN SELECT RAISE(ABORT, 'jam'); END",
    );
    const both = () => events(note('second'), note('third'));
    expect(both).toThrow('jam');
    expect(store.heads().event.seq).toBe(1);
    db.exec('DROP TRIGGER jam');
    expect(both().commits.map((commit) => commit.head.seq)).toEqual([2, 3]);
  });
});

describe('a step of an alarm that is handed over again by the next run', () => {
  const step = alarm('gas#1', 'red');

  it('is not written twice where the last run had written it', () => {
    const file = journal();
    const first = openStore(file);
    first.events(step, note('between'));
    first.close();
    const { store } = openStore(file);
    const { commits } = store.write([{ kind: 'event', event: step, token: 'again', again: true }]);
    expect(commits).toEqual([{ stream: 'event', head: { seq: 2, parts: 1 }, token: 'again' }]);
    expect(store.heads().event.seq).toBe(2);
  });

  it('is written where it was not, and where the same alarm took another step', () => {
    const { store, events } = openStore(journal());
    events(alarm('gas#1', 'yellow'));
    store.write([{ kind: 'event', event: step, again: true }]);
    expect(store.heads().event.seq).toBe(2);
    store.write([{ kind: 'event', event: step }]); // what is new is never looked for
    expect(store.heads().event.seq).toBe(3);
  });
});

describe('a telemetry segment', () => {
  it('takes report periods until it is full, each commit telling how many it has', () => {
    const file = journal();
    const { parts } = openStore(file, { segmentParts: 3 });
    const heads = parts(1, 2, 3, 4).map((commit) => commit.head);
    expect(heads).toEqual([
      { seq: 1, parts: 1 },
      { seq: 1, parts: 2 },
      { seq: 1, parts: 3 },
      { seq: 2, parts: 1 },
    ]);
    reading(file, (reader) => {
      const [full, open] = reader.telemetry(1, 1e6);
      expect(full).toMatchObject({ parts: 3, sealed: true, evidence: null });
      expect(open).toMatchObject({ parts: 1, sealed: false });
      expect(decodeParts(full?.body ?? new Uint8Array(), birth().channels)).toEqual({
        ok: true,
        value: [part(1), part(2), part(3)],
      });
    });
  });

  it('that a restart finds open is sealed as it is and never rewritten', () => {
    const file = journal();
    const first = openStore(file);
    first.parts(1, 2);
    first.close();
    const before = reading(file, (reader) => reader.telemetry(1, 1e6)[0]);
    const second = openStore(file);
    second.parts(3);
    reading(file, (reader) => {
      expect(reader.telemetry(1, 1e6)[0]).toEqual({ ...before, sealed: true });
      expect(reader.telemetry(2, 1e6)[0]).toMatchObject({ seq: 2, parts: 1, sealed: false });
    });
  });

  it('ends when the channels change, so that a row names one birth', () => {
    const file = journal();
    const { store, parts } = openStore(file);
    parts(1);
    store.write([{ kind: 'birth', birth: birth() }]);
    parts(2);
    store.write([{ kind: 'birth', birth: birth('1.0.1') }]);
    parts(3);
    reading(file, (reader) => {
      const rows = reader.telemetry(1, 1e6);
      expect(rows.map((row) => [row.parts, row.sealed])).toEqual([
        [2, true],
        [1, false],
      ]);
      expect(rows[1]?.birth).toBe(reader.currentBirth());
      const software = rows.map((row) => decodeBirth(reader.birth(row.birth) ?? new Uint8Array()));
      expect(software).toMatchObject([{ value: { software: '1.0.0' } }, { value: { software: '1.0.1' } }]);
    });
  });

  it('of evidence is a sealed row of its own; the newest row alone is ever open', () => {
    const file = journal();
    const { store, parts } = openStore(file);
    parts(1);
    store.write([{ kind: 'part', part: part(2), evidence: 'gas-high#b007-1' }]);
    parts(3);
    reading(file, (reader) => {
      expect(reader.telemetry(1, 1e6).map((row) => [row.seq, row.sealed, row.evidence])).toEqual([
        [1, true, null],
        [2, true, 'gas-high#b007-1'],
        [3, false, null],
      ]);
    });
  });
});

describe('a row', () => {
  it('is on the disk before its commit returns: the log is synced every time', () => {
    const { db } = openStore(journal());
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  it('of an event carries its token back once it is written, and reads as it was', () => {
    const file = journal();
    const { store } = openStore(file);
    const event = note('main valve closed');
    expect(store.write([{ kind: 'event', event, token: 't1' }]).commits).toEqual([
      { stream: 'event', head: { seq: 1, parts: 1 }, token: 't1' },
    ]);
    reading(file, (reader) => {
      const [row] = reader.events(1, 1e6);
      expect(row?.at).toEqual(event.at);
      expect(decodeEvent(row?.body ?? new Uint8Array())).toEqual({ ok: true, value: event });
    });
  });

  it('written before the channels are named has a birth all the same', () => {
    const file = journal();
    const { db, identity } = openJournal(file, 'gw1', null);
    const store = new Store(db, identity, { file, boot: BOOT, segmentParts: 10, budgets: ROOMY });
    store.write([{ kind: 'event', event: note('starting') }]);
    reading(file, (reader) => {
      const [row] = reader.events(1, 1e6);
      const document = decodeBirth(reader.birth(row?.birth ?? '') ?? new Uint8Array());
      expect(document).toMatchObject({ ok: true, value: { gateway: 'gw1', channels: [] } });
    });
  });

  it('that cannot be encoded costs its number and never the rows after it', () => {
    const file = journal();
    const { store } = openStore(file);
    const alien = part(1);
    const column = alien.reports[0]?.columns[0];
    const strange = {
      ...alien,
      reports: [{ times: [1000], columns: column ? [{ ...column, channel: 99 }] : [] }],
    };
    const written = store.write([
      { kind: 'part', part: strange, evidence: null },
      { kind: 'part', part: part(2), evidence: null },
    ]);
    expect(written.notices.map((notice) => notice.code)).toEqual(['journal.encode']);
    expect(written.commits.map((commit) => commit.head.seq)).toEqual([2]);
    reading(file, (reader) =>
      expect(reader.tombstones('telemetry', 'city')).toEqual([
        { stream: 'telemetry', uplink: 'city', from: 1, to: 1, reason: 'damaged' },
      ]),
    );
  });
});

describe('a birth', () => {
  it('names the epoch of its journal and is kept while a row refers to it', () => {
    const file = journal();
    const { store, parts } = openStore(file, { uplinks: [], budgets: { event: 1e6, telemetry: 800 } });
    parts(1);
    const first = reading(file, (reader) => reader.currentBirth() ?? '');
    store.write([{ kind: 'birth', birth: birth('2.0.0') }]);
    reading(file, (reader) => {
      const document = decodeBirth(reader.birth(first) ?? new Uint8Array());
      expect(document).toMatchObject({ value: { epoch: store.identity.epoch, previous: null } });
    });
    for (let n = 2; n < 150; n++) parts(n); // until the first row is evicted
    reading(file, (reader) => {
      expect(reader.telemetry(1, 1)[0]?.seq).toBeGreaterThan(1);
      expect(reader.birth(first)).toBeNull();
      expect(reader.birth(reader.currentBirth() ?? '')).not.toBeNull();
    });
  });
});
