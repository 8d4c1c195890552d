import { describe, expect, test } from 'vitest';
import { plain } from '../../../gateway/cli/alarms/paint.ts';
import { widthOf } from '../../../gateway/cli/columns.ts';
import { fitted, liveScreen } from '../../../gateway/cli/values/liveScreen.ts';
import type { ValuePoint, ValueScreen } from '../../../gateway/control/valueScreen.ts';
import { LANGUAGES } from '../../../gateway/text/language.ts';
import { alarm, EVERY_STATE, screenOf } from '../../guard/verbs/screenFixture.ts';

const point = (device: string, i: number): ValuePoint => ({
  ...{
    point: `${device}/concentration_${i}`,
    name: { en: 'Gas', zh: '燃气' },
    value: i,
    valueName: null,
    unit: '%LEL',
  },
  ...{
    decimals: 1,
    quality: 'good',
    at: { boot: 'b', mono: 0 },
    periodMs: 1000,
    alarm: i === 0 ? 'red' : null,
  },
  limits: [{ side: 'high', severity: 'red', value: 50 }],
});
const VALUES: ValueScreen = {
  ...{ gateway: { id: 'g', name: '演示楼', timeZone: 'Asia/Shanghai' }, boot: 'b', now: 1000, utc: 0 },
  devices: ['gas-101', 'gas-201', 'gas-301', 'gas-401'].map((device) => ({
    ...{ device, name: { en: 'Gas detector in the kitchen', zh: '厨房燃气探测器' }, place: null },
    ...{ line: 'gas', state: 'online', points: Array.from({ length: 8 }, (_, i) => point(device, i)) },
  })),
};
const said = ['courier: guard answers', `guard: ${'a long line '.repeat(30)}`];
const scene = { values: VALUES, alarms: screenOf(EVERY_STATE), said, keys: 'live.keys' } as const;

describe.each(LANGUAGES)('the live view in %s', (language) => {
  test.each([
    [80, 24],
    [120, 40],
    [200, 50],
  ])('fits into a terminal of %d × %d', (columns, rows) => {
    const picture = liveScreen(scene, { columns, rows }, language, plain);
    expect(picture.length).toBeLessThanOrEqual(rows);
    for (const row of picture) expect(widthOf(row), row).toBeLessThanOrEqual(columns);
  });

  test('shows all values side by side where there is room for that alone', () => {
    const text = liveScreen(scene, { columns: 200, rows: 40 }, language, plain).join('\n');
    for (const { points } of VALUES.devices)
      for (const { value } of points) expect(text).toContain(`concentration_${value}`);
    expect(text).not.toMatch(/rows more|还有/);
  });

  test('says how much it cannot show', () => {
    const narrow = liveScreen(scene, { columns: 80, rows: 24 }, language, plain).join('\n');
    expect(narrow).toMatch(language === 'en' ? /… \d+ rows more/ : /还有 \d+ 行/);
  });

  test('waits for guard with what is said meanwhile', () => {
    const waiting = liveScreen({ ...scene, values: null }, { columns: 80, rows: 24 }, language, plain);
    expect(waiting.join('\n')).toContain('courier: guard answers');
  });
});

describe('alarms in the live view', () => {
  const rows = (alarms: Parameters<typeof screenOf>[0], language: 'en' | 'zh' = 'en') =>
    liveScreen({ ...scene, alarms: screenOf(alarms) }, { columns: 200, rows: 60 }, language, plain);

  test('one that is over is told from one that stands, and stands behind it; each names its device', () => {
    const over = alarm({
      ...{ occurrence: 'a#1', rule: 'a', to: 'returned-unacknowledged' },
      condition: 'returned-unacknowledged',
    });
    const text = rows([over, alarm({})]);
    const [stands, gone] = text.filter((row) => row.startsWith('gas-301  '));
    expect(stands).toMatch(/^gas-301 {2}red .*limit/);
    expect(stands).not.toContain('·');
    expect(gone).toMatch(/ · over, unacknowledged$/);
    expect(rows([over], 'zh').join('\n')).toContain(' · 已恢复，未确认');
  });

  test('what has no room is counted, and what is wrong with the gateway itself is there', () => {
    const many = Array.from({ length: 9 }, (_, i) => alarm({ occurrence: `a#${i}` }));
    const text = rows(many).join('\n');
    expect(text).toContain('… 4 alarms more: lifeline alarms');
    expect(text).toContain('/var: the disk is full → make room');
  });
});

test('a text is cut where a Chinese character would stand over the edge', () => {
  expect(fitted('厨房燃气', 8)).toBe('厨房燃气');
  expect(fitted('厨房燃气', 7)).toBe('厨房燃…');
  expect(fitted('厨房燃气', 6)).toBe('厨房…');
});

test('the live view counts a changed site down before it goes back', () => {
  const quiet = screenOf([]);
  const trial = { revision: '0123456789ab', by: 'desk:Li', until: quiet.now + 540_000 };
  const picture = liveScreen(
    { ...scene, alarms: { ...quiet, trial } },
    { columns: 160, rows: 40 },
    'en',
    plain,
  );
  expect(picture[1]).toMatch(/^a changed site by Li is on trial until .*\(in 9 min\)/);
});
