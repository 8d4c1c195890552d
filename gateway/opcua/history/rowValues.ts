import type { Quality } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';
import type { PastRow } from './journalHistory.ts';

/** One value of the past. `mean`: of a report period that ends at `utc`, not a reading. */
export type PastValue = {
  readonly utc: number;
  readonly value: PointValue;
  readonly quality: Quality;
  readonly mean: boolean;
};

/** What a report period of a point was like. `n`: good samples. */
export type PastReport = {
  readonly utc: number; // end of the period
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  readonly n: number;
};

/** All of a point in a row, in the order of time: readings that were kept, and the mean of each report period. */
export function valuesOf(row: PastRow, point: string): PastValue[] {
  const channel = row.channelOf(point);
  const values: PastValue[] = [];
  for (const { samples } of row.parts)
    for (const { times, columns } of samples) {
      const column = columns.find((one) => one.channel === channel);
      for (const [i, mono] of times.entries()) {
        const utc = row.date(mono);
        const value = column?.values[i] ?? null;
        const quality = column?.qualities[i] ?? 'good';
        // null and good: not sampled at this time
        if (column === undefined || utc === null || (value === null && quality === 'good')) continue;
        values.push({ utc, value, quality, mean: false });
      }
    }
  for (const report of reportsOf(row, point, false))
    if (report.mean !== null)
      values.push({ utc: report.utc, value: report.mean, quality: 'good', mean: true });
  return values.sort((a, b) => a.utc - b.utc);
}

/** Its report periods; `days`: the statistics of whole days instead. */
export function reportsOf(row: PastRow, point: string, days: boolean): PastReport[] {
  const channel = row.channelOf(point);
  return row.parts.flatMap(({ reports }) =>
    reports.flatMap(({ times, columns, periodMs }) => {
      const column = columns.find((one) => one.channel === channel);
      if (column === undefined || (periodMs !== undefined) !== days) return [];
      return times.flatMap((mono, i) => {
        const utc = row.date(mono);
        const [min = null, mean = null, max = null] = [column.min[i], column.mean[i], column.max[i]];
        return utc === null ? [] : [{ utc, min, mean, max, n: column.n[i] ?? 0 }];
      });
    }),
  );
}
