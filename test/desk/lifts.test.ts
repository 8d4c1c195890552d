import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { healthText } from '../../gateway/cli/lift/healthText.ts';
import { liftVoice } from '../../gateway/cli/lift/voice.ts';
import { liftsNow as liftsAnswer } from '../../gateway/desk/http/api/liftsApi.ts';
import { liftDaysOf, liftNow, liftsNow, whenOf } from '../../gateway/desk/live/liftsNow.ts';
import { DeskJournal } from '../../gateway/desk/past/deskJournal.ts';
import { paperOf } from '../../gateway/desk/past/liftPapers.ts';
import { recordedDays, tripsOf } from '../../gateway/desk/past/liftPast.ts';
import { quarantine } from '../../gateway/journal/past/quarantine.ts';
import { openJournalReader } from '../../gateway/journal/read/reader.ts';
import { findingsOf } from '../../gateway/lift/health/findings.ts';
import { FaultNames } from '../../gateway/reports/lift/faultNames.ts';
import { readJournalOfLifts } from '../../gateway/reports/lift/readHistory.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { ago, boot, dayOf, liftView, NOW, RECENT, UTC } from '../cli/lift/liftScreenFixture.ts';
import { liftSite } from '../harness/liftHouse.ts';
import { temporaryFolder } from '../journal/samples.ts';
import { journalOf, madeUpRows, OCTOBER } from '../reports/lift/madeUpJournal.ts';
import { clockRow } from '../reports/lift/simulatedMonth.ts';
import { installationOf } from '../site/fixture.ts';

const now = { boot, mono: NOW };
const SHOWN = { labels: {}, faults: new FaultNames(shippedLiftTables()) };

describe('a lift as the page shows it', () => {
  it('is where it is written on the wall, with what is not certain named as such', () => {
    const shown = liftNow(liftView(), now);
    expect(shown.car).toEqual({ floor: '3', direction: 'stopped', moving: false, speedMmS: 0 });
    expect([shown.door, shown.service, shown.person]).toEqual(['closed', 'normal', false]);
    expect(shown.unsure).toContainEqual({ what: 'person', quality: 'substituted' });
    const time = { mono: NOW, utc: null, quality: 'unsynced' } as const;
    const screen = { gateway: 'g', now, time, timeZone: 'UTC', lifts: [liftView()] };
    expect(liftsAnswer.parse(liftsNow(screen)).lifts[0]?.id).toBe('lift-a');
  });

  it('says in words what to look at first, and how long a fault has stood in this boot alone', () => {
    const fault = {
      class: 'doorClosing',
      vendor: 'monarch',
      code: 53,
      sub: null,
      level: 5,
      suffix: null,
    } as const;
    const active = (mono: number, of: string) => ({
      ...{ fault, from: { boot: of, mono }, floor: 4, exact: true, goneAt: null },
    });
    const shown = liftNow(liftView({ faults: [active(5, boot), active(5, 'before')], recent: RECENT }), now);
    expect(shown.faults.map(({ code, sinceMono }) => [code, sinceMono])).toEqual([
      ['E53', 5],
      ['E53', null],
    ]);
    expect(shown.faults[0]?.words.zh).toMatch(/\p{Script=Han}/u);
    expect(shown.findings.every(({ what }) => what.en !== '' && what.zh !== what.en)).toBe(true);
  });

  it('tells the time of day of the last time of a fault, where this boot saw it', () => {
    const [day] = RECENT.slice(-1);
    if (day === undefined) throw new Error('no day');
    const came = (of: string) => {
      const fault = { key: 'monarch/48', class: 'doorOpening', code: 48, stops: true } as const;
      const faults = [{ ...fault, floors: [2, 2, 2], last: { boot: of, mono: NOW - 3_600_000 } }];
      const recent = [{ ...day, faults }];
      return liftView({ recent, findings: findingsOf({ first: recent, recent }) });
    };
    const screen = { now, time: { mono: NOW, utc: UTC, quality: 'ntp' }, timeZone: 'Asia/Shanghai' } as const;
    const shown = (of: string) =>
      JSON.stringify(liftNow(came(of), now, whenOf(screen)).findings.map(({ what }) => what));
    expect(shown(boot)).toContain('last on 2026-11-25 09:15:06');
    expect(shown('before')).toContain(`last on ${day.day}:`);
    const { recent: days, findings } = came(boot);
    const health = healthText([], { ...SHOWN, days, findings }, liftVoice(screen, 'en'));
    expect(health.replaceAll(/\s+/g, ' ')).toMatch(/last on (.*, )?09:15:06/);
  });

  it('that is silent keeps the entrapment that stood, and says that it is not known any more', () => {
    const entrapment = {
      phase: 'confirmed',
      since: ago(10),
      known: false,
      inhibited: false,
      basis: [],
    } as const;
    expect(liftNow(liftView({ entrapment }), now).entrapment).toMatchObject({
      phase: 'confirmed',
      known: false,
    });
  });

  it('has its days with the share of time in which it ran', () => {
    const out = dayOf('2026-11-25', { availability: { upMs: 0, downMs: 0, unseenMs: 1, share: null } });
    expect(liftDaysOf([...RECENT, out], null).days.at(-1)).toEqual({
      ...{ day: '2026-11-25', trips: 52, doorCycles: 60, faults: 0, availability: null },
    });
  });
});

