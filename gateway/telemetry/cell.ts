import type { PointValue } from '../../drivers/reading.ts';
import type { Part } from './model.ts';

/**
 * What a cell holds inside the encoder: a number as a multiple of its channel's step (10^exponent); a number too large
 * for that alone in an array, as it is; text and booleans as they are.
 */
export type Cell = number | string | boolean | readonly [number];
export type NumberCell = number | readonly [number];
export type ScaledPart = Part<Cell, NumberCell>;

/** What a cell stands for. */
export type Value = Exclude<PointValue, null>;

export function isRaw(cell: Cell | null): cell is readonly [number] {
  return Array.isArray(cell);
}
