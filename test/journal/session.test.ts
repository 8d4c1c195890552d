import { copyFileSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { decodeBirth } from '../../gateway/telemetry/index.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { note, openSession, part, reading, temporaryFolder } from './samples.ts';

function journal(): string {
  return join(temporaryFolder(), 'journal', 'journal.db');
}

const event = (text: string) => ({ kind: 'event' as const, event: note(text) });

describe('a journal deleted while it is written', () => {
  it('is followed by a new one that names it, its head, the channels and the uplinks', () => {
    const file = journal();
    const { session, insist } = openSession(file);
    insist('one');
    insist('two');
    const before = reading(file, (reader) => reader.identity().epoch);
    for (const suffix of ['', '-wal', '-shm']) unlinkSync(file + suffix);
    const outcome = session.write([event('three'), { kind: 'part', part: part(1), evidence: null }]);
    expect(outcome.failure).toBeNull();
    expect(outcome.notices).toMatchObject([{ code: 'journal.gone' }]);
    expect(outcome.commits.map((commit) => commit.head)).toEqual([
      { seq: 1, parts: 1 },
      { seq: 1, parts: 1 },
    ]);
    reading(file, (reader) => {
      expect(reader.identity().epoch).not.toBe(before);
      const birth = decodeBirth(reader.birth(reader.currentBirth() ?? '') ?? new Uint8Array());
      expect(birth).toMatchObject({
        value: { software: '1.0.0', previous: { epoch: before, event: 2, telemetry: 0 } },
      });
      expect(reader.events(1, 1e6)).toHaveLength(1);
    });
    session.write([{ kind: 'delivered', deliveries: [{ ...here(session), from: 1, to: 1, parts: 1 }] }]);
    reading(file, (reader) => expect(reader.delivered('city', 'event').intervals).toEqual([[1, 1]]));
  });

  it('with its folder gets the folder back', () => {
    const file = journal();
    const { session, insist } = openSession(file);
    insist('one');
    removeFolder(dirname(file));
    expect(session.check().notices).toMatchObject([{ code: 'journal.gone' }]);
    insist('two');
    reading(file, (reader) => expect(reader.heads().event.seq).toBe(1));
  });

  it('and replaced by an older copy does not give out the numbers of the copy again', () => {
    const file = journal();
    const { session, insist } = openSession(file);
    insist('one');
    session.close();
    copyFileSync(file, `${file}.copy`);
    insist('two');
    const before = reading(file, (reader) => reader.identity().epoch);
    renameSync(`${file}.copy`, file);
    insist('three');
    reading(file, (reader) => {
      expect(reader.identity().epoch).not.toBe(before);
      expect(reader.heads().event.seq).toBe(1);
    });
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith('journal-'))).not.toEqual([]);
  });

  it('loses nothing when only its write-ahead log was deleted', () => {
    const file = journal();
    const { insist } = openSession(file);
    insist('one');
    const before = reading(file, (reader) => reader.identity().epoch);
    unlinkSync(`${file}-wal`);
    expect(insist('two').notices).toMatchObject([{ code: 'journal.gone' }]);
    reading(file, (reader) => {
      expect(reader.identity().epoch).toBe(before);
      expect(reader.events(1, 1e6).map((row) => row.seq)).toEqual([1, 2]);
    });
  });
});

describe('a journal found damaged in use', () => {
  it('is set aside and what could not be written goes into the next', () => {
    const file = journal();
    const { session, insist } = openSession(file);
    insist('one');
    const { epoch } = here(session);
    const vandal = new DatabaseSync(file);
    vandal.exec('DROP TABLE event');
    vandal.close();
    const { commits, notices } = insist('two');
    expect(commits[0]?.head.seq).toBe(1);
    expect(notices).toMatchObject([{ code: 'journal.set-aside' }]);
    expect(readdirSync(dirname(file))).toContain(`journal-${epoch}.db`);
    reading(file, (reader) => {
      const birth = decodeBirth(reader.birth(reader.currentBirth() ?? '') ?? new Uint8Array());
      expect(birth).toMatchObject({ value: { previous: { epoch, event: 1 } } });
    });
  });
});

describe('a journal in trouble', () => {
  it('that another program holds locked is tried again and nothing is lost', () => {
    const file = journal();
    const { session, insist } = openSession(file);
    insist('one');
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    const outcome = session.write([event('two')]);
    expect(outcome).toMatchObject({ commits: [], failure: { code: 'journal.busy' } });
    holder.exec('ROLLBACK');
    holder.close();
    expect(insist('two').commits[0]?.head.seq).toBe(2);
  });

  it('says so when a second guard writes into it', () => {
    const file = journal();
    const first = openSession(file);
    first.insist('one');
    const second = openSession(file);
    second.insist('two');
    const outcome = first.session.write([event('three')]);
    expect(outcome.failure).toMatchObject({ code: 'journal.second-writer' });
  });

  it('tells when a reader lets the write-ahead log grow', () => {
    const file = journal();
    const { session, insist } = openSession(file);
    insist('one');
    const holder = new DatabaseSync(file, { readOnly: true });
    holder.exec('BEGIN');
    holder.prepare('SELECT count(*) FROM event').get();
    const bulk = Array.from({ length: 2_000 }, (_, n) => event(`${n} ${'x'.repeat(2_000)}`));
    let outcome = session.write(bulk);
    for (let n = 0; n < 9 && outcome.standing === null; n++) outcome = session.write(bulk);
    expect(outcome.standing).toMatchObject({ code: 'journal.wal-grows' });
    holder.close();
    insist('the log is copied into the database');
    insist('the log starts anew');
    expect(session.check().standing).toBeNull();
  });
});

function here(session: ReturnType<typeof openSession>['session']) {
  return { uplink: 'city', stream: 'event' as const, epoch: session.stat()?.epoch ?? '' };
}
