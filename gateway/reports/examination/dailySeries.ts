import type { Channel, Part } from '../../telemetry/wire/model.ts';

/** What one point did in one civil day: of good samples alone. `watchedMs`: how long it was read with good quality. */
export type PointDay = {
  readonly day: string; // YYYY-MM-DD, in the building's time zone
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly n: number;
  readonly watchedMs: number;
};

/** How long a state (a contact, a code) was known in one civil day: it is told when it changes, and has no statistics. */
export type StateDay = Pick<PointDay, 'day' | 'watchedMs'>;

/** A part and what dates it. `utcOf`: when a mono time of its boot was; null where nobody knows, and then it is in no day. */
export type DatedPart = {
  readonly part: Part;
  readonly boot: string;
  readonly channels: readonly Channel[];
  readonly utcOf: (mono: number) => number | null;
};

/** A record tells of the time since the one before it, but of no more than this: no sensor is read more seldom (engineering). */
const LONGEST_MS = 86_400_000;

/** Folds report records into days. Statistics of whole days that a journal has besides are left out: they would count twice. */
export class DailySeries {
  readonly #dayOf: (utc: number) => string;
  readonly #points = new Map<string, Map<string, PointDay>>();
  readonly #states = new Map<string, Map<string, number>>();
  #boot: string | null = null;
  readonly #told = new Map<string, number>(); // mono of the last record of a point in this boot
  readonly #known = new Map<string, boolean>(); // whether the state of a point is known now

  constructor(dayOf: (utc: number) => string) {
    this.#dayOf = dayOf;
  }

  take({ part, boot, channels, utcOf }: DatedPart): void {
    if (boot !== this.#boot) for (const before of [this.#told, this.#known]) before.clear();
    this.#boot = boot;
    const points = new Map(channels.map(({ index, point }) => [index, point]));
    for (const { times, periodMs, columns } of part.reports) {
      if (periodMs !== undefined) continue;
      for (const { channel, min, mean, max, n } of columns) {
        const point = points.get(channel);
        if (point === undefined) continue;
        this.#states.delete(point);
        this.#known.delete(point);
        for (const [i, mono] of times.entries()) {
          const since = this.#told.get(point) ?? part.from;
          this.#told.set(point, mono);
          const utc = utcOf(mono);
          const record = { min: min[i], mean: mean[i], max: max[i], n: n[i] ?? 0 };
          if (utc === null || record.n === 0) continue;
          if (record.min == null || record.mean == null || record.max == null) continue;
          const { min: low, mean: middle, max: high } = record;
          this.#add(point, this.#dayOf(utc - 1), {
            ...{ min: low, mean: middle, max: high },
            ...{ n: record.n, watchedMs: Math.max(0, Math.min(LONGEST_MS, mono - since)) },
          });
        }
      }
    }
    this.#takeStates(part, points, utcOf(part.to));
  }

  /** The days of a point, oldest first. */
  days(point: string): PointDay[] {
    return [...(this.#points.get(point)?.values() ?? [])].toSorted(byDay);
  }

  /** The days in which the state of a point was known; none of a quantity. */
  stateDays(point: string): StateDay[] {
    return [...(this.#states.get(point) ?? [])]
      .map(([day, watchedMs]) => ({ day, watchedMs }))
      .toSorted(byDay);
  }

  /** A state that was told stays known until it is told to be bad, or the gateway ends. */
  #takeStates(part: Part, points: ReadonlyMap<number, string>, utc: number | null): void {
    for (const { columns } of part.samples)
      for (const { channel, values, qualities } of columns) {
        const point = points.get(channel);
        if (point === undefined || this.#points.has(point) || this.#told.has(point)) continue;
        for (const [i, quality] of qualities.entries())
          if (quality !== 'good' || values[i] != null) this.#known.set(point, quality === 'good'); // else not sampled in this row
      }
    if (utc === null) return;
    const day = this.#dayOf(utc - 1);
    for (const [point, known] of this.#known) {
      const days = this.#states.get(point) ?? new Map<string, number>();
      if (known) days.set(day, (days.get(day) ?? 0) + part.to - part.from);
      this.#states.set(point, days);
    }
  }

  #add(point: string, day: string, one: Omit<PointDay, 'day'>): void {
    const days = this.#points.get(point) ?? new Map<string, PointDay>();
    const before = days.get(day);
    const n = (before?.n ?? 0) + one.n;
    days.set(day, {
      ...{ day, n },
      min: Math.min(before?.min ?? one.min, one.min),
      max: Math.max(before?.max ?? one.max, one.max),
      mean: ((before?.mean ?? 0) * (before?.n ?? 0) + one.mean * one.n) / n,
      watchedMs: (before?.watchedMs ?? 0) + one.watchedMs,
    });
    this.#points.set(point, days);
  }
}

function byDay(a: { readonly day: string }, b: { readonly day: string }): number {
  return a.day < b.day ? -1 : 1;
}
