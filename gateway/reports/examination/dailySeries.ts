import type { Part, TimeBase } from '../../telemetry/wire/model.ts';

/** What one point did in one civil day: of good samples alone. `watchedMs`: how long it was read with good quality. */
export type PointDay = {
  readonly day: string; // YYYY-MM-DD, in the building's time zone
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly n: number;
  readonly watchedMs: number;
};

/** Folds report records into days. Statistics of whole days that a journal has besides are left out: they would count twice. */
export class DailySeries {
  readonly #dayOf: (utc: number) => string;
  readonly #points = new Map<number, Map<string, PointDay>>(); // by channel

  constructor(dayOf: (utc: number) => string) {
    this.#dayOf = dayOf;
  }

  /** @param utcOf when a mono time of the part was; null where nobody knows, and then it is in no day */
  take(part: Part, utcOf: (mono: number) => number | null): void {
    for (const { times, periodMs, columns } of part.reports) {
      if (periodMs !== undefined) continue;
      for (const { channel, min, mean, max, n } of columns)
        for (const [i, mono] of times.entries()) {
          const utc = utcOf(mono);
          const record = { min: min[i], mean: mean[i], max: max[i], n: n[i] ?? 0 };
          if (utc === null || record.n === 0) continue;
          if (record.min == null || record.mean == null || record.max == null) continue;
          const { min: low, mean: middle, max: high } = record;
          this.#add(channel, this.#dayOf(utc - 1), {
            ...{ min: low, mean: middle, max: high },
            ...{ n: record.n, watchedMs: part.to - part.from },
          });
        }
    }
  }

  /** The days of a channel, oldest first. */
  days(channel: number): PointDay[] {
    return [...(this.#points.get(channel)?.values() ?? [])].toSorted((a, b) => (a.day < b.day ? -1 : 1));
  }

  #add(channel: number, day: string, one: Omit<PointDay, 'day'>): void {
    const days = this.#points.get(channel) ?? new Map<string, PointDay>();
    const before = days.get(day);
    const n = (before?.n ?? 0) + one.n;
    days.set(day, {
      ...{ day, n },
      min: Math.min(before?.min ?? one.min, one.min),
      max: Math.max(before?.max ?? one.max, one.max),
      mean: ((before?.mean ?? 0) * (before?.n ?? 0) + one.mean * one.n) / n,
      watchedMs: (before?.watchedMs ?? 0) + one.watchedMs,
    });
    this.#points.set(channel, days);
  }
}

/** The moment of a mono time under one mapping; null where that mapping knows none. */
export function utcUnder({ mono, utc }: TimeBase): (at: number) => number | null {
  return (at) => (utc === null ? null : utc + (at - mono));
}
