import { describe, expect, test } from 'vitest';
import { levelsOn, Watching } from './watching.ts';

const rule = {
  kind: 'drop',
  point: 'main/pressure',
  unit: '%',
  windowS: 60,
  fall: { yellow: 10, orange: 15 },
  holdS: { orange: 180 },
  deadband: 2,
};

describe('a drop', () => {
  test('in per cent of the median holds at once where no time is asked for, later where one is', () => {
    const drop = new Watching(rule);
    drop.hold(0, 900, 4);
    const found = drop.read(900, 3.3); // 17.5 %
    expect(levelsOn(drop, found)).toBe('fall yellow on, fall orange band');
    expect(found?.value).toBeCloseTo(17.5);
    expect(levelsOn(drop, drop.hold(901, 1080, 3.3))).toBe('fall yellow on, fall orange band');
    expect(levelsOn(drop, drop.read(1080, 3.3))).toBe('fall yellow on, fall orange on');
  });

  test('in the unit of the point is a drop by so much', () => {
    const drop = new Watching({ ...rule, unit: 'bar', fall: { red: 0.5 }, holdS: {}, deadband: 0.1 });
    drop.hold(0, 900, 4);
    expect(levelsOn(drop, drop.read(900, 3.6))).toBe('');
    const found = drop.read(901, 3.5);
    expect(levelsOn(drop, found)).toBe('fall red on');
    expect(found?.value).toBeCloseTo(0.5);
  });

  test('that recovers before its time never was one', () => {
    const drop = new Watching(rule);
    drop.hold(0, 900, 4);
    drop.hold(900, 1000, 3.3);
    expect(levelsOn(drop, drop.hold(1000, 1010, 3.9))).toBe('');
    expect(levelsOn(drop, drop.hold(1010, 1300, 3.9))).toBe('');
  });

  test('is no slow decline', () => {
    const drop = new Watching(rule);
    for (let s = 0; s < 3000; s++) expect(levelsOn(drop, drop.read(s, 4 - s * 0.001))).toBe('');
  });

  test('is not the end of a short peak', () => {
    const drop = new Watching(rule);
    drop.hold(0, 300, 4);
    drop.hold(300, 305, 6);
    expect(levelsOn(drop, drop.read(305, 4))).toBe('');
  });

  test('is over when it has come up again, the deadband passed', () => {
    const drop = new Watching(rule);
    drop.hold(0, 900, 4);
    drop.hold(900, 1100, 3.3);
    expect(levelsOn(drop, drop.read(1100, 3.65))).toBe('fall yellow band'); // 8.75 %
    expect(levelsOn(drop, drop.read(1101, 3.69))).toBe(''); // 7.75 %
  });

  test('is over when the lower level has become the usual one, so that it can be reset', () => {
    const drop = new Watching(rule);
    drop.hold(0, 900, 4);
    expect(levelsOn(drop, drop.hold(900, 1300, 3.3))).toBe('fall yellow on, fall orange on');
    expect(levelsOn(drop, drop.hold(1300, 1900, 3.3))).toBe('');
  });

  test('bad readings in between neither end it nor take from its time', () => {
    const drop = new Watching(rule);
    drop.hold(0, 900, 4);
    drop.read(900, 3.3);
    expect(drop.read(901, null)).toBeNull();
    expect(levelsOn(drop, drop.read(1080, 3.3))).toBe('fall yellow on, fall orange on');
  });

  test('that was being watched has its whole time again after a boot', () => {
    const drop = new Watching(rule);
    drop.hold(0, 900, 4);
    drop.hold(900, 1000, 3.3);
    drop.restart(1000, 10, 'b2');
    expect(levelsOn(drop, drop.read(10, 3.3))).toBe('fall yellow on, fall orange band');
    expect(levelsOn(drop, drop.hold(11, 190, 3.3))).toBe('fall yellow on, fall orange band');
    expect(levelsOn(drop, drop.read(190, 3.3))).toBe('fall yellow on, fall orange on');
  });
});
