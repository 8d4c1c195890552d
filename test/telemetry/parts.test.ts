import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Channel,
  decodeParts,
  encodeParts,
  type Part,
  sliceParts,
  splitBody,
} from '../../gateway/telemetry/index.ts';
import { soak } from '../harness/soak.ts';
import { channels, parts } from './arbitrary.ts';

const recorded = channels.chain((among) =>
  fc.record({ among: fc.constant(among), parts: parts(among, { min: 0, max: 5 }) }),
);

function decoded(body: Uint8Array, among: readonly Channel[]): Part[] {
  const result = decodeParts(body, among);
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

type Cell = { key: string; values: readonly unknown[] };

/** Every cell of every part by what it is about, whatever group it travels in; numbers beside it. */
function cells(all: readonly Part[]): Cell[] {
  return all
    .flatMap((part, nth) => [
      ...part.samples.flatMap((group) =>
        group.columns.flatMap((column) =>
          group.times.map((time, row) => ({
            key: `${nth} sample ${column.channel} ${time} ${column.qualities[row]}`,
            values: [column.values[row]],
          })),
        ),
      ),
      ...part.reports.flatMap((group) =>
        group.columns.flatMap((column) =>
          group.times.map((time, row) => ({
            key: `${nth} report ${column.channel} ${time} ${column.qualities[row]} ${column.n[row]}`,
            values: [column.min[row], column.mean[row], column.max[row]],
          })),
        ),
      ),
    ])
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function expectWithinHalfAStep(wrote: unknown, read: unknown, exponent: number): void {
  if (typeof wrote !== 'number') {
    expect(read).toBe(wrote);
    return;
  }
  expect(typeof read).toBe('number');
  const slack = Math.abs(wrote) * 2 ** -51; // of the doubles themselves
  expect(Math.abs((read as number) - wrote)).toBeLessThanOrEqual(10 ** exponent / 2 + slack);
}

describe('a body of recorded parts', () => {
  it('gives back every value to half a step of its channel, with its time, quality and gaps', () => {
    fc.assert(
      fc.property(recorded, ({ among, parts: wrote }) => {
        const read = decoded(encodeParts(wrote, among), among);
        expect(read.map(({ from, to }) => [from, to])).toEqual(wrote.map(({ from, to }) => [from, to]));
        const [before, after] = [cells(wrote), cells(read)];
        expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
        before.forEach(({ key, values }, at) => {
          const exponent = among.find(({ index }) => index === Number(key.split(' ')[2]))?.exponent ?? 0;
          values.forEach((value, nth) => {
            expectWithinHalfAStep(value, after[at]?.values[nth], exponent);
          });
        });
      }),
      { numRuns: soak(300) },
    );
  });

  it('is stable: encoding what was decoded gives the same bytes', () => {
    fc.assert(
      fc.property(recorded, ({ among, parts: wrote }) => {
        const body = encodeParts(wrote, among);
        expect(encodeParts(decoded(body, among), among)).toEqual(body);
      }),
      { numRuns: soak(200) },
    );
  });

  it('does not depend on the order in which groups and channels were recorded', () => {
    fc.assert(
      fc.property(recorded, ({ among, parts: wrote }) => {
        const backwards = wrote.map((part) => ({
          ...part,
          samples: part.samples.map((group) => ({ ...group, columns: group.columns.toReversed() })),
          reports: part.reports.map((group) => ({ ...group, columns: group.columns.toReversed() })),
        }));
        expect(encodeParts(backwards, among.toReversed())).toEqual(encodeParts(wrote, among));
      }),
    );
  });

  it('cut to some of its parts is what those parts alone would have been', () => {
    fc.assert(
      fc.property(recorded, fc.nat(5), fc.nat(5), ({ among, parts: wrote }, a, b) => {
        const first = Math.min(a, wrote.length) + 1;
        const last = Math.min(first - 1 + b, wrote.length);
        const alone = encodeParts(wrote.slice(first - 1, last), among);
        expect(sliceParts(encodeParts(wrote, among), first, last)).toEqual(alone);
      }),
      { numRuns: soak(200) },
    );
  });

  it('cut into slices loses nothing, and no slice of several columns is above the limit', () => {
    fc.assert(
      fc.property(recorded, fc.integer({ min: 60, max: 400 }), ({ among, parts: wrote }, limit) => {
        const body = encodeParts(wrote, among);
        const slices = splitBody(body, limit).map((slice) => ({ slice, parts: decoded(slice, among) }));
        for (const one of slices) {
          const columns = new Set(cells(one.parts).map(({ key }) => key.split(' ').slice(1, 3).join(' ')));
          if (columns.size > 1 && one.parts.every((part) => part.samples.length + part.reports.length <= 1))
            expect(one.slice.length).toBeLessThanOrEqual(limit);
        }
        const together = decoded(body, among).map((part, nth) => ({
          ...part,
          samples: slices.flatMap((one) => one.parts[nth]?.samples ?? []),
          reports: slices.flatMap((one) => one.parts[nth]?.reports ?? []),
        }));
        expect(cells(together)).toEqual(cells(decoded(body, among)));
      }),
      { numRuns: soak(200) },
    );
  });

  it('with a channel that the birth does not list is a problem, not a guess', () => {
    const channel: Channel = { index: 3, point: 'd/p', name: 'p', unit: '', exponent: 0, profile: 'x' };
    const part: Part = {
      from: 0,
      to: 1000,
      samples: [{ times: [5], columns: [{ channel: 3, values: [7], qualities: ['good'] }] }],
      reports: [],
    };
    const body = encodeParts([part], [channel]);
    expect(decodeParts(body, [{ ...channel, index: 4 }])).toMatchObject({
      ok: false,
      error: { code: 'telemetry.unknown-channel' },
    });
    expect(() => encodeParts([part], [])).toThrow('channel 3');
  });

  it('takes what is not a finite number for no value', () => {
    const channel: Channel = { index: 0, point: 'd/p', name: 'p', unit: '', exponent: -1, profile: 'x' };
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY];
    const qualities = ['good', 'sensor-failure', 'sensor-failure'] as const;
    const part: Part = {
      from: 0,
      to: 3,
      samples: [{ times: [1, 2, 3], columns: [{ channel: 0, values, qualities }] }],
      reports: [],
    };
    const [read] = decoded(encodeParts([part], [channel]), [channel]);
    expect(read?.samples[0]?.columns[0]?.values).toEqual([1, null, null]);
  });
});
