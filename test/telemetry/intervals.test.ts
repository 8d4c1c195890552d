import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addInterval,
  type Intervals,
  includes,
  intersect,
  intervalsOf,
  largest,
  subtract,
} from '../../gateway/telemetry/sdk/intervals.ts';

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 25 });

function members(set: Intervals): number[] {
  return set.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

function sorted(values: Iterable<number>): number[] {
  return [...values].toSorted((a, b) => a - b);
}

function tidy(set: Intervals): boolean {
  return set.every(([from, to], i) => from <= to && (i === 0 || (set[i - 1]?.[1] ?? 0) + 1 < from));
}

describe('intervals of sequence numbers', () => {
  it('are the sets they stand for, joined as far as they go', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [left, right] = [intervalsOf(a), intervalsOf(b)];
        expect(members(left)).toEqual(sorted(a));
        expect(members(intersect(left, right))).toEqual(sorted(a.filter((n) => b.includes(n))));
        expect(members(subtract(left, right))).toEqual(sorted(a.filter((n) => !b.includes(n))));
        const union = b.reduce<Intervals>((set, n) => addInterval(set, n, n), left);
        expect(members(union)).toEqual(sorted(new Set([...a, ...b])));
        for (let n = 0; n <= 41; n++) expect(includes(left, n)).toBe(a.includes(n));
        for (const set of [left, union, intersect(left, right), subtract(left, right)])
          expect(tidy(set)).toBe(true);
      }),
    );
  });

  it('take in a range at once', () => {
    expect(
      addInterval(
        [
          [1, 2],
          [5, 6],
          [9, 9],
        ],
        3,
        7,
      ),
    ).toEqual([
      [1, 7],
      [9, 9],
    ]);
    expect(addInterval([], 4, 4)).toEqual([[4, 4]]);
  });

  it('take whole intervals, overlapping, adjacent and empty ones', () => {
    const interval = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -1, max: 6 }));
    fc.assert(
      fc.property(fc.array(interval), (added) => {
        const set = added.reduce<Intervals>((sum, [from, more]) => addInterval(sum, from, from + more), []);
        const model = new Set(
          added.flatMap(([from, more]) => Array.from({ length: more + 1 }, (_, at) => from + at)),
        );
        expect(members(set)).toEqual(sorted(model));
        expect(tidy(set)).toBe(true);
        expect(largest(set)).toBe(Math.max(0, ...model));
      }),
    );
  });
});
