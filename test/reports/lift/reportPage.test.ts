import { describe, expect, it } from 'vitest';
import { CivilTimes, daysIn } from '../../../gateway/reports/lift/civilTimes.ts';
import { FaultNames } from '../../../gateway/reports/lift/faultNames.ts';
import { historiesOf } from '../../../gateway/reports/lift/history.ts';
import { type MonthReport, monthReport } from '../../../gateway/reports/lift/monthReport.ts';
import { reportPage } from '../../../gateway/reports/lift/page/reportPage.ts';
import { sparkline } from '../../../gateway/reports/lift/page/sparkline.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import type { EventBody } from '../../../gateway/telemetry/wire/model.ts';
import type { Language } from '../../../gateway/text/language.ts';
import { soak } from '../../harness/soak.ts';
import { madeUpRows, NASTY, OCTOBER, recordsUntil } from './madeUpJournal.ts';
import { clockRow, dayHappening, liftEvent, simulatedMonth } from './simulatedMonth.ts';

const times = new CivilTimes('UTC');
const faults = new FaultNames(shippedLiftTables());

function reported(month: string, rows: readonly EventBody[] = madeUpRows(), lift = 0): MonthReport {
  const history = historiesOf(rows)[lift];
  if (history === undefined) throw new Error('no lift');
  const about = {
    ...{
      gateway: 'house-1',
      gatewayName: { en: 'Small house', zh: '小楼' },
      lift: history.lift,
      name: history.name,
    },
    ...{ place: 'Garden Lane 7', registration: '3110500', labels: { 1: '-1', 2: '1', 3: '2', 4: '3' } },
  };
  return monthReport(about, history, month, { goneEvents: 0, monthOf: (utc) => times.month(utc) });
}

const page = (report: MonthReport, language: Language = 'en') =>
  reportPage(report, { language, times, faults, made: Date.UTC(2026, 11, 1) });

/** The page as it is read: without style and markup. */
function legible(html: string): string {
  return html
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/\n\s*\n+/g, '\n');
}

/** What a page is made of, whatever language it is in; numbers of rows and cells included. */
function structure(html: string): string[] {
  return [...html.replace(/<style>.*<\/style>/s, '').matchAll(/<(\/?[a-z0-9]+)[^>]*?(\/?)>/g)].map(
    ([, name = '', closed = '']) => name + closed,
  );
}

