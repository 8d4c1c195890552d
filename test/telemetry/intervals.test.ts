import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Intervals } from '../../gateway/telemetry/index.ts';

describe('a set of intervals', () => {
  it('is the set of the numbers in them, in the fewest pieces', () => {
    const interval = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -1, max: 6 }));
    fc.assert(
      fc.property(fc.array(interval), fc.integer({ min: 0, max: 30 }), fc.nat(20), (added, from, length) => {
        const intervals = new Intervals();
        const model = new Set<number>();
        for (const [start, more] of added) {
          intervals.add(start, start + more);
          for (let value = start; value <= start + more; value++) model.add(value);
        }
        for (let value = 0; value <= 50; value++) expect(intervals.has(value)).toBe(model.has(value));
        expect(intervals.max).toBe(Math.max(0, ...model));
        const gaps = intervals.missing(from, from + length).flatMap(([a, b]) => {
          expect(a).toBeLessThanOrEqual(b);
          return Array.from({ length: b - a + 1 }, (_, at) => a + at);
        });
        const wanted = Array.from({ length: length + 1 }, (_, at) => from + at).filter(
          (value) => !model.has(value),
        );
        expect(gaps).toEqual(wanted);
        const starts = [...model].filter((value) => !model.has(value - 1));
        expect(intervals.list.map(([start]) => start)).toEqual(starts.toSorted((a, b) => a - b));
      }),
    );
  });
});
