import { decodeBlock } from '../../../../drivers/codec/decodeBlock.ts';
import type { BlockRead } from '../../../../drivers/plan/blockRead.ts';
import type { PointValue } from '../../../../drivers/reading.ts';

/** Reads of one block, one right after the other: so many show whether two devices take turns. */
export const TURNS_ASKED = 12;
/** A measurement does not leap to and fro so often within them. */
const LEAPS = 4;
/** Where nothing else leaps with it. */
const LEAPS_ALONE = 5;
/** Two devices in two places differ by more than the noise of one. */
const STEPS_APART = 20;
const NOISE_SHARE = 0.1;

type Row = readonly PointValue[];

/**
 * Whether reads of one block, asked as fast as it goes, come of two devices by turns: a number that leaps between two places and
 * keeps still in each. A process takes longer, and noise is not still.
 */
export function areTurns(block: BlockRead, reads: readonly (readonly number[])[]): boolean {
  const rows = reads.map((values) => valuesOf(block, values));
  return block.points.some((point, i) => {
    const sides = sidesOf(
      rows.map((row) => row[i] ?? null),
      stepOf(point),
    );
    if (sides === undefined) return false;
    const leaps = sides.filter((side, n) => n > 0 && side !== sides[n - 1]).length;
    return (
      leaps >= LEAPS_ALONE ||
      (leaps >= LEAPS && block.points.some((_, k) => k !== i && follows(rows, k, sides)))
    );
  });
}

/** A number of the block went somewhere else and came back at once. */
export function leapedBack(
  block: BlockRead,
  [first, second, third]: readonly (readonly number[])[],
): boolean {
  if (first === undefined || second === undefined || third === undefined) return false;
  const rows = [first, second, third].map((values) => valuesOf(block, values));
  return block.points.some((point, i) => {
    const [a, b, c] = rows.map((row) => row[i]);
    if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number') return false;
    const leap = Math.abs(b - a);
    return leap >= STEPS_APART * stepOf(point) && Math.abs(c - a) <= NOISE_SHARE * leap;
  });
}

/** On which side of its leaps a number was each time; undefined: it does not leap, or is not still in between. */
function sidesOf(values: readonly PointValue[], step: number): boolean[] | undefined {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return undefined;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const sides = numbers.map((value) => value > (least + most) / 2);
  const spread = (side: boolean) => {
    const own = numbers.filter((_, i) => sides[i] === side);
    return Math.max(...own) - Math.min(...own);
  };
  const apart = most - least;
  const still = Math.max(spread(true), spread(false)) <= NOISE_SHARE * apart;
  return apart >= STEPS_APART * step && still ? sides : undefined;
}

/** Whether another point of the block shows one thing on this side and another on that, every time. */
function follows(rows: readonly Row[], index: number, sides: readonly boolean[]): boolean {
  const seen = (side: boolean) =>
    new Set(rows.flatMap((row, i) => (sides[i] === side ? [row[index] ?? null] : [])));
  const [here, there] = [seen(true), seen(false)];
  return here.size <= 2 && there.size <= 2 && ![...here].some((value) => there.has(value));
}

function valuesOf(block: BlockRead, values: readonly number[]): Row {
  return decodeBlock(block, values, { parameters: {} }).map(({ value }) => value);
}

function stepOf({ decimals }: { readonly decimals: number }): number {
  return 10 ** -decimals;
}
