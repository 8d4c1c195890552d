import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatProblem } from '../../gateway/core/result.ts';
import { evidenceOf, lifeOf } from '../../gateway/desk/past/alarmPast.ts';
import { csv, logCsv } from '../../gateway/desk/past/csv.ts';
import { DeskJournal } from '../../gateway/desk/past/deskJournal.ts';
import { readAudit, readLog, readLogWhole } from '../../gateway/desk/past/logPages.ts';
import { quarantine } from '../../gateway/journal/past/quarantine.ts';
import type { PastRows } from '../../gateway/journal/read/pastRows.ts';
import { liftDetails } from '../../gateway/telemetry/index.ts';
import type { EventBody } from '../../gateway/telemetry/wire/model.ts';
import { busProblem } from '../../gateway/text/problems/busProblems.ts';
import { alarm, BOOT, note, openStore, temporaryFolder } from '../journal/samples.ts';

const START = Date.UTC(2026, 10, 1);
const SECOND = 1_000;

function openHouse() {
  const file = join(temporaryFolder(), 'journal.db');
  let opened = openStore(file);
  const journal = new DeskJournal(() => file);
  onTestFinished(() => {
    journal.close();
    opened.close();
  });
  const time = { mono: 0, utc: START, quality: 'ntp' as const };
  opened.events({ type: 'clock', boot: BOOT, time, at: { boot: BOOT, mono: 0 } });
  const look = async <T>(what: (dated: DeskJournal, rows: PastRows) => T | Promise<T>): Promise<T> => {
    const read = await journal.look(what);
    if (!read.ok) throw new Error(read.error.code);
    return read.value;
  };
  /** The journal is set aside under a name, and another one begun. */
  const setAside = (name: string) => {
    journal.close();
    opened.close();
    quarantine(file, name);
    opened = openStore(file);
    opened.events({ type: 'clock', boot: BOOT, time, at: { boot: BOOT, mono: 0 } });
    return opened;
  };
  return { ...opened, file, look, setAside };
}

function later(event: EventBody, mono: number): EventBody {
  return { ...event, at: { boot: BOOT, mono } };
}

describe('an alarm that is over', () => {
  it('has its life line, each step with its words and its distance from the first', async () => {
    const { events, look } = openHouse();
    events(
      later(alarm('gas#1', 'red'), 5 * SECOND),
      later(alarm('other#1', 'blue'), 6 * SECOND),
      later(alarm('gas#1', 'red', 'A'), 65 * SECOND),
    );
    const { steps, last } = await look((dated, rows) => lifeOf(dated, rows, 'gas#1'));
    expect(last?.ruleName).toBe('Gas high');
    expect(steps.map(({ what, sinceMs, utc }) => [what, sinceMs, utc])).toEqual([
      ['raised', 0, START + 5 * SECOND],
      ['returned', 60 * SECOND, START + 65 * SECOND],
    ]);
    expect(steps[1]?.words).toEqual({ en: 'over', zh: '恢复' });
    const nothing = await look((dated, rows) => lifeOf(dated, rows, 'nothing#1'));
    expect(nothing).toEqual({ steps: [], last: null });
  });

  it('goes on over a journal that was set aside in its middle, and has its samples from there', async () => {
    const { store, events, look, setAside } = openHouse();
    const declared = { boot: BOOT, mono: 100 * SECOND };
    events({ ...alarm('gas#1', 'red'), declared, at: declared } as EventBody);
    const columns = [{ channel: 0, values: [30], qualities: ['good'] as const }];
    const samples = [{ times: [101 * SECOND], columns }];
    const part = { from: 100 * SECOND, to: 110 * SECOND, samples, reports: [] };
    store.write([{ kind: 'part', part, evidence: 'gas#1' }]);
    const next = setAside('old');
    next.events({ ...later(alarm('gas#1', 'red', 'A'), 160 * SECOND), from: 'B', declared } as EventBody);
    const { steps } = await look((dated, rows) => lifeOf(dated, rows, 'gas#1'));
    expect(steps.map(({ what, sinceMs, utc }) => [what, sinceMs, utc])).toEqual([
      ['raised', 0, START + 100 * SECOND],
      ['returned', 60 * SECOND, START + 160 * SECOND],
    ]);
    const now = { boot: BOOT, mono: 300 * SECOND };
    const evidence = await look((dated, rows) => evidenceOf(dated, rows, 'gas#1', now));
    expect(evidence?.series.map(({ ms, value }) => [ms, value])).toEqual([[[SECOND], [30]]]);
    // one that is in the old one alone
    expect((await look((dated, rows) => lifeOf(dated, rows, 'other#1'))).steps).toEqual([]);
  });

  it('has what was read around it, with the moment it was declared as zero', async () => {
    const { store, events, look } = openHouse();
    const declared = { boot: BOOT, mono: 100 * SECOND };
    events({ ...alarm('gas#1', 'red'), declared, at: declared } as EventBody);
    const columns = [{ channel: 0, values: [10, null, 30], qualities: ['good', 'stale', 'good'] as const }];
    const samples = [{ times: [40 * SECOND, 99 * SECOND, 101 * SECOND], columns }];
    const part = { from: 40 * SECOND, to: 110 * SECOND, samples, reports: [] };
    store.write([
      { kind: 'part', part, evidence: 'other#1' },
      { kind: 'part', part, evidence: 'gas#1' },
    ]);
    const at = (mono: number, boot = BOOT) =>
      look((dated, rows) => evidenceOf(dated, rows, 'gas#1', { boot, mono }));
    const soon = await at(120 * SECOND);
    expect(soon?.series).toEqual([
      {
        ...{ point: 'gas/concentration', name: { en: 'Gas', zh: 'Gas' }, unit: '%LEL', limit: 25 },
        ms: [-60 * SECOND, -SECOND, SECOND],
        value: [10, null, 30],
        ok: [true, false, true],
      },
    ]);
    expect(soon?.complete).toBe(false);
    expect((await at(200 * SECOND))?.complete).toBe(true);
    expect((await at(1, 'another boot'))?.complete).toBe(true);
  });
});