describe('what a lift did', () => {
  it('is read from the journal, newest first: its trips with the floors of its wall, its days where guard is away', async () => {
    const file = join(temporaryFolder(), 'journal.db');
    journalOf(file, madeUpRows());
    const journal = new DeskJournal(() => file);
    onTestFinished(() => journal.close());
    const trips = await journal.look((dated, rows) =>
      tripsOf(dated, rows, { lift: 'lift-a', floors: { 1: 'B1' } }),
    );
    if (!trips.ok) throw new Error(trips.error.code);
    const known = trips.value.trips.flatMap(({ utc }) => (utc === null ? [] : [utc]));
    expect(known.length).toBeGreaterThan(0);
    expect(known).toEqual(known.toSorted((a, b) => b - a));
    expect(new Set(trips.value.trips.flatMap(({ from, to }) => [from, to]))).toContain('B1');
    const days = await journal.look((_, rows) => recordedDays(rows, 'lift-a'));
    expect(days.ok && days.value.length).toBe(31);
    const installation = installationOf(liftSite);
    const [lift] = installation.lifts;
    if (lift === undefined) throw new Error('no lift');
    const asked = { reader: 'regulator', language: 'zh', month: '2026-11', made: null } as const;
    const paper = await journal.look((_, rows) => paperOf(rows, lift, installation, asked));
    expect(paper.ok && paper.value).toMatch(/按需维保档案[\s\S]*困人[\s\S]*2026-11-08 1\d:/);
    expect(paper.ok && paper.value).not.toMatch(/<script|undefined|NaN/);
    const other = await journal.look((_, rows) => recordedDays(rows, 'nobody'));
    expect(other.ok && other.value).toEqual([]);
  });

  it('stands in the papers also where the journal of that time was set aside, on the page as on the command line', async () => {
    const file = join(temporaryFolder(), 'journal.db');
    journalOf(file, madeUpRows());
    const before = openJournalReader(file);
    if (!before.ok) throw new Error(before.error.what);
    const { epoch } = before.value.identity();
    before.value.close();
    quarantine(file, epoch);
    journalOf(file, [clockRow(OCTOBER + 40 * 86_400_000, 0, 'b2b2b2b2b2b2b2b2')]);
    const journal = new DeskJournal(() => file);
    onTestFinished(() => journal.close());
    const installation = installationOf(liftSite);
    const [lift] = installation.lifts;
    if (lift === undefined) throw new Error('no lift');
    const asked = { reader: 'regulator', language: 'zh', month: '2026-11', made: null } as const;
    const paper = await journal.look((_, rows) => paperOf(rows, lift, installation, asked));
    expect(paper.ok && paper.value).toMatch(/按需维保档案[\s\S]*困人[\s\S]*2026-11-08 1\d:/);
    const read = readJournalOfLifts(file);
    const known = read.ok ? read.value.lifts.find((one) => one.lift === 'lift-a') : undefined;
    expect(known?.days[0]?.day).toBe('2026-10-01');
  });
});
