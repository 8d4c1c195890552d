import { expect, test } from 'vitest';
import { examinationPage } from '../../../gateway/reports/examination/examinationPage.ts';
import { FEW, HALF, halfYearPaper, SITE, textOf } from './halfYearPaper.ts';

test('limits are told with the clause that they come from and how sure it is', () => {
  const { data, page } = halfYearPaper(HALF);
  const tilt = data.findings.find(({ point }) => point === 'wall-n/tilt_x')?.facts;
  expect(tilt?.limits.find(({ side }) => side === 'rises')).toMatchObject({
    ...{
      unit: '°',
      window_s: null,
      from_baseline: true,
      levels: { blue: 0.06, yellow: 0.115, orange: 0.23, red: 0.57 },
    },
    bases: expect.arrayContaining([
      expect.objectContaining({
        ...{ severities: ['orange'], clause: 'GB 50007-2011', confidence: 'engineering' },
      }),
    ]),
  });
  const text = textOf(page);
  expect(text).toMatch(/rises blue 0\.06, yellow 0\.115, orange 0\.23, red 0\.57 °, from baseline/);
  expect(text).toContain('orange: GB 50007-2011; our proposal after 4 ‰');
  expect(text).toContain('an engineering value');
  expect(text).toContain('step red 0.57 ° our proposal');
  expect(text).toMatch(/Gas, kitchen 301 high yellow 10, red 20 %LEL chosen for this site/);
});

test('without the site file limits, baselines and thermometers are told as unknown, not as none', () => {
  const { data, page } = halfYearPaper({ ...HALF, site: null });
  expect(data.findings.every(({ facts }) => facts === undefined)).toBe(true);
  const text = textOf(page);
  expect(text).toContain('The site file was not at hand');
  expect(text).toContain('not known which temperature belongs to it');
  expect(text).toMatch(/Wall north, tilt ° not known/);
  expect(text).not.toContain('No rule in force');
  expect(text).not.toContain('no temperature is measured beside it');
});

test('a baseline is told as the sensor reads it, and what stands beside it is told from it', () => {
  const { data, page } = halfYearPaper(HALF);
  const wall = data.findings.find(({ point }) => point === 'wall-n/tilt_x');
  expect(wall?.facts?.baseline).toBe(0.35);
  expect(wall?.now).toBeCloseTo(0.12, 2); // as guard wrote it, which had subtracted the baseline
  expect(textOf(page)).toMatch(/Wall north, tilt ° 0\.35 0\.1[12]/);
  expect(textOf(page)).toMatch(/Crack, level 2 mm not set \d/);
});

test('temperature stands beneath a drift, with its own change; that there is none is said', () => {
  const text = textOf(halfYearPaper(HALF).page);
  expect(text).toMatch(
    /Wall north, tilt: [^·]*· beneath: Wall north, temperature, changed by -[67]\.?\d* °C/,
  );
  expect(text).toMatch(/Crack, level 2: [^·]*· no temperature is measured beside it/);
  const few = textOf(halfYearPaper(FEW).page);
  expect(few).toMatch(/· beneath: Wall north, temperature, °C/);
});

test('a lift has its line; one that was not watched is not called well, and its figures are not nought', () => {
  const { data, page } = halfYearPaper(HALF);
  expect(data.lifts).toMatchObject([
    {
      lift: 'lift-a',
      entrapments: 1,
      failures: 1,
      visits: 1,
      watched: 1,
      verdict: 'abnormal',
      why: 'entrapments',
    },
  ]);
  expect(data.lifts?.[0]?.trips).toBe(52 * 184);
  expect(textOf(page)).toMatch(/Lift A 100 % 99\.9 % 9568 1 1 0 1 ABNORMAL/);
  const { data: few, page: printed } = halfYearPaper(FEW);
  expect(few.lifts?.[0]).toMatchObject({ verdict: 'undecided', why: 'gaps' });
  expect(textOf(printed)).toMatch(/Lift A: watched for only 25\.9 % of the period/);
  const { page: none } = halfYearPaper({ ...FEW, from: '2026-01-01', to: '2026-01-31' });
  expect(textOf(none)).toMatch(/Lift A 0 % no data no data no data no data no data no data cannot be judged/);
});

test('what was changed is told with who and why, the same on one day as one, and the rest of the year is not', () => {
  const { data, page } = halfYearPaper({ ...HALF, language: 'zh' });
  expect(data.changes?.map(({ what, by, count }) => [(what as { zh: string }).zh, by, count])).toEqual([
    ['暂时搁置', '王芳', 3],
    ['保留现场文件：5 层新装裂缝计', '王芳', 1],
    ['软件 0.9.0 → 1.0.0', null, 1],
    ['新增测点 1 个：5 层裂缝', null, 1],
  ]);
  expect(textOf(page)).toMatch(/暂时搁置，当日 3 次 王芳/);
  const { page: spring } = halfYearPaper({ ...HALF, from: '2026-05-01', to: '2026-05-31' });
  expect(textOf(spring)).toMatch(/What was changed None is on record\./);
});

test('an alarm of a bump test is told and not counted; another is told with how soon somebody had seen it', () => {
  const { data, page } = halfYearPaper(HALF);
  expect(data.findings.find(({ point }) => point === 'gas-301/concentration')?.alarms).toBe(1);
  const text = textOf(page);
  expect(text).toContain('1 in all (red 1); the longest 60 min; seen after 6 min (median of 1)');
  expect(text).toContain('During bump tests, and not counted (1): Gas leak.');
  const { page: may } = halfYearPaper({ ...HALF, from: '2026-05-02', to: '2026-06-10' });
  expect(textOf(may)).not.toContain('in all (');
});

test('a door that is told when it changes was watched for all of the time in which it was known', () => {
  const { data } = halfYearPaper(HALF);
  const door = data.findings.find(({ point }) => point === 'board/input1');
  expect(door).toMatchObject({ system: 'other', watched: 1, gaps: [], days: [] });
});

test('points of which the same is said stand together, and the first of many are named', () => {
  const { data } = halfYearPaper(HALF);
  const one = data.findings.find(({ point }) => point === 'riser/pressure');
  if (one === undefined) throw new Error('no riser');
  const many = Array.from({ length: 12 }, (_, i) => ({ ...one, name: `Riser ${i + 1}` }));
  const page = (language: 'en' | 'zh') =>
    textOf(examinationPage({ ...data, findings: many }, null, language));
  expect(page('en')).toContain('/ Riser 7 / Riser 8 and 4 more: no alarm');
  expect(page('zh')).toContain('、Riser 8等，另有 4 个：无报警');
});

test('limits of another building are refused', () => {
  const other = { ...SITE, gateway: { ...SITE.gateway, id: 'elsewhere' } };
  expect(() => halfYearPaper({ ...HALF, site: other })).toThrow(
    'its limits would be told of another building',
  );
});
