import type { PointValue } from '../../drivers/reading.ts';
import type { Channel, Part } from './model.ts';

/**
 * What a cell holds inside the encoder: a number as a multiple of its channel's step (10^exponent); a number too large
 * for that alone in an array, as it is; text and booleans as they are.
 */
export type Cell = number | string | boolean | readonly [number];
export type NumberCell = number | readonly [number];
export type ScaledPart = Part<Cell, NumberCell>;

/** Beyond this, value → integer → value → integer would not be stable in doubles. */
const LARGEST = 2 ** 50;

/** Rounds every number to its channel's step and every time to the millisecond. Throws for a channel not listed. */
export function scaleParts(parts: readonly Part[], channels: readonly Channel[]): ScaledPart[] {
  const exponents = exponentsOf(channels);
  return parts.map((part) =>
    mapPart(
      part,
      (value, channel) => scale(value, exponents, channel),
      (value, channel) => scale(value, exponents, channel) as NumberCell | null,
    ),
  );
}

/** The reverse. A channel that is not listed is answered with its index. */
export function unscaleParts(parts: readonly ScaledPart[], channels: readonly Channel[]): Part[] | number {
  const exponents = exponentsOf(channels);
  for (const part of parts)
    for (const group of [...part.samples, ...part.reports])
      for (const { channel } of group.columns) if (!exponents.has(channel)) return channel;
  return parts.map((part) =>
    mapPart(
      part,
      (cell, channel) => unscale(cell, exponents.get(channel) ?? 0),
      (cell, channel) => unscale(cell, exponents.get(channel) ?? 0) as number | null,
    ),
  );
}

function exponentsOf(channels: readonly Channel[]): Map<number, number> {
  return new Map(channels.map((channel) => [channel.index, channel.exponent]));
}

function scale(value: PointValue, exponents: ReadonlyMap<number, number>, channel: number): Cell | null {
  if (typeof value !== 'number') return value;
  const exponent = exponents.get(channel);
  if (exponent === undefined) throw new RangeError(`channel ${channel} is not in the birth`);
  if (!Number.isFinite(value)) return null; // not a number is not a value
  const step = Math.round(exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent);
  return Math.abs(step) <= LARGEST ? step + 0 : [value];
}

function unscale(cell: Cell | null, exponent: number): PointValue {
  if (typeof cell !== 'number') return isRaw(cell) ? cell[0] : cell;
  // dividing by an exact power of ten gives the double nearest to the decimal number, as every language does
  return exponent < 0 ? cell / 10 ** -exponent : cell * 10 ** exponent;
}

export function isRaw(cell: Cell | null): cell is readonly [number] {
  return Array.isArray(cell);
}

function mapPart<S, R, S2, R2>(
  part: Part<S, R>,
  sample: (value: S | null, channel: number) => S2 | null,
  report: (value: R | null, channel: number) => R2 | null,
): Part<S2, R2> {
  return {
    from: Math.round(part.from),
    to: Math.round(part.to),
    samples: part.samples.map((group) => ({
      times: group.times.map(Math.round),
      columns: group.columns.map((column) => ({
        ...column,
        values: column.values.map((value) => sample(value, column.channel)),
      })),
    })),
    reports: part.reports.map((group) => ({
      times: group.times.map(Math.round),
      columns: group.columns.map((column) => ({
        ...column,
        min: column.min.map((value) => report(value, column.channel)),
        mean: column.mean.map((value) => report(value, column.channel)),
        max: column.max.map((value) => report(value, column.channel)),
      })),
    })),
  };
}
