import { describe, expect, test } from 'vitest';
import { HOUR, levelsOn, NOVEMBER, Watching } from './watching.ts';

const starts = {
  kind: 'count',
  point: 'board/input1',
  equals: true,
  windowS: 600,
  atLeast: { yellow: 3, red: 5 },
};

/** Off and on again at these seconds, polled once a second up to `toS`; the last finding. */
function play(count: Watching, startsAt: readonly number[], toS: number) {
  let last = null;
  for (let s = 0; s < toS; s++) last = count.read(s, startsAt.includes(s));
  return last;
}

describe('a count', () => {
  test('counts how often a state began within the window', () => {
    const count = new Watching(starts);
    expect(play(count, [10, 20], 30)).toMatchObject({ value: 2 });
    expect(levelsOn(count, count.read(31, true))).toBe('count yellow on');
  });

  test('is over when the window has passed', () => {
    const count = new Watching(starts);
    expect(levelsOn(count, play(count, [10, 20, 30], 600))).toBe('count yellow on');
    expect(levelsOn(count, count.hold(600, 640, false))).toBe('');
  });

  test('neither what was there at the first look nor what only was not seen is a beginning', () => {
    const count = new Watching(starts);
    count.read(0, true);
    count.read(1, null);
    expect(count.read(2, true)).toMatchObject({ value: 0 });
    expect(count.read(3, false, { quality: 'stale' })).toBeNull();
    expect(count.read(4, true)).toMatchObject({ value: 0 });
  });

  test('of a counter is by how much it went up; one that begins anew says nothing', () => {
    const count = new Watching({
      kind: 'count',
      point: 'main/pressure',
      windowS: 600,
      atLeast: { yellow: 10 },
    });
    count.read(0, 100);
    expect(count.read(1, 107)).toMatchObject({ value: 7 });
    expect(count.read(2, 2)).toMatchObject({ value: 7 });
    expect(levelsOn(count, count.read(3, 5))).toBe('count yellow on');
  });

  test('over an hour and more runs on civil time: across a boot, and holding still while that is not sure', () => {
    const count = new Watching({ ...starts, windowS: 6 * HOUR });
    play(count, [10, 20], 30);
    count.utcOffset = null;
    expect(count.read(31, true)).toBeNull();
    count.restart(40, 5, 'b2');
    count.utcOffset = NOVEMBER + HOUR * 1000;
    count.read(5, false);
    expect(levelsOn(count, count.read(6, true))).toBe('count yellow on');
  });

  test('below an hour it knows nothing of another boot', () => {
    const count = new Watching(starts);
    play(count, [10, 20, 30], 40);
    count.restart(40, 41, 'b2');
    expect(count.read(41, false)).toMatchObject({ value: 0 });
  });
});