describe('the report of a month', () => {
  it('adds up the days of that month alone, and holds doors against the first thirty days', () => {
    const november = reported('2026-11');
    expect(november.days).toHaveLength(24);
    expect(november.rates).toMatchObject({ trips: 24 * 52, failures: 3, entrapments: 1, visits: 1 });
    expect(november.complete).toMatchObject({ days: 30, undated: 2, unseen: 1 });
    expect(november.complete.missing).toHaveLength(6);
    expect(november.baseline).toEqual({ from: '2026-10-01', to: '2026-10-30', days: 30 });
    const fourth = november.landings.find(({ floor }) => floor === 4);
    expect(fourth).toMatchObject({
      label: '3',
      balks: 2,
      open: { drift: { before: 2200, now: 2640 } },
      close: { drift: { share: 0 } },
    });
    expect(november.findings.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['entrapments', 'fault-repeats-floor', 'door-opens-slower', 'door-balks']),
    );
  });

  it('knows nothing of later months', () => {
    const october = reported('2026-10');
    expect(october.days).toHaveLength(31);
    expect(october.faults).toEqual([]);
    expect(october.findings.map(({ key }) => key)).toEqual(['no-visit']);
  });

  it.each(['en', 'zh'] as const)('is whole in %s: nothing between braces, nothing undefined', (language) => {
    const text = legible(page(reported('2026-11'), language));
    expect(text).not.toMatch(/[{}]|undefined|NaN|Infinity|\bnull\b|\[object/);
    expect(text).toContain('E53');
    expect(text).toContain(language === 'en' ? 'November 2026' : '2026年11月');
    expect(text).toContain('2026-11-08 08:41:00');
  });

  it('has the same parts in both languages, and no word of the other', () => {
    const [english, chinese] = [page(reported('2026-11'), 'en'), page(reported('2026-11'), 'zh')];
    expect(structure(chinese)).toEqual(structure(english));
    expect(legible(english)).not.toMatch(/[\u4e00-\u9fff]/);
    const words = legible(chinese).replaceAll(
      /house-1|lift-a|UTC|Garden Lane|Li Wei|nice|monarch|EN 81-20|TSG T5002|Lifeline|GB|ISO|E\d\d|mm|p50|p95/g,
      '',
    );
    expect(words).not.toMatch(/[a-z]{3,}/i);
  });

  it('calls a floor what is written there, also in what to look at first', () => {
    const text = legible(page(reported('2026-11')));
    expect(text).toMatch(/Fault E53 \(door lock\) came 2 times, always at floor 3,/);
    expect(text).toMatch(/The door at floor 3 opens in 2\.6 s; it was 2\.2 s/);
  });

  it('takes no name for markup', () => {
    const report = reported('2026-11', madeUpRows(), 1);
    expect(report.name).toEqual(NASTY);
    for (const language of ['en', 'zh'] as const) {
      const html = page(report, language);
      expect(html).not.toMatch(/<script|<b>B|<i>Wang/);
      expect(html).toContain('&lt;i&gt;Wang&lt;/i&gt;');
    }
  });

  it('needs nothing from elsewhere', () => {
    expect(page(reported('2026-11'))).not.toMatch(/https?:|<link|<script|<img|url\(|@import/);
  });

  it('of a month without a day says so, and does not say that nothing happened', () => {
    const text = legible(page(reported('2026-09')));
    expect(text).toContain('The journal has no whole day of this month');
    expect(text).toContain('0 of 30 days recorded');
    expect(text).not.toMatch(/No fault|Nobody was found|NaN|undefined/);
    expect(legible(page(reported('2026-09'), 'zh'))).toContain('无法给出指标');
  });

  it('never calls a month whole in which something was not seen', () => {
    const text = legible(page(reported('2026-11')));
    expect(text).not.toContain('nothing is missing');
    expect(text).toContain('no record of: 25, 26, 27, 28, 29, 30');
    expect(text).toContain('after 2026-11-12 10:00:00');
    expect(legible(page(reported('2026-10')))).toContain('nothing is missing');
  });

  it('marks what is from memory, and that it is no requirement', () => {
    const text = legible(page(reported('2026-11')));
    expect(text).toMatch(/EN 81-20[^\n]*\n+from memory, check the standard/);
    expect(text).toContain('not to be quoted as its requirement');
  });
});

it('two doors of a car are told apart, with what their motors draw against their first days', () => {
  const two = (mA: number) => ({
    1: { cycles: 40, reversals: 1, balks: 0, currentMa: { p50: mA, p95: mA + 9, count: 80 } },
    2: { cycles: 20, reversals: 0, balks: 2, currentMa: null },
  });
  const rows = recordsUntil(24).map((record, i) =>
    liftEvent(dayHappening({ ...record, doors: two(i < 45 ? 420 : 560) }), 60_000 * i),
  );
  const report = reported('2026-11', [clockRow(OCTOBER), ...rows]);
  expect(report.carDoors).toMatchObject([
    { door: '1', cycles: 24 * 40, reversals: 24, balks: 0, currentMa: 420 },
    { door: '2', cycles: 24 * 20, reversals: 0, balks: 48, currentMa: null, drift: null },
  ]);
  expect(legible(page(report))).toMatch(/\n1\n960\n24\n0\n420\n\+33 %\n2\n480\n0\n48\n–\n–\n/);
  expect(report.findings.map(({ key }) => key)).toContain('door-current');
});

describe('a line of a landing', () => {
  it('is broken where a day is missing, and flat where the days hardly differ', () => {
    const broken = sparkline([2200, 2210, null, 2205, 2200], null).markup;
    expect(broken.match(/<polyline/g)).toHaveLength(2);
    const heights = [...broken.matchAll(/,(\d+(?:\.\d)?)/g)].map(([, y]) => Number(y));
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
    expect(sparkline([null, null], 2200).markup).not.toContain('svg');
    expect(sparkline([0, 0], null).markup).not.toMatch(/NaN|Infinity/);
  });
});

it('months have the days of their calendar', () => {
  expect(['2026-02', '2028-02', '2026-11', '2026-12', '2000-02', '1900-02'].map(daysIn)).toEqual([
    28, 29, 30, 31, 29, 28,
  ]);
});

it('a simulated lift is reported as its trips were told', () => {
  const days = soak(1);
  const startMs = Date.UTC(2026, 10, 1);
  const { rows } = simulatedMonth({ startMs, days, script: [], repairsMs: [] });
  const report = reported('2026-11', rows);
  const trips = rows.filter(
    (row) => row.type === 'lift' && row.what === 'trip' && row.at.mono < days * 86_400_000,
  );
  expect(report.days).toHaveLength(days);
  expect(report.rates.trips).toBe(trips.length);
  expect(trips.length).toBeGreaterThan(30 * days);
  expect(report.complete.undated).toBe(0);
  expect(report.landings.reduce((sum, { cycles }) => sum + cycles, 0)).toBe(report.doorCycles);
  expect(legible(page(report, 'zh'))).not.toMatch(/[{}]|undefined|NaN/);
});
