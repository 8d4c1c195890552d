import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import { allGood } from './allGood.ts';
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

/** One column of a group or table. `series`: the values of samples, or mean, min, max and n of reports. */
export type Column<C extends Cell = Cell> = {
  readonly channel: number;
  readonly qualities: readonly Quality[];
  readonly series: readonly (readonly (C | null)[])[];
};
export type Group<C extends Cell = Cell> = {
  readonly times: readonly number[];
  readonly periodMs?: number;
  readonly columns: readonly Column<C>[];
};

/** The same group over all parts: `rows` says how many of its rows belong to each part. */
export type ColumnTable<C extends Cell = Cell> = Group<C> & { readonly rows: readonly number[] };

/** A whole body, between parts and bytes. */
export type Body<C extends Cell = Cell> = {
  readonly bounds: readonly { from: number; to: number }[];
  readonly samples: readonly ColumnTable<C>[];
  readonly reports: readonly ColumnTable<C>[];
};

/**
 * Lines up what belongs to the same channels in every part. Groups and their columns end up in the order of the
 * channels, so that equal content gives equal bytes; groups without rows or columns are left out.
 */
export function toBody(parts: readonly ScaledPart[]): Body {
  return {
    bounds: parts.map(({ from, to }) => ({ from, to })),
    samples: merge(
      parts.map((part) =>
        part.samples.map((group) => ({
          times: group.times,
          columns: group.columns.map(({ values, ...column }) => ({ ...column, series: [values] })),
        })),
      ),
    ),
    reports: merge(
      parts.map((part) =>
        part.reports.map((group) => ({
          times: group.times,
          ...periodOf(group),
          columns: group.columns.map(({ mean, min, max, n, ...column }) => {
            const whole = (row: number) => mean[row] !== null && min[row] !== null && max[row] !== null;
            const series = [mean, min, max].map((cells) =>
              cells.map((cell, row) => (whole(row) ? cell : null)),
            );
            return { ...column, series: [...series, n] };
          }),
        })),
      ),
    ),
  };
}

/** The reverse of `toBody`. */
export function toParts<C extends Cell>(body: Body<C>): Part<C, NumbersOf<C>>[] {
  const parts = body.bounds.map(({ from, to }) => ({
    from,
    to,
    samples: [] as Part<C>['samples'][number][],
    reports: [] as Part<C, NumbersOf<C>>['reports'][number][],
  }));
  for (const table of body.samples)
    cut(table, (part, times, from, end) => {
      const columns = table.columns.map(({ channel, qualities, series: [values = []] }) => ({
        channel,
        values: values.slice(from, end),
        qualities: cutQualities(qualities, from, end),
      }));
      parts[part]?.samples.push({ times, columns });
    });
  for (const table of body.reports)
    cut(table, (part, times, from, end) => {
      const columns = table.columns.map(
        ({ channel, qualities, series: [mean = [], min = [], max = [], n = []] }) => ({
          channel,
          min: min.slice(from, end) as NumbersOf<C>[],
          mean: mean.slice(from, end) as NumbersOf<C>[],
          max: max.slice(from, end) as NumbersOf<C>[],
          n: n.slice(from, end) as number[],
          qualities: cutQualities(qualities, from, end),
        }),
      );
      parts[part]?.reports.push({ times, ...periodOf(table), columns });
    });
  return parts;
}

type NumbersOf<C extends Cell> = Extract<C, NumberCell>;

function merge(parts: readonly (readonly Group[])[]): ColumnTable[] {
  const tables = new Map<string, { order: readonly number[]; groups: (Group | undefined)[] }>();
  parts.forEach((groups, part) => {
    const met = new Map<string, number>(); // the same channels may have several groups of one period in one part
    for (const unsorted of groups) {
      if (unsorted.times.length === 0 || unsorted.columns.length === 0) continue;
      const group = { ...unsorted, columns: unsorted.columns.toSorted((a, b) => a.channel - b.channel) };
      const channels = group.columns.map((column) => column.channel);
      const period = group.periodMs ?? 0;
      const kind = `${channels.join()} ${period}`;
      const nth = met.get(kind) ?? 0;
      met.set(kind, nth + 1);
      const key = `${kind} ${nth}`;
      const table = tables.get(key) ?? { order: [...channels, -1, period, nth], groups: [] };
      table.groups[part] = group;
      tables.set(key, table);
    }
  });
  return [...tables.values()]
    .toSorted((a, b) => compare(a.order, b.order))
    .map(({ groups }) => join(Array.from(parts, (_, part) => groups[part])));
}

function join(groups: readonly (Group | undefined)[]): ColumnTable {
  const present = groups.filter((group) => group !== undefined);
  return {
    rows: groups.map((group) => group?.times.length ?? 0),
    times: present.flatMap((group) => group.times),
    ...periodOf(present[0] ?? {}),
    columns: (present[0]?.columns ?? []).map(({ channel, series }, at) => ({
      channel,
      qualities: present.flatMap((group) => group.columns[at]?.qualities ?? []),
      series: series.map((_, nth) => present.flatMap((group) => group.columns[at]?.series[nth] ?? [])),
    })),
  };
}

/** Calls `take` for every part that has rows of the table, with their place in its columns. */
function cut(
  { rows, times }: ColumnTable,
  take: (part: number, times: readonly number[], from: number, end: number) => void,
): void {
  let from = 0;
  rows.forEach((count, part) => {
    const end = from + count;
    if (count > 0) take(part, times.slice(from, end), from, end);
    from = end;
  });
}

function cutQualities(qualities: readonly Quality[], from: number, end: number): readonly Quality[] {
  return qualities === allGood(qualities.length) ? allGood(end - from) : qualities.slice(from, end);
}

/** Absent stays absent. */
function periodOf({ periodMs }: { readonly periodMs?: number }): { readonly periodMs?: number } {
  return periodMs === undefined ? {} : { periodMs };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
