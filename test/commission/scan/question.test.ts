import { expect, test } from 'vitest';
import { followed, questionOf } from '../../../gateway/commission/scan/question.ts';
import { profiles } from '../../simulators/bench.ts';

/** Registers of a thing in the hand: the same bytes, read by whichever profile. */
function thing(registers: Readonly<Record<number, number>>) {
  return async ({ address, count }: { readonly address: number; readonly count: number }) =>
    Array.from({ length: count }, (_, i) => registers[address + i] ?? 0);
}

const TWO = ['wit-wt901c-485', 'wit-hwt9073-485'].flatMap((id) => profiles.get(id) ?? []);

test('turned by about ten degrees, the thing in the hand tells which of two kinds it is', async () => {
  // a WT901C: 180/32768 of a degree in one register; the other kind reads thousandths of a degree in two
  const before = await questionOf(TWO, thing({ 61: 364 }));
  const after = await questionOf(TWO, thing({ 61: 364 + 1820 }));
  expect(before?.gesture).toBe('turn');
  expect(before?.answers.map(({ value }) => value)).toEqual([expect.closeTo(2, 2), expect.closeTo(0.364, 3)]);
  if (before === null || after === null) throw new Error('no question');
  expect(followed(before, after, 10)).toBe('wit-wt901c-485');
  expect(followed(before, before, 10)).toBeNull(); // it was not turned
  expect(followed(before, after, null)).toBeNull(); // both moved: by how much is what tells them apart
});

test('there is nothing to ask where one kind fits', async () => {
  expect(await questionOf(TWO.slice(0, 1), thing({}))).toBeNull();
});
