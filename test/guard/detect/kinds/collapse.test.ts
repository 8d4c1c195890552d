import { describe, expect, test } from 'vitest';
import { installationOf } from '../../../site/fixture.ts';
import { kindsSite, Watching } from './watching.ts';

const rule = {
  kind: 'limit',
  point: 'gas-1/concentration',
  unit: '%LEL',
  high: { orange: 25, red: 50 },
  deadband: 2,
};

describe('gas that falls from above 60 %LEL to nothing at once', () => {
  test('is a fault and no recovery: a reset lets it go, nothing else that is low', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 80);
    for (let s = 10; s < 1000; s += 10)
      expect(limit.read(s, s % 3)).toMatchObject({ verdicts: ['off', 'off'], clears: false });
    expect(limit.reset()).toBe(true);
    expect(limit.read(1001, 0)).toMatchObject({ clears: true });
  });

  test('is over when the sensor shows gas again, and then falls as gas does', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 80);
    limit.read(10, 0);
    expect(limit.read(20, 30)).toMatchObject({ verdicts: ['on', 'off'], clears: true });
    expect(limit.read(21, 0)).toMatchObject({ clears: true });
  });

  test('is one too where nobody saw it fall', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 80);
    limit.read(11, null);
    limit.read(200, 0, { quality: 'warm-up' });
    expect(limit.read(400, 0)).toMatchObject({ clears: false });
  });

  test('is one too where only a detector that starts up saw it in between', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 80);
    limit.read(200, 40, { quality: 'warm-up' });
    expect(limit.read(400, 0)).toMatchObject({ clears: false });
  });

  test('is none where it was seen to fall', () => {
    const limit = new Watching(rule);
    for (const [s, value] of [80, 60, 45, 30, 20, 12, 6, 3].entries()) limit.read(s, value);
    expect(limit.read(8, 1)).toMatchObject({ clears: true });
  });

  test('is none where it was at 60 or below', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 60);
    expect(limit.read(10, 0)).toMatchObject({ clears: true });
  });

  test('survives a restart', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 80);
    limit.read(10, 0);
    limit.restart(11, 3, 'b2');
    expect(limit.read(12, 0)).toMatchObject({ clears: false });
  });
});

describe('gas beyond the range of its sensor', () => {
  test('may raise and does not end; afterwards somebody has to look', () => {
    const limit = new Watching(rule);
    expect(limit.read(0, 110, { quality: 'out-of-spec' })).toMatchObject({
      verdicts: ['on', 'on'],
      clears: false,
    });
    for (const [i, value] of [90, 70, 50, 30, 10].entries())
      expect(limit.read(10 + i, value)?.clears).toBe(false);
    limit.reset();
    expect(limit.read(20, 10)).toMatchObject({ clears: true });
  });

  test('a reset is no news where nothing is held', () => {
    const limit = new Watching(rule);
    limit.hold(0, 10, 30);
    expect(limit.reset()).toBe(false);
  });

  test('other quantities are as they read', () => {
    const limit = new Watching({ kind: 'limit', point: 'main/pressure', unit: 'bar', high: { red: 900 } });
    limit.read(0, 1100, { quality: 'out-of-spec' });
    expect(limit.read(1, 5)).toMatchObject({ clears: true });
  });
});

describe('loss of sensing', () => {
  const point = 'gas-1/concentration';
  const watching = (change: Record<string, unknown> = {}, device = 'gas-1') =>
    new Watching(
      {},
      installationOf({
        ...kindsSite,
        rules: [{ id: 'r', kind: 'loss-of-sensing', device, ...change }],
      }),
    );

  test('is raised by a collapse, as a failure of that sensor, and held until a reset', () => {
    const loss = watching();
    loss.hold(0, 5, 80, 1, { point });
    expect(loss.read(5, 0, { point })).toMatchObject({
      verdicts: ['on', 'off'],
      quality: 'sensor-failure',
      point,
    });
    expect(loss.hold(6, 100, 0, 1, { point })).toMatchObject({ verdicts: ['off', 'off'], clears: false });
    expect(loss.reset()).toBe(true);
    expect(loss.read(101, 0, { point })).toMatchObject({ verdicts: ['off', 'off'], clears: true });
  });

  test('with an on-delay goes on saying so until it was declared', () => {
    const loss = watching({ onDelayS: 10 });
    loss.hold(0, 5, 80, 1, { point });
    expect(loss.hold(5, 16, 0, 1, { point })).toMatchObject({ verdicts: ['on', 'off'] });
    expect(loss.read(16, 0, { point })).toMatchObject({ verdicts: ['off', 'off'], clears: false });
  });

  test('is raised by a pressure that reads the very same for a day, and over when it moves', () => {
    const loss = watching({}, 'main');
    const pressure = (raw: number) => ({ point: 'main/pressure', raw: [raw] });
    expect(loss.hold(0, 24 * 3600, 3.2, 60, pressure(7))).toMatchObject({ verdicts: ['off', 'off'] });
    expect(loss.read(24 * 3600, 3.2, pressure(7))).toMatchObject({
      verdicts: ['on', 'off'],
      quality: 'flatline',
      point: 'main/pressure',
    });
    loss.read(24 * 3600 + 1, 3.2, pressure(8));
    expect(loss.read(24 * 3600 + 2, 3.2, pressure(9))).toMatchObject({
      verdicts: ['off', 'off'],
      clears: true,
    });
  });

  test('is not raised by gas that is zero for a year', () => {
    const loss = watching();
    expect(loss.hold(0, 365 * 86_400, 0, 3600, { point, raw: [0] })).toMatchObject({
      verdicts: ['off', 'off'],
    });
  });

  test('is raised by what stays out of range, not by a moment of it', () => {
    const loss = watching({ outOfRangeS: 60 });
    const out = { point, quality: 'out-of-spec' } as const;
    expect(loss.hold(0, 50, 110, 1, out)).toMatchObject({ verdicts: ['off', 'off'] });
    loss.read(50, 90, { point });
    expect(loss.hold(51, 111, 110, 1, out)).toMatchObject({ verdicts: ['off', 'off'] });
    expect(loss.read(111, 110, out)).toMatchObject({
      verdicts: ['on', 'off'],
      quality: 'out-of-spec',
      point,
    });
  });

  test('is raised by a sensor that never ends warming up', () => {
    const loss = watching(); // 180 s by its profile
    const warm = { point, quality: 'warm-up' } as const;
    expect(loss.hold(0, 960, 0, 1, warm)).toMatchObject({ verdicts: ['off', 'off'] });
    expect(loss.read(960, 0, warm)).toMatchObject({ verdicts: ['on', 'off'], quality: 'warm-up', point });
  });
});
