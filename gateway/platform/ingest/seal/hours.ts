import type { Part } from '../../../telemetry/index.ts';

/** What one channel did in one hour, over its report records. */
export type HourSum = { lo: number; hi: number; n: number; sum: number }; // sum: of mean × n

/** By hour (Unix ms of its beginning), by channel. */
export type Hours = Map<number, Map<number, HourSum>>;

const HOUR_MS = 3_600_000;

/** Adds the report records of a row; a record belongs to the hour in which its period ended. Statistics of a day are left out. */
export function addHours(hours: Hours, parts: readonly Part[], utcOf: (mono: number) => number): void {
  for (const { reports } of parts)
    for (const { times, columns, periodMs } of reports) {
      if (periodMs !== undefined) continue;
      // a period that ends with the hour belongs to it
      const at = times.map((mono) => Math.floor((utcOf(mono) - 1) / HOUR_MS) * HOUR_MS);
      for (const { channel, min, mean, max, n } of columns)
        for (const [row, hour] of at.entries()) {
          const [lo, middle, hi, count = 0] = [min[row], mean[row], max[row], n[row]];
          if (lo == null || middle == null || hi == null || count === 0) continue;
          add(hours, hour, channel, { lo, hi, n: count, sum: middle * count });
        }
    }
}

/** Adds what is known of an hour of a channel. */
export function add(hours: Hours, hour: number, channel: number, more: HourSum): void {
  const channels = hours.get(hour) ?? new Map<number, HourSum>();
  hours.set(hour, channels);
  const known = channels.get(channel);
  if (known === undefined) channels.set(channel, { ...more });
  else {
    known.lo = Math.min(known.lo, more.lo);
    known.hi = Math.max(known.hi, more.hi);
    known.n += more.n;
    known.sum += more.sum;
  }
}
