import fc from 'fast-check';
import { expect, test } from 'vitest';
import { soak } from '../../harness/soak.ts';
import { devices, incident, moment, rides, type Step, served } from './randomRides.ts';
import type { Change } from './script.ts';
import { tell } from './told.ts';

const anyFlag = fc.boolean();
type Word = NonNullable<Change['word']>;
const bit = (of: Word['of'], address: number, most: number): fc.Arbitrary<Word> =>
  fc.record({ n: fc.integer({ min: 0, max: most }), on: anyFlag }).map(({ n, on }) => ({
    ...{ of, address, mask: 1 << n, value: on ? 1 << n : 0 },
  }));
const field = (address: number, mask: number, value: fc.Arbitrary<number>): fc.Arbitrary<Word> =>
  value.map((one) => ({ of: 'controller' as const, address, mask, value: one }));
const anyWord = fc.integer({ min: 0, max: 0xffff });
/** One register of a device, or one bit of it, as §2.1 and §2.2 have them. */
const words: fc.Arbitrary<Word> = fc.oneof(
  ...[0x1010, 0x1011, 0x1018, 0x1019, 0x101a, 0x2000, 0x2010, 0x3000].map((at) => field(at, 0xffff, anyWord)),
  ...[4, 8].map((place) =>
    field(
      0x101d,
      0xf << place,
      fc.integer({ min: 0, max: 15 }).map((code) => code << place),
    ),
  ),
  field(0x8000, 0xffff, fc.integer({ min: 1, max: 99 })),
  ...[0x1015, 0x101b, 0x101c, 0x101d, 0x1022].map((at) => bit('controller', at, 15)),
  ...[0, 1, 2].map((at) => bit('box', at, 15)),
);

test('no register and no bit of one that sticks raises a red alarm', () => {
  fc.assert(
    fc.property(
      devices,
      fc.constantFrom(1, 2 as const),
      rides,
      words,
      moment,
      (seen, doors, plan, word, when) => {
        const { steps, endS } = served(plan);
        const parked: Step[] = [[endS, { park: 3 }]];
        const from: Step = [Math.round(when * endS), { word }];
        const told = tell(incident({ devices: seen, doors, until: endS + 600 }, [...steps, ...parked, from]));
        const red = told.alarms.filter(
          ({ rule, cause, severity }) => cause === 'raised' && severity === 'red' && rule !== 'alarm-button',
        );
        expect(red).toEqual([]);
      },
    ),
    { numRuns: soak(20) },
  );
});
