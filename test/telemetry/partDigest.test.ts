import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Part } from '../../gateway/telemetry/index.ts';
import { partDigest } from '../../gateway/telemetry/sdk/partDigest.ts';
import { soak } from '../harness/soak.ts';
import * as arbitrary from './arbitrary.ts';

const digest = (part: Part, key: readonly unknown[] = ['boot', null]) => partDigest(key, part);
const some = arbitrary.birth.chain(({ channels }) => arbitrary.parts(channels, { min: 1, max: 1 }));

/** The same cells, every column in a group of its own, the last one first. */
function regrouped(part: Part): Part {
  const apart = <G extends { readonly columns: readonly unknown[] }>(groups: readonly G[]): G[] =>
    groups.flatMap((group) => group.columns.map((column) => ({ ...group, columns: [column] }))).toReversed();
  return { ...part, samples: apart(part.samples), reports: apart(part.reports) };
}

test('a part that is grouped otherwise has the same digest; under another key or in another time it has another', () => {
  fc.assert(
    fc.property(some, ([part]) => {
      if (part === undefined) throw new Error('one part was asked for');
      expect(digest(regrouped(part))).toBe(digest(part));
      expect(digest(part, ['boot', 'gas-high#1'])).not.toBe(digest(part));
      expect(digest({ ...part, to: part.to + 1 })).not.toBe(digest(part));
    }),
    { numRuns: soak(100) },
  );
});

test('parts that differ in one cell have different digests, however little it is', () => {
  const report = { channel: 3, min: [20], mean: [20.1], max: [20.2], n: [60], qualities: ['good' as const] };
  const part = (more: object, times = [60_000]): Part => ({
    ...{ from: 0, to: 60_000, samples: [] },
    reports: [{ times, columns: [{ ...report, ...more }] }],
  });
  const digests = [
    digest(part({})),
    digest(part({ mean: [20.100000000000001] })), // the same double: no difference
    digest(part({ mean: [20.100000000000005] })),
    digest(part({ min: [20.1], mean: [20] })),
    digest(part({ min: [null], mean: [null], max: [null], n: [0] })),
    digest(part({ qualities: ['stale'] })),
    digest(part({ channel: 4 })),
    digest(part({}, [59_999])),
    digest(part({ n: [61] })),
  ];
  expect(digests[1]).toBe(digests[0]);
  expect(new Set(digests).size).toBe(digests.length - 1);
  const close = Array.from({ length: 20_000 }, (_, nth) => digest(part({ mean: [20 + nth / 1000] })));
  expect(new Set(close).size).toBe(close.length);
  expect(close.every((one) => Number.isSafeInteger(one) && one >= 0 && one < 2 ** 48)).toBe(true);
});
