import { describe, expect, test } from 'vitest';
import { HOUR, levelsOn, MINUTE, Watching } from './watching.ts';

const rule = {
  kind: 'change',
  point: 'tilt/tilt_x',
  unit: '°',
  rising: { yellow: 0.1, red: 0.5 },
  falling: { yellow: 0.1 },
  deadband: 0.02,
};
const compensated = {
  ...rule,
  compensation: { temperature: 'tilt/temperature', perDegree: 0.01, reference: 20 },
};
const T = { point: 'tilt/temperature' };

describe('a change from the baseline', () => {
  test('holds after three hourly medians in a row', () => {
    const change = new Watching(rule);
    change.hold(0, 2 * HOUR, 0, 60);
    expect(levelsOn(change, change.hold(2 * HOUR, 5 * HOUR, 0.15, 60))).toBe('');
    const found = change.read(5 * HOUR, 0.15);
    expect(levelsOn(change, found)).toBe('rising yellow on');
    expect(found).toMatchObject({ value: 0.15, clears: true });
  });

  test('is counted downwards too', () => {
    const change = new Watching(rule);
    change.hold(0, 3 * HOUR, -0.15, 60);
    expect(levelsOn(change, change.read(3 * HOUR, -0.15))).toBe('falling yellow on');
  });

  test('is no matter of an hour in which somebody leans on the wall', () => {
    const change = new Watching(rule);
    for (let h = 0; h < 24; h++)
      expect(levelsOn(change, change.hold(h * HOUR, (h + 1) * HOUR, h % 3 === 0 ? 0 : 0.4, 60))).toBe('');
  });

  test('is over after as many medians as it asks for', () => {
    const change = new Watching({ ...rule, clearMedians: 5 });
    change.hold(0, 3 * HOUR, 0.15, 60);
    expect(levelsOn(change, change.hold(3 * HOUR, 8 * HOUR, 0, 60))).toBe('rising yellow on');
    expect(levelsOn(change, change.read(8 * HOUR, 0))).toBe('');
  });

  test('within the deadband neither ends nor counts towards an end', () => {
    const change = new Watching(rule);
    change.hold(0, 3 * HOUR, 0.15, 60);
    expect(levelsOn(change, change.hold(3 * HOUR, 20 * HOUR, 0.09, 60))).toBe('rising yellow on');
  });

  test('holds still while civil time is not sure: what stood stands and nothing clears', () => {
    const change = new Watching(rule);
    change.hold(0, 3 * HOUR + 1, 0.15, 60);
    change.utcOffset = null;
    const found = change.hold(3 * HOUR + 60, 20 * HOUR, 0, 60);
    expect(levelsOn(change, found)).toBe('rising yellow on');
    expect(found?.clears).toBe(false);
  });

  test('a restart keeps medians and levels', () => {
    const change = new Watching(rule);
    change.hold(0, 2.5 * HOUR, 0.15, 60);
    change.restart(2.5 * HOUR, 2.6 * HOUR);
    change.hold(2.6 * HOUR, 3 * HOUR, 0.15, 60);
    expect(levelsOn(change, change.read(3 * HOUR, 0.15))).toBe('rising yellow on');
  });
});

describe('temperature compensation', () => {
  const day = (change: Watching, temperatureAt: (h: number) => number, drift = 0) => {
    let last = null;
    for (let m = 0; m < 24 * 60; m++) {
      const s = m * MINUTE;
      const degrees = temperatureAt(m / 60);
      change.read(s, degrees, T);
      last = change.read(s + 1, 0.01 * (degrees - 20) + drift);
    }
    return last;
  };
  const sun = (h: number) => 20 + 15 * Math.sin((2 * Math.PI * h) / 24);

  test('takes out what the sun does, which without it would be an alarm', () => {
    expect(levelsOn(new Watching(compensated), day(new Watching(compensated), sun))).toBe('');
    const bare = new Watching(rule);
    const raised: string[] = [];
    for (let h = 0; h < 24; h++)
      raised.push(levelsOn(bare, bare.hold(h * HOUR, (h + 1) * HOUR, 0.01 * (sun(h) - 20), 60)));
    expect(raised).toContain('rising yellow on');
  });

  test('leaves in what the wall does', () => {
    const change = new Watching(compensated);
    expect(levelsOn(change, day(change, sun, 0.15))).toBe('rising yellow on');
  });

  test('without a temperature of the last hour no median is taken', () => {
    const change = new Watching(compensated);
    expect(levelsOn(change, change.hold(0, 10 * HOUR, 0.15, 60))).toBe('');
    change.read(10 * HOUR, 20, T);
    change.hold(10 * HOUR, 13 * HOUR, 0.15, 60); // good for one hour of the three
    expect(levelsOn(change, change.read(13 * HOUR, 0.15))).toBe('');
  });

  test('a temperature neither breaks nor ends what was found of the point', () => {
    const change = new Watching({ ...compensated, step: { red: 1 } });
    change.hold(0, MINUTE * 10, 0, 10);
    const found = change.read(601, 2);
    expect(levelsOn(change, found)).toBe('step red on');
    expect(change.read(602, 20, T)).toEqual(found);
    expect(change.read(603, null)).toBeNull();
    expect(change.read(604, 20, T)).toBeNull();
  });
});

describe('a step', () => {
  const step = { ...rule, step: { orange: 0.3, red: 1 } };

  test('holds at once, either way, against the median of the last 15 min', () => {
    const change = new Watching(step);
    change.hold(0, 600, 0.05, 1);
    const found = change.read(600, -0.5);
    expect(levelsOn(change, found)).toBe('step orange on');
    expect(found?.value).toBeCloseTo(-0.55);
    expect(levelsOn(change, change.read(601, 2))).toBe('step orange on, step red on');
  });

  test('is seen while civil time is not sure', () => {
    const change = new Watching(step);
    change.utcOffset = null;
    change.hold(0, 600, 0, 1);
    expect(levelsOn(change, change.read(600, 2))).toBe('step orange on, step red on');
  });

  test('is not known before there is something to compare with', () => {
    const change = new Watching(step);
    expect(levelsOn(change, change.read(0, 5))).toBe('');
    expect(levelsOn(change, change.read(1, -5))).toBe('');
  });

  test('is over when the new place has become the usual one; its change stands by the medians', () => {
    const change = new Watching(step);
    change.hold(0, 900, 0, 1);
    expect(levelsOn(change, change.hold(900, 900 + 400, 2, 1))).toContain('step red on');
    expect(levelsOn(change, change.hold(1300, 1800, 2, 1))).toBe('');
    expect(levelsOn(change, change.hold(1800, 4 * HOUR + 2, 2, 1))).toBe('rising yellow on, rising red on');
  });
});
