import type { Reading } from '../../../drivers/reading.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { Part, ReportGroup } from '../../telemetry/wire/model.ts';
import type { Aggregate } from './aggregate.ts';
import { channelIndex } from './birth.ts';
import type { ChannelTable } from './channels.ts';
import { PointRecord, type Telling } from './pointRecord.ts';
import { type SampleCell, SampleRows } from './sampleRows.ts';

/**
 * Between two parts that were not asked for by a report period lies at least this: the longer something goes on changing,
 * the more. The first change is told at once; a lift's trip changes some thirty states, and a commit for each of them
 * would cost the card 45 to 100 kB each time.
 */
const EXTRA_PART = { leastMs: 1_000, mostMs: 30_000, times: 4 };
/** Without a change for so long, the next one is told at once again. */
const CALM_MS = 2 * EXTRA_PART.mostMs;
/** What is to be told soon waits so long for a part to go with: a usual report period. */
const SOON_MS = 60_000;

/** Points that are read together and reported together: their report records share a group. */
type Group = { readonly records: readonly PointRecord[] };
type Schedule = { readonly reportMs: number; end: number; readonly groups: readonly Group[] };

/**
 * Decides what is worth keeping. Readings go in, parts for the journal come out. No clock, no timer: time is what the
 * readings and `tick` say, `nextDue` says when the next tick is wanted. Report periods lie on a grid of the monotonic
 * clock; a reading belongs to the period in which it arrives, so none is lost and none counts twice.
 */
export class Recorder {
  readonly #records: ReadonlyMap<string, PointRecord>;
  readonly #schedules: readonly Schedule[];
  readonly #rows = new SampleRows();
  #lastTo: number;
  #latest: number; // time of the newest reading
  #lastExtra = Number.NEGATIVE_INFINITY;
  #extraEveryMs = EXTRA_PART.leastMs;
  #wanted = Number.POSITIVE_INFINITY; // when what waits is to be told, by what it is; mono

  /** @param start mono, when recording begins */
  constructor({ points }: Pick<Installation, 'points'>, channels: ChannelTable, start: number) {
    const all = [...points.values()];
    this.#records = new Map(
      all.map((point) => [point.id, new PointRecord(point, channelIndex(channels, point.id))]),
    );
    this.#schedules = [...Map.groupBy(all, ({ reportMs }) => reportMs)].map(([reportMs, members]) => ({
      reportMs,
      end: gridAfter(start, reportMs),
      groups: this.#groupsOf(members),
    }));
    this.#lastTo = Math.floor(start);
    this.#latest = this.#lastTo;
  }

  /** Takes the readings of one exchange. Returns the parts that are now complete, or worth telling at once. */
  accept(readings: readonly Reading[]): Part[] {
    const parts: Part[] = [];
    let told: SampleCell[] = [];
    for (const reading of readings) {
      const record = this.#records.get(reading.point);
      if (record === undefined) continue;
      const time = Math.round(reading.at.mono);
      if (time > this.#nextEnd()) {
        this.#rows.add(told);
        told = [];
        parts.push(...this.#closePeriods(time - 1));
      }
      this.#latest = Math.max(this.#latest, time);
      const telling = record.take(reading);
      if (telling === 'counted') continue;
      this.#want(telling, time);
      told.push({ channel: record.channel, reading });
    }
    this.#rows.add(told);
    return [...parts, ...this.#extra(this.#latest)];
  }

  /** Lets time pass. Returns the parts whose time has come. */
  tick(now: number): Part[] {
    return [...this.#closePeriods(now), ...this.#extra(now)];
  }

  /** Everything not yet told, report periods cut short: at a stop, before a reload. */
  flush(now: number): Part[] {
    const parts = this.#closePeriods(now);
    const at = Math.max(Math.round(now), this.#latest);
    return [...parts, ...this.#part(at, this.#schedules, true)];
  }

  /** When a tick has something to say, in mono; null without points. */
  nextDue(): number | null {
    const due = Math.min(this.#nextEnd(), this.#extraDue());
    return Number.isFinite(due) ? due : null;
  }

  #nextEnd(): number {
    return Math.min(...this.#schedules.map(({ end }) => end));
  }

  /** Ends every period whose end is at or before `now`. */
  #closePeriods(now: number): Part[] {
    const parts: Part[] = [];
    for (let end = this.#nextEnd(); end <= now; end = this.#nextEnd()) {
      const due = this.#schedules.filter((schedule) => schedule.end === end);
      parts.push(...this.#part(end, due));
      // after a long stall the periods in between hold nothing: go on with the one that holds now
      for (const schedule of due)
        schedule.end = Math.max(end + schedule.reportMs, gridAfter(now, schedule.reportMs));
    }
    return parts;
  }

  #want(telling: Telling, time: number): void {
    if (telling === 'at-once') this.#wanted = Math.min(this.#wanted, time);
    if (telling === 'soon') this.#wanted = Math.min(this.#wanted, time + SOON_MS);
  }

  #extraDue(): number {
    return Math.max(this.#wanted, this.#lastExtra + this.#extraEveryMs);
  }

  #extra(now: number): Part[] {
    if (now < this.#extraDue()) return [];
    const since = now - this.#lastExtra;
    this.#extraEveryMs =
      since > CALM_MS
        ? EXTRA_PART.leastMs
        : Math.min(EXTRA_PART.times * this.#extraEveryMs, EXTRA_PART.mostMs);
    this.#lastExtra = now;
    return this.#part(Math.floor(now), []);
  }

  /** Everything sampled so far and the reports of `due`, as one part; none when there is nothing to say. */
  #part(end: number, due: readonly Schedule[], all = false): Part[] {
    const reports = due.flatMap(({ reportMs, groups }) =>
      groups.flatMap((group) => reportsOf(group, end, reportMs, all)),
    );
    const [first, last] = this.#rows.span;
    const held = Math.min(...reports.flatMap(({ times }) => times)); // told late, because nothing had moved
    const from = Math.min(this.#lastTo, first - 1, end - 1, held - 1);
    const to = Math.max(end, last, this.#lastTo);
    const samples = this.#rows.take();
    this.#wanted = Number.POSITIVE_INFINITY;
    this.#lastTo = to;
    return samples.length + reports.length === 0 ? [] : [{ from, to, samples, reports }];
  }

  #groupsOf(members: readonly Point[]): Group[] {
    const exchanges = Map.groupBy(members, ({ deviceId, periodMs }) => `${deviceId} ${periodMs}`);
    return [...exchanges.values()].map((points) => ({
      records: points.flatMap(({ id }) => this.#records.get(id) ?? []),
    }));
  }
}

function reportsOf({ records }: Group, end: number, periodMs: number, all: boolean): ReportGroup[] {
  const told = records.flatMap((record) =>
    record
      .close(end, periodMs, all)
      .map(({ time, sums }) => ({ time, column: columnOf(record.channel, sums) })),
  );
  return [...Map.groupBy(told, ({ time }) => time)]
    .toSorted(([a], [b]) => a - b)
    .map(([time, own]) => ({ times: [time], columns: own.map(({ column }) => column) }));
}

function columnOf(channel: number, { min, mean, max, n, quality }: Aggregate) {
  return { channel, min: [min], mean: [mean], max: [max], n: [n], qualities: [quality] };
}

function gridAfter(now: number, periodMs: number): number {
  return (Math.floor(now / periodMs) + 1) * periodMs;
}