it('is found by an index, however long the journal is: people wait for it', async () => {
  const { db } = openHouse();
  const planOf = (sql: string) => JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('x'));
  expect(planOf('SELECT seq FROM event WHERE occurrence = ? ORDER BY seq')).toContain('INDEX event_of');
  expect(planOf('SELECT seq FROM telemetry WHERE evidence = ? ORDER BY seq')).toContain('INDEX telemetry_of');
});

describe('the log', () => {
  it('comes backwards in pages that meet without a gap or a row twice', async () => {
    const { events, look } = openHouse();
    events(...Array.from({ length: 250 }, (_, n) => note(`note ${n}`)));
    const seen: string[] = [];
    for (let before: string | undefined; ; ) {
      const asked = { limit: 70, ...(before === undefined ? {} : { before }) };
      const { entries, next } = await look((dated, rows) => readLog(dated, rows, asked));
      seen.push(...entries.map(({ words }) => words.en));
      if (next === null) break;
      before = next;
    }
    expect(seen.slice(0, -1)).toEqual(Array.from({ length: 250 }, (_, n) => `note ${249 - n}`));
    expect(seen.at(-1)).toContain('clock');
  });

  it('goes on in journals that were set aside, the newest first, and names those that cannot be read', async () => {
    const { events, look, file, setAside } = openHouse();
    events(later(note('a'), 1), later(alarm('gas#1', 'red'), 2));
    const second = setAside('z');
    second.events(later(note('b'), 3), {
      ...{ type: 'command', verb: 'silence', actor: 'desk:li', accepted: true, detail: '' },
      at: { boot: BOOT, mono: 4 },
    });
    const third = setAside('a');
    third.events(later(note('c'), 5));
    copyFileSync(join(dirname(file), 'journal-z.db'), join(dirname(file), 'journal-z.2.db')); // put back, and set aside again
    writeFileSync(join(dirname(file), 'journal-0badc0de0badc0de.db'), '');
    const seen: string[] = [];
    const epochs = new Set<string>();
    for (let before: string | undefined; ; ) {
      const asked = { limit: 2, ...(before === undefined ? {} : { before }) };
      const { entries, next, unreadable } = await look((dated, rows) => readLog(dated, rows, asked));
      for (const { epoch, words, utc } of entries) {
        epochs.add(epoch);
        if (!words.en.includes('clock')) seen.push(words.en);
        expect(utc).toBeGreaterThanOrEqual(START);
      }
      expect(unreadable).toEqual(next === null ? ['journal-0badc0de0badc0de.db'] : []);
      if (next === null) break;
      before = next;
    }
    expect(seen).toEqual(['c', 'li: silence', 'b', expect.stringContaining('Gas high, raised'), 'a']);
    expect(epochs.size).toBe(3);
    const audit = await look((dated, rows) => readAudit(dated, rows, { limit: 50 }));
    expect([audit.entries.map(({ act }) => act), audit.next]).toEqual([['silence'], null]);
    const whole = await look((dated, rows) => readLogWhole(dated, rows, { limit: 50 }));
    expect([whole.whole, whole.entries.length]).toEqual([false, 8]);
    const gone = { limit: 50, before: 'elsewhere.7' };
    expect((await look((dated, rows) => readLog(dated, rows, gone))).entries).toEqual([]);
  });

  it('goes past a journal that was set aside because it is damaged, and names it', async () => {
    const { events, look, file, setAside } = openHouse();
    events(later(note('a'), 1), later(alarm('gas#1', 'red'), 2));
    setAside('sound').events(...Array.from({ length: 300 }, (_, n) => later(note(`b ${n}`), 3 + n)));
    setAside('damaged').events(later(note('c'), 500));
    const damaged = join(dirname(file), 'journal-damaged.db');
    const bytes = readFileSync(damaged);
    writeFileSync(damaged, bytes.fill(0xff, Math.floor(bytes.length / 3)));
    const { entries, unreadable, next } = await look((dated, rows) => readLog(dated, rows, { limit: 200 }));
    const words = entries.map((one) => one.words.en).filter((one) => !one.includes('clock'));
    expect([words[0], words.at(-1), next]).toEqual(['c', 'a', null]);
    expect(unreadable).toEqual(['journal-damaged.db']);
    expect((await look((dated, rows) => lifeOf(dated, rows, 'gas#1'))).steps).toHaveLength(1);
  });

  it('has of one kind what is asked for, in both languages', async () => {
    const { events, look } = openHouse();
    events(note('a'), alarm('gas#1', 'red'), {
      ...{ type: 'command', verb: 'silence', actor: 'desk:li', accepted: false, detail: '' },
      at: { boot: BOOT, mono: 2 },
    });
    const page = async (kind: 'alarm' | 'act') =>
      (await look((dated, rows) => readLog(dated, rows, { limit: 50, kind }))).entries;
    const [raised] = await page('alarm');
    expect([raised?.words, raised?.severity, raised?.sure]).toEqual([
      { en: 'Gas sensor: Gas high, raised, at 30 %LEL', zh: 'Gas sensor：Gas high，报警，30 %LEL' },
      'red',
      true,
    ]);
    expect((await page('act')).map(({ words, actor }) => [words.en, actor])).toEqual([
      ['li: silence (refused)', 'desk:li'],
    ]);
  });

  it('says in Chinese what people did, what a lift did, and what the gateway says of itself', async () => {
    const { events, look } = openHouse();
    const at = { boot: BOOT, mono: 2 };
    const problem = formatProblem({ ...busProblem('bus.overloaded'), where: 'gas' });
    const seen = { from: [BOOT, 2], to: [BOOT, 5_000] } as const;
    const balked = liftDetails({ what: 'door-balked', door: 1, floor: 3, ...seen });
    events(
      { type: 'system', code: 'bus.overloaded', severity: 'orange', text: problem, at },
      { type: 'command', verb: 'silence', actor: 'desk:li', accepted: true, detail: '', at },
      {
        type: 'lift',
        lift: 'l',
        liftName: { en: 'Lift', zh: '客梯' },
        ...balked,
        at,
      },
    );
    const { entries } = await look((dated, rows) => readLog(dated, rows, { limit: 3 }, 'Asia/Shanghai'));
    expect(entries.map(({ words }) => words.zh)).toEqual([
      '客梯：门 1（3 层） 未打开，2026-11-01 08:00:00 至 2026-11-01 08:00:05',
      'li：消音',
      'gas：对这条总线的要求超出其能力：有读取被漏掉\n  → 请提高波特率、拆分总线，或降低变化缓慢的量的读取频率',
    ]);
  });

  it('gives a spreadsheet no formula, whatever somebody wrote as a name', async () => {
    expect(csv([['=1+1', 'a "b", c', -5, null]])).toBe('\uFEFF\'=1+1,"a ""b"", c",-5,\r\n');
    const { events, look } = openHouse();
    events(note('@SUM(A1)'));
    const { entries } = await look((dated, rows) => readLog(dated, rows, { limit: 1 }));
    expect(logCsv(entries, 'Asia/Shanghai', false).trimEnd().split('\r\n').at(-1)).toContain('older entries');
    expect(logCsv(entries, 'Asia/Shanghai')).not.toContain('older entries');
    expect(logCsv(entries, 'Asia/Shanghai')).toContain("2026-11-01 08:00:00,yes,2,system,note,,'@SUM(A1)");
  });
});
