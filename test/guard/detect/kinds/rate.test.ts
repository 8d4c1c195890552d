import { describe, expect, test } from 'vitest';
import { DAY, HOUR, levelsOn, MINUTE, NOVEMBER, Watching } from './watching.ts';

const PRESSURE = 'main/pressure';
const TILT = 'tilt/tilt_x';

describe('a rate over less than an hour', () => {
  const rule = {
    kind: 'rate',
    point: PRESSURE,
    unit: 'bar',
    windowS: 60,
    rising: { yellow: 0.5, red: 1 },
    falling: { orange: 0.5 },
    deadband: 0.1,
  };

  test('holds as soon as the value has risen so far above the lowest of the window', () => {
    const rate = new Watching(rule);
    rate.hold(0, 100, 3);
    expect(levelsOn(rate, rate.read(100, 3.45))).toBe('rising yellow band');
    const found = rate.read(101, 3.6);
    expect(levelsOn(rate, found)).toBe('rising yellow on');
    expect(found?.value).toBeCloseTo(0.6);
    expect(levelsOn(rate, rate.read(102, 4))).toBe('rising yellow on, rising red on');
  });

  test('is over when the window has passed with the new value', () => {
    const rate = new Watching(rule);
    rate.hold(0, 100, 3);
    expect(levelsOn(rate, rate.hold(100, 155, 3.6))).toBe('rising yellow on');
    expect(levelsOn(rate, rate.hold(155, 165, 3.6))).toBe('');
  });

  test('counts a fall downwards, and shows it as negative', () => {
    const rate = new Watching(rule);
    rate.hold(0, 60, 3);
    const found = rate.read(60, 2.4);
    expect(levelsOn(rate, found)).toBe('falling orange on');
    expect(found?.value).toBeCloseTo(-0.6);
  });

  test('never is a slow course', () => {
    const rate = new Watching(rule);
    for (let s = 0; s < 3600; s++) expect(levelsOn(rate, rate.read(s, 3 + s * 0.005))).toBe('');
  });

  test('an uncertain value may raise it, and is no yardstick for what follows', () => {
    const rate = new Watching(rule);
    rate.hold(0, 60, 3);
    const found = rate.read(60, 4, { quality: 'out-of-spec' });
    expect(found).toMatchObject({ clears: false });
    expect(levelsOn(rate, found)).toBe('rising yellow on, rising red on');
    expect(levelsOn(rate, rate.read(61, 3))).toBe('');
  });

  test('a missing value says nothing, and what was before another boot is forgotten', () => {
    const rate = new Watching(rule);
    rate.hold(0, 60, 3);
    expect(rate.read(60, null)).toBeNull();
    rate.restart(60, 5, 'b2');
    expect(levelsOn(rate, rate.read(60, 9))).toBe('');
  });

  test('compares across a restart within a boot as far as the window reaches', () => {
    const rate = new Watching(rule);
    rate.hold(0, 60, 3);
    rate.restart(60, 90);
    expect(levelsOn(rate, rate.read(90, 4))).toContain('rising red on');
    rate.restart(90, 300);
    expect(levelsOn(rate, rate.read(300, 9))).toBe('');
  });
});

describe('a rate over a day, by the hour', () => {
  const rule = {
    kind: 'rate',
    point: 'crack/displacement',
    unit: 'mm',
    windowS: DAY,
    rising: { yellow: 0.1 },
    medians: 2,
    clearMedians: 3,
  };
  const widthAt = (s: number) => (s < 5 * HOUR ? 0 : 0.2);

  test('holds after so many hourly medians in a row, whatever single readings say', () => {
    const rate = new Watching(rule);
    const ons: number[] = [];
    for (let s = 0; s < 10 * HOUR; s += 60) {
      const spike = s % 900 === 0 ? 5 : 0;
      if (levelsOn(rate, rate.read(s, widthAt(s) + spike)) !== '') ons.push(s);
    }
    expect(ons[0]).toBe(7 * HOUR); // the hours from 5 and from 6 both ended wide
  });

  test('is over after so many medians in a row once the step has left the window', () => {
    const rate = new Watching(rule);
    const ons: number[] = [];
    for (let s = 0; s < 40 * HOUR; s += 300) if (levelsOn(rate, rate.read(s, widthAt(s))) !== '') ons.push(s);
    // the last narrow hour is that from 4; a day after it, the hours from 29, 30 and 31 see none any more
    expect(ons.at(-1)).toBe(32 * HOUR - 300);
  });

  test('says nothing before the first hour has ended', () => {
    const rate = new Watching(rule);
    expect(rate.hold(0, HOUR, 0, 60)).toBeNull();
    expect(rate.read(HOUR, 0)).toMatchObject({ value: 0, verdicts: ['off'] });
  });

  test('holds still while civil time is not sure, and goes on from there', () => {
    const rate = new Watching(rule);
    rate.hold(0, 4 * HOUR, 0, 60);
    rate.utcOffset = null;
    expect(rate.hold(4 * HOUR, 9 * HOUR, 0.5, 60)).toBeNull();
    rate.utcOffset = NOVEMBER;
    expect(levelsOn(rate, rate.hold(9 * HOUR, 11 * HOUR, 0.5, 60))).toBe('');
    expect(levelsOn(rate, rate.read(11 * HOUR, 0.5))).toBe('rising yellow on');
  });

  test('a clock that is a year wrong for an hour changes nothing', () => {
    const steady = new Watching(rule);
    const stepped = new Watching(rule);
    for (let s = 0; s < 40 * HOUR; s += 300) {
      stepped.utcOffset = s >= 6 * HOUR && s < 7 * HOUR ? NOVEMBER + 365 * DAY * 1000 : NOVEMBER;
      expect(stepped.read(s, widthAt(s))?.verdicts).toEqual(steady.read(s, widthAt(s))?.verdicts);
    }
  });

  test('goes on across a boot', () => {
    const rate = new Watching(rule);
    rate.hold(0, 5 * HOUR, 0, 60);
    rate.utcOffset = NOVEMBER + 5 * HOUR * 1000;
    rate.restart(5 * HOUR, 0, 'b2');
    expect(levelsOn(rate, rate.hold(0, 2 * HOUR + MINUTE, 0.2, 60))).toBe('rising yellow on');
  });
});

test('a rate over thirty days goes by the medians of days: a swing of the sun is no movement', () => {
  const rate = new Watching({
    kind: 'rate',
    point: TILT,
    unit: '°',
    windowS: 30 * DAY,
    rising: { yellow: 0.05 },
    falling: { yellow: 0.05 },
  });
  const sun = (s: number) => 0.2 * Math.sin((2 * Math.PI * s) / DAY);
  const drift = (s: number) => (s < 10 * DAY ? 0 : ((s - 10 * DAY) / (30 * DAY)) * 0.1);
  let first = 0;
  for (let s = 0; s < 40 * DAY; s += 600)
    if (levelsOn(rate, rate.read(s, sun(s) + drift(s))) !== '' && first === 0) first = s;
  expect(first / DAY).toBeGreaterThan(20); // half of the drift of 0.1° in 30 days
  expect(first / DAY).toBeLessThan(28);
});
