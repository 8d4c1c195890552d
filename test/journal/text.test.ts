import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkJournal,
  checkText,
  exportJournal,
  journalStat,
  statText,
} from '../../gateway/journal/read/journalText.ts';
import { problemIn } from '../../gateway/text/problemText.ts';
import { adopt, note, openSession, openStore, part, temporaryFolder } from './samples.ts';

/** A journal with a few rows, some gone. */
function sample() {
  const file = join(temporaryFolder(), 'journal.db');
  const opened = openStore(file, { segmentParts: 2, budgets: { event: 1e6, telemetry: 600 } });
  opened.events(note('one'), note('two'));
  opened.parts(...Array.from({ length: 24 }, (_, n) => n + 1));
  return { file, ...opened };
}

function value<T>(result: { ok: true; value: T } | { ok: false }): T {
  if (!result.ok) throw new Error('not readable');
  return result.value;
}

describe('lifeline journal', () => {
  it('stat says what there is, what is gone and what waits for whom', () => {
    const { file, store } = sample();
    const figures = value(journalStat(file));
    expect(figures.streams.event).toMatchObject({ head: { seq: 2, parts: 1 }, rows: 2, tombstones: [] });
    expect(figures.streams.telemetry).toMatchObject({
      head: { seq: 12, parts: 2 },
      ...store.tallies().telemetry,
    });
    expect(figures.waiting).toEqual({ city: { event: 2, telemetry: 12 } });
    const text = statText(figures);
    expect(text).toContain(`epoch     ${store.identity.epoch}`);
    expect(text).toMatch(/telemetry up to 12: \d+ rows, \d+ B\n {10}gone: 1–\d+ evicted/);
    expect(text).toContain('uplink    city: 2 events and 12 telemetry rows to go');
  });

  it('export writes every row decoded, a line each, and what is gone', () => {
    const { file, store } = sample();
    const lines = [...value(exportJournal(file)).lines].map((line) => JSON.parse(line));
    const { epoch } = store.identity;
    expect(lines[0]).toMatchObject({ document: { gateway: 'gw1', software: '1.0.0', epoch } });
    expect(lines[1]).toMatchObject({ stream: 'event', epoch, seq: 1, event: { text: 'one' } });
    expect(lines.at(-2)).toMatchObject({
      stream: 'telemetry',
      seq: 12,
      sealed: true,
      parts: [part(23), part(24)],
    });
    expect(lines.at(-1)).toMatchObject({
      stream: 'telemetry',
      tombstone: [1, expect.any(Number)],
      reason: 'evicted',
    });
  });

  it('check finds a journal sound, and names each row that is not', () => {
    const { file, db } = sample();
    const before = value(checkJournal(file));
    expect(before.sound).toBe(true);
    expect(checkText(before)).toContain('journal.db: sound\n  event: 2 rows up to 2\n');
    db.exec(
      'UPDATE event SET mono = 7 WHERE seq = 1; DELETE FROM telemetry WHERE seq = 11; DELETE FROM tombstone',
    );
    const after = value(checkJournal(file));
    expect(after).toMatchObject({ sound: false, streams: { event: { damaged: [[1, 1]] } } });
    expect(checkText(after)).toContain('NOT sound');
    expect(checkText(after)).toContain('event; damaged: 1');
    expect(checkText(after)).toMatch(/telemetry; damaged: 1–\d+, 11/);
  });

  it('export of a folder has every row of every journal in it, those of other epochs too, and says of what it has nothing', () => {
    const { file, close } = sample();
    adopt(file, 'e0e0e0e0e0e0e0e0', ['told before', null]);
    close();
    const older = openStore(join(dirname(file), 'journal-older.db'));
    older.events(note('older'));
    older.close();
    const { epoch } = older.store.identity;
    writeFileSync(join(dirname(file), 'journal-unknown.db'), 'scrambled');

    const folder = value(exportJournal(file, { beside: true }));
    const rows = [...folder.lines].map((line) => JSON.parse(line));
    const texts = rows.flatMap(({ event, epoch: of }) => (event === undefined ? [] : [[of, event.text]]));
    expect(texts).toContainEqual(['e0e0e0e0e0e0e0e0', 'told before']);
    expect(rows).toContainEqual({
      ...{ stream: 'event', epoch: 'e0e0e0e0e0e0e0e0', tombstone: [2, 2], reason: 'damaged' },
    });
    expect(texts).toContainEqual([epoch, 'older']);
    expect(texts).toHaveLength(4);
    expect(folder.without).toMatchObject([{ where: expect.stringContaining('journal-unknown.db') }]);

    const alone = value(exportJournal(file));
    const own = [...alone.lines].filter((line) => JSON.parse(line).event !== undefined);
    expect(own).toHaveLength(3); // what was taken in is in the file itself
    expect(alone.without).toMatchObject([
      { code: 'journal.others-beside', what: expect.stringMatching(/^2 /) },
    ]);
    for (const problem of [...folder.without, ...alone.without].filter(({ said }) => said !== undefined))
      expect(problemIn(problem, 'zh').what).not.toBe(problem.what);
  });

  it('a copy of the database alone says what is missing beside it, whenever it was taken', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'journal.db');
    const lone = (name: string) => {
      const copy = join(folder, `${name}.db`);
      copyFileSync(file, copy);
      return copy;
    };
    const { session, insist } = openSession(file);
    insist('one');
    const early = lone('early');
    for (let n = 0; n < 400; n++) insist(`row ${n}`);
    const late = lone('late');
    session.close();
    const closed = lone('closed');
    openSession(file).insist('two');
    const again = lone('again');

    for (const copy of [early, late, again]) {
      const { lacks } = value(journalStat(copy));
      expect([copy, lacks?.code]).toEqual([copy, 'journal.log-missing']);
      expect(lacks?.what).toContain(`its log ${basename(copy)}-wal is missing`);
      expect(statText(value(journalStat(copy)))).toContain('is missing');
      expect(value(checkJournal(copy)).sound).toBe(false);
      expect(value(exportJournal(copy)).without).toContainEqual(lacks);
      if (lacks !== null) expect(problemIn(lacks, 'zh').what).toContain(`${basename(copy)}-wal`);
    }
    // of one that guard set aside like this there is nothing left to copy
    const over = lone('again');
    renameSync(over, join(folder, 'journal-0011223344556677.db'));
    const lost = value(journalStat(join(folder, 'journal-0011223344556677.db'))).lacks;
    expect([lost?.code, lost?.hint]).toEqual([
      'journal.log-missing',
      expect.stringMatching(/^nothing is to be done/),
    ]);
    expect(lost && problemIn(lost, 'zh').hint).toMatch(/^无需处理/);
    expect(value(journalStat(closed)).lacks).toBeNull();
    expect(value(checkJournal(closed)).sound).toBe(true);
    expect(value(journalStat(file)).lacks).toBeNull();
  });

  it('says what is wrong with a file that is not there', () => {
    for (const look of [journalStat, exportJournal, checkJournal])
      expect(look('/nowhere/journal.db')).toMatchObject({ ok: false, error: { code: 'journal.missing' } });
  });
});
