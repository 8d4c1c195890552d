import { expect, test } from 'vitest';
import { type Examination, examine } from '../../../gateway/reports/examination/examination.ts';
import { trendOf } from '../../../gateway/reports/examination/trend.ts';
import { halfYearPaper } from './halfYearPaper.ts';

function report(from: string, to: string, language: 'en' | 'zh' = 'en', now = Date.UTC(2026, 10, 1)) {
  return halfYearPaper({ from, to, language, now });
}

const of = (data: Examination, point: string) => data.findings.find((one) => one.point === point);

test('a simulated half year: the leaning wall is normal, the opening crack is looked at, gas was abnormal', () => {
  const { data, page } = report('2026-05-01', '2026-10-31', 'zh');
  expect(of(data, 'wall-n/tilt_x')).toMatchObject({ verdict: 'normal', why: 'quiet', watched: 1, gaps: [] });
  expect(of(data, 'gauge/displacement')).toMatchObject({
    ...{ verdict: 'attention', why: 'moves' },
    gaps: [{ from: '2026-06-30', to: '2026-07-20' }],
  });
  expect(of(data, 'gauge/displacement')?.trend?.perMonth).toBeCloseTo(0.1, 2);
  expect(of(data, 'gas-301/concentration')).toMatchObject({
    verdict: 'abnormal',
    why: 'alarms',
    highest: 23,
  });
  expect(of(data, 'gauge-2/displacement')).toMatchObject({ verdict: 'undecided', why: 'few-days' });
  expect(data.systems).toEqual([
    { system: 'structure', verdict: 'attention' },
    { system: 'gas', verdict: 'abnormal' },
    { system: 'water', verdict: 'normal' },
    { system: 'climate', verdict: 'normal' },
    { system: 'lift', verdict: 'abnormal' },
    { system: 'other', verdict: 'normal' },
  ]);
  expect(data.alarms).toMatchObject([
    { test: true },
    { from: '2026-08-09T00:00:00.000Z', minutes: 60, severity: 'red' },
  ]);
  // what of a system could not be judged stands beside what is odd about it
  expect(page).toMatch(/2 层裂缝：每月变化[^<]*5 层裂缝：数据不足/);
  for (const word of ['异常', '关注', '无法判断', '正常', '花园里12号3栋', '2026-06-30 – 2026-07-20'])
    expect(page).toContain(word);
});

test('a period with too little data says so, and one without any does too', () => {
  const { data, page } = report('2026-10-25', '2026-11-20', 'en', Date.UTC(2026, 10, 21));
  expect(new Set(data.systems.map(({ verdict }) => verdict))).toEqual(new Set(['undecided']));
  expect(page).toContain('cannot be judged');
  expect(page).not.toMatch(/<b>normal<\/b>/);
  const empty = report('2026-01-01', '2026-01-31');
  expect(empty.data.systems.every(({ verdict }) => verdict === 'undecided')).toBe(true);
});

test('a few wild days do not move a rate, and fewer than a fortnight has none', () => {
  const day = (i: number, mean: number) => ({
    ...{ day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10) },
    ...{ min: mean, mean, max: mean, n: 1, watchedMs: 86_400_000 },
  });
  const days = Array.from({ length: 60 }, (_, i) => day(i, i % 13 === 5 ? 50 : 0.01 * i));
  expect(trendOf(days)?.perMonth).toBeCloseTo(0.304, 1);
  expect(trendOf(days.slice(0, 13))).toBeNull();
  const head = { gateway: 'g', building: null, from: '2026-01-01', to: '2026-01-02', gone_rows: 0 };
  const issued = { utc: null, quality: 'unsynced' };
  expect(examine({ ...head, issued, alarms: [], points: [], lifts: [], facts: null }).systems).toEqual([]);
});

test('what nobody watched is never said to have had no alarm, and a gap is told wherever a point is called well', () => {
  expect(report('2026-01-01', '2026-01-31').page).toContain('nothing was watched in this period');
  const { page } = report('2026-06-25', '2026-07-25');
  expect(page).toContain('Part of the period was not watched');
  expect(page).not.toContain('None in this period');
  const { data, page: whole } = report('2026-05-01', '2026-10-31');
  expect(whole).toContain('a month, watched for 88.5 % of the period');
  expect(data.alarms[1]).toMatchObject({ value: 23, limit: 20, unit: '%LEL' });
  expect(whole).toContain('2026-08-09 00:00:00 UTC');
  expect(whole).toContain('Gas, kitchen 301 · 23 %LEL, limit 20 %LEL');
});

test('an alarm that began before the period and stood in it is told; days to come are refused', () => {
  expect(report('2026-08-09', '2026-08-20').data.alarms.length).toBe(1);
  expect(report('2026-08-10', '2026-08-20').data.alarms).toEqual([]);
  expect(() => report('2026-10-01', '2027-03-31')).toThrow('the period ends after today, 2026-11-01');
});
