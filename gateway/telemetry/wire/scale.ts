import type { PointValue } from '../../../drivers/reading.ts';
import { channelAt } from './channelIndex.ts';
import type { Channel, Part } from './model.ts';
import type { Body, ColumnTable } from './tables.ts';
import { type Cell, isRaw, type NumberCell, type ScaledPart, type Value } from './tables.ts';

/** Beyond this, value → integer → value → integer would not be stable in doubles. */
const LARGEST = 2 ** 50;

/** Rounds every number to its channel's step and every time to the millisecond. Throws for a channel not listed. */
export function scaleParts(parts: readonly Part[], channels: readonly Channel[]): ScaledPart[] {
  return parts.map((part) =>
    mapPart(
      part,
      (value, channel) => scale(value, channels, channel),
      (value, channel) => scale(value, channels, channel) as NumberCell | null,
    ),
  );
}

/** The reverse, of a whole body: column by column, before it is cut into parts. A channel that is not listed is answered with its index. */
export function unscaleBody(body: Body, channels: readonly Channel[]): Body<Value> | number {
  for (const { columns } of [...body.samples, ...body.reports])
    for (const { channel } of columns) if (channelAt(channels, channel) === undefined) return channel;
  const values = (table: ColumnTable, scaled: number): ColumnTable<Value> => ({
    ...table,
    columns: table.columns.map(({ channel, qualities, series }) => {
      const exponent = channelAt(channels, channel)?.exponent ?? 0;
      return {
        channel,
        qualities,
        series: series.map((cells, nth) => (nth < scaled ? unscale(cells, exponent) : (cells as number[]))),
      };
    }),
  });
  return {
    bounds: body.bounds,
    samples: body.samples.map((table) => values(table, 1)),
    reports: body.reports.map((table) => values(table, 3)), // the fourth is a count
  };
}

function scale(value: PointValue, channels: readonly Channel[], channel: number): Cell | null {
  if (typeof value !== 'number') return value;
  const exponent = channelAt(channels, channel)?.exponent;
  if (exponent === undefined) throw new RangeError(`channel ${channel} is not in the birth`);
  if (!Number.isFinite(value)) return null; // not a number is not a value
  const step = Math.round(exponent < 0 ? value * 10 ** -exponent : value / 10 ** exponent);
  return Math.abs(step) <= LARGEST ? step + 0 : [value];
}

function unscale(cells: readonly (Cell | null)[], exponent: number): (Value | null)[] {
  // dividing by an exact power of ten gives the double nearest to the decimal number, as every language does
  const step = 10 ** Math.abs(exponent);
  return cells.map((cell) => {
    if (typeof cell !== 'number') return isRaw(cell) ? cell[0] : cell;
    return exponent < 0 ? cell / step : cell * step;
  });
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
      ...group,
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
