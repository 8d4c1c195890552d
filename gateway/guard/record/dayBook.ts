import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Installation } from '../../site/installation.ts';
import type { Part } from '../../telemetry/wire/model.ts';
import { type Aggregate, Aggregator } from './aggregate.ts';
import { channelIndex } from './birth.ts';
import type { ChannelTable } from './channels.ts';
import type { SavedDay, SavedDays } from './dayBookSaved.ts';
import { isQuantity } from './pointRecord.ts';

export const DAY_MS = 86_400_000;

type Book = { readonly channel: number; readonly sums: Aggregator };

/**
 * Statistics of the civil day (UTC): min, mean, max and number of good samples of every quantity, told as one part when the
 * day ends. The day's end is a moment of the monotonic clock, computed anew from the offset known at the time: a clock
 * that turns out wrong moves the end of a day, but never takes or adds a sample. While no offset is known 24 hours since
 * the start stand for the day. No clock, no timer: time is what readings and `tick` say.
 */
export class DayBook {
  readonly #books = new Map<string, Book>();
  readonly #boot: string;
  #since: number; // mono of this boot; before its start where the day began in another boot
  #latest: number; // of the readings
  #offset: number | null;
  #earlier: SavedDay | null; // of another boot, until an offset says which day it is now

  /**
   * @param now when it begins
   * @param utcOffset civil time less mono; null while that is not known
   * @param before what an earlier run had gathered, or this one for another installation
   */
  constructor(
    { points }: Pick<Installation, 'points'>,
    channels: ChannelTable,
    now: Instant,
    utcOffset: number | null,
    before: SavedDays | null,
  ) {
    const carriedOn = before?.day.boot === now.boot ? before.day : null;
    const other = before?.day.utc === null ? before.earlier : (before?.day ?? null);
    this.#boot = now.boot;
    this.#since = carriedOn?.since ?? Math.floor(now.mono);
    this.#latest = this.#since;
    this.#offset = utcOffset;
    this.#earlier = carriedOn === null ? other : (before?.earlier ?? null);
    for (const point of points.values()) {
      if (!isQuantity(point)) continue;
      const sums = new Aggregator(carriedOn?.points[point.id] ?? null);
      this.#books.set(point.id, { channel: channelIndex(channels, point.id), sums });
    }
  }

  /** Takes readings; returns the part of a day that ended before them. */
  accept(readings: readonly Reading[]): Part[] {
    const parts: Part[] = [];
    for (const { point, value, quality, at } of readings) {
      const book = this.#books.get(point);
      if (book === undefined) continue;
      parts.push(...this.#closeBefore(Math.round(at.mono) - 1));
      this.#latest = Math.max(this.#latest, Math.round(at.mono));
      book.sums.add(value, quality);
    }
    return parts;
  }

  /** Lets time pass. */
  tick(now: number): Part[] {
    return this.#closeBefore(now);
  }

  /** Civil time is this much ahead of the monotonic clock from now on. A day that is over by that ends now. */
  clock(utcOffset: number | null, now: number): Part[] {
    this.#offset = utcOffset ?? this.#offset;
    return [...this.#settleEarlier(), ...this.#closeBefore(now)];
  }

  /** When the day ends, in mono; no reading later than this belongs to it. */
  nextDue(): number {
    if (this.#offset === null) return this.#since + DAY_MS;
    return Math.ceil(endOfDay(this.#since + this.#offset) - this.#offset);
  }

  /** What was gathered, to go on from after a restart. */
  saved(): SavedDays {
    const points: Record<string, Aggregate> = {};
    for (const [point, { sums }] of this.#books) {
      const soFar = sums.soFar();
      if (soFar !== null) points[point] = soFar;
    }
    const utc = this.#offset === null ? null : this.#since + this.#offset;
    return { day: { boot: this.#boot, since: this.#since, utc, points }, earlier: this.#earlier };
  }

  #closeBefore(now: number): Part[] {
    const due = this.nextDue();
    if (due > now) return [];
    // where the clock was set anew, readings from after the day's end may have been counted already
    const end = Math.max(due, this.#latest);
    const parts = partOf([...this.#books.values()], end, this.#since);
    this.#since = end;
    // after a long stall the days in between hold nothing: go on with the one that holds now
    if (this.nextDue() <= now) this.#since = Math.floor(now);
    return parts;
  }

  /** What another boot had gathered belongs to this day, or is told as that of the day it began in. */
  #settleEarlier(): Part[] {
    const earlier = this.#earlier;
    if (earlier === null || this.#offset === null) return [];
    this.#earlier = null;
    if (earlier.utc === null) return []; // nobody will ever know when that was; its reports are in the journal
    const since = Math.round(earlier.utc - this.#offset);
    if (since >= this.#since) return []; // in the future: one of both clocks was wrong
    const end = Math.ceil(endOfDay(earlier.utc) - this.#offset);
    if (end <= this.#since) return partOf(this.#asBooks(earlier), end, since);
    for (const [point, { sums }] of this.#books) sums.join(earlier.points[point] ?? null);
    this.#since = since;
    return [];
  }

  #asBooks({ points }: SavedDay): Book[] {
    return [...this.#books].map(([point, { channel }]) => ({
      channel,
      sums: new Aggregator(points[point] ?? null),
    }));
  }
}

function endOfDay(utc: number): number {
  return (Math.floor(utc / DAY_MS) + 1) * DAY_MS;
}

function partOf(books: readonly Book[], end: number, since: number): Part[] {
  const columns = books.flatMap(({ channel, sums }) => {
    const sum = sums.close();
    if (sum === null) return [];
    const { min, mean, max, n, quality } = sum;
    return [{ channel, min: [min], mean: [mean], max: [max], n: [n], qualities: [quality] }];
  });
  if (columns.length === 0) return [];
  const reports = [{ times: [end], periodMs: Math.max(1, Math.round(end - since)), columns }];
  return [{ from: end - 1, to: end, samples: [], reports }];
}
