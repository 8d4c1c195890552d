import { expect, test } from 'vitest';
import { type Paint, plain } from '../../../gateway/cli/alarms/paint.ts';
import { timeText, valuesRows } from '../../../gateway/cli/values/valuesText.ts';
import type { ValuePoint, ValueScreen } from '../../../gateway/control/valueScreen.ts';

const NOW = 100_000;

const pressure: ValuePoint = {
  ...{
    point: 'main/pressure',
    name: { en: 'Pressure', zh: '压力' },
    value: 0.3,
    valueName: null,
    unit: 'MPa',
  },
  ...{ decimals: 3, quality: 'good', at: { boot: 'b', mono: NOW - 2_000 }, periodMs: 1000, alarm: 'red' },
  limits: [
    { side: 'low', severity: 'red', value: 0.07 },
    { side: 'high', severity: 'yellow', value: 0.6 },
  ],
};
const level: ValuePoint = {
  ...pressure,
  ...{ point: 'main/level', unit: 'm', limits: [], alarm: null, value: null, quality: 'sensor-failure' },
};
const door: ValuePoint = { ...level, point: 'main/door', unit: '', value: true, quality: 'good' };
const never: ValuePoint = { ...level, point: 'main/flow', quality: null, at: null };
const SCREEN: ValueScreen = {
  ...{ gateway: { id: 'house-1', name: 'House', timeZone: 'Asia/Shanghai' }, boot: 'b', now: NOW },
  utc: Date.UTC(2026, 10, 25, 2, 15, 6),
  devices: [
    {
      ...{ device: 'main', name: { en: 'Main', zh: '总管' }, place: null, line: 'rs485', state: 'online' },
      points: [pressure, level, door, never],
    },
  ],
};

test('every value is shown with unit, quality, age and where alarms begin; what is not there is no number', () => {
  expect(valuesRows(SCREEN, { language: 'en', paint: plain }).join('\n')).toBe(
    [
      '  point         value  quality         age  alarms at',
      'Main (main), line rs485: online',
      '  pressure  0.300 MPa  good            2 s  ≤ 0.07 red, ≥ 0.6 yellow',
      '  level             –  sensor failure  2 s',
      '  door            yes  good            2 s',
      '  flow              –  not read yet',
    ].join('\n'),
  );
  expect(valuesRows(SCREEN, { language: 'zh', paint: plain }).slice(1, 3)).toEqual([
    '总管（main），总线 rs485：在线',
    '  pressure  0.300 MPa  正常        2 秒  ≤ 0.07 红色、≥ 0.6 黄色',
  ]);
});

test('a value under an alarm has its colour', () => {
  const painted: string[] = [];
  const paint: Paint = (colour, text) => {
    painted.push(`${colour} ${text.trim()}`);
    return text;
  };
  valuesRows(SCREEN, { language: 'en', paint });
  expect(painted.filter((text) => text.startsWith('red'))).toEqual([
    'red pressure  0.300 MPa  good            2 s  ≤ 0.07 red, ≥ 0.6 yellow',
  ]);
});

test('the time is the one of the gateway, in the zone that its site file names', () => {
  expect(timeText(SCREEN, 'en')).toBe('25 Nov 2026, 10:15:06 Asia/Shanghai');
  expect(timeText({ ...SCREEN, utc: null }, 'en')).toBe('the time of day is not known yet');
});
