import type { Quality } from '../../drivers/quality.ts';
import type { Cell, ScaledPart } from './scale.ts';

/** One column of a group or table. `series`: the values of samples, or mean, min, max and n of reports. */
export type Column = {
  readonly channel: number;
  readonly qualities: readonly Quality[];
  readonly series: readonly (readonly (Cell | null)[])[];
};
export type Group = { readonly times: readonly number[]; readonly columns: readonly Column[] };

/** The same group over all parts: `rows` says how many of its rows belong to each part. */
export type Table = Group & { readonly rows: readonly number[] };

/** A whole body, between parts and bytes. */
export type Body = {
  readonly bounds: readonly { from: number; to: number }[];
  readonly samples: readonly Table[];
  readonly reports: readonly Table[];
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
export function toParts(body: Body): ScaledPart[] {
  const samples = body.samples.map(split);
  const reports = body.reports.map(split);
  return body.bounds.map((bounds, part) => ({
    ...bounds,
    samples: groupsOf(samples, part).map(({ times, columns }) => ({
      times,
      columns: columns.map(({ channel, qualities, series: [values = []] }) => ({
        channel,
        values,
        qualities,
      })),
    })),
    reports: groupsOf(reports, part).map(({ times, columns }) => ({
      times,
      columns: columns.map(({ channel, qualities, series: [mean = [], min = [], max = [], n = []] }) => ({
        channel,
        min: min as ScaledNumbers,
        mean: mean as ScaledNumbers,
        max: max as ScaledNumbers,
        n: n as readonly number[],
        qualities,
      })),
    })),
  }));
}

type ScaledNumbers = ScaledPart['reports'][number]['columns'][number]['mean'];

function merge(parts: readonly (readonly Group[])[]): Table[] {
  const tables = new Map<string, { order: readonly number[]; groups: (Group | undefined)[] }>();
  parts.forEach((groups, part) => {
    const met = new Map<string, number>(); // the same channels may have several groups in one part
    for (const unsorted of groups) {
      if (unsorted.times.length === 0 || unsorted.columns.length === 0) continue;
      const group = { ...unsorted, columns: unsorted.columns.toSorted((a, b) => a.channel - b.channel) };
      const channels = group.columns.map((column) => column.channel);
      const nth = met.get(channels.join()) ?? 0;
      met.set(channels.join(), nth + 1);
      const key = `${channels.join()} ${nth}`;
      const table = tables.get(key) ?? { order: [...channels, -1, nth], groups: [] };
      table.groups[part] = group;
      tables.set(key, table);
    }
  });
  return [...tables.values()]
    .toSorted((a, b) => compare(a.order, b.order))
    .map(({ groups }) => join(Array.from(parts, (_, part) => groups[part])));
}

function join(groups: readonly (Group | undefined)[]): Table {
  const present = groups.filter((group) => group !== undefined);
  return {
    rows: groups.map((group) => group?.times.length ?? 0),
    times: present.flatMap((group) => group.times),
    columns: (present[0]?.columns ?? []).map(({ channel, series }, at) => ({
      channel,
      qualities: present.flatMap((group) => group.columns[at]?.qualities ?? []),
      series: series.map((_, nth) => present.flatMap((group) => group.columns[at]?.series[nth] ?? [])),
    })),
  };
}

function split(table: Table): Group[] {
  let end = 0;
  return table.rows.map((rows) => {
    const from = end;
    end += rows;
    return {
      times: table.times.slice(from, end),
      columns: table.columns.map(({ channel, qualities, series }) => ({
        channel,
        qualities: qualities.slice(from, end),
        series: series.map((cells) => cells.slice(from, end)),
      })),
    };
  });
}

function groupsOf(tables: readonly (readonly Group[])[], part: number): Group[] {
  return tables
    .map((groups) => groups[part])
    .filter((group): group is Group => group !== undefined && group.times.length > 0);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
