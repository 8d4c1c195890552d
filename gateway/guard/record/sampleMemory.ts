import type { Reading } from '../../../drivers/reading.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { Part } from '../../telemetry/wire/model.ts';
import { channelIndex } from './birth.ts';
import type { ChannelTable } from './channels.ts';
import { type RingSample, SampleRing } from './sampleRing.ts';
import { type SampleCell, SampleRows } from './sampleRows.ts';

/** Of a whole site, some 10 MB. One that would need more is remembered for a shorter time, every point alike. */
const MOST_SAMPLES = 400_000;
/** A point is at times read more often than its period: a second look confirms a value after a lost exchange. */
const SPARE = 1.25;
const FEWEST = 16;

/** How far samples were taken before: everything that had arrived by `order` and was read by `mono`. */
export type TakenSamples = { readonly order: number; readonly mono: number };
export const NOTHING_TAKEN: TakenSamples = { order: 0, mono: Number.NEGATIVE_INFINITY };

/** Samples of `points` read in [from, to], without those taken before. Times are `mono`. */
export type Wanted = {
  readonly points: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly except: TakenSamples;
};

type Found = { readonly sample: RingSample; readonly cell: SampleCell };
type Known = { readonly unit: string; readonly channel: number; readonly ring: SampleRing };

/**
 * What was read lately of every point, at full rate, in memory: what led to an alarm. Bounded in time and in number; a
 * point that is read far more often than its period is remembered for a shorter time.
 */
export class SampleMemory {
  /** How far back it reaches, in milliseconds. */
  readonly reachMs: number;
  readonly #known = new Map<string, Known>();
  readonly #since: number;
  #order = 0;

  /**
   * @param reachMs how far back it should reach
   * @param now mono, when remembering begins
   * @param before what was remembered of the site until now; points that are still there keep it
   */
  constructor(
    { points }: Pick<Installation, 'points'>,
    channels: ChannelTable,
    reachMs: number,
    now: number,
    before: SampleMemory | null = null,
  ) {
    const all = [...points.values()];
    const rooms = all.map((point) => roomOf(point, reachMs));
    const share = Math.min(1, MOST_SAMPLES / rooms.reduce((sum, room) => sum + room, 0));
    this.reachMs = Math.floor(reachMs * share);
    this.#since = before === null ? now : before.#since;
    this.#order = before === null ? 0 : before.#order;
    const remembered = before === null ? null : before.#known;
    all.forEach((point, at) => {
      const room = Math.max(1, Math.floor((rooms[at] ?? FEWEST) * share));
      const ring = ringOf(room, point.unit, remembered?.get(point.id));
      this.#known.set(point.id, { unit: point.unit, channel: channelIndex(channels, point.id), ring });
    });
  }

  accept(readings: readonly Reading[]): void {
    for (const { point, value, quality, at } of readings) {
      const known = this.#known.get(point);
      if (known === undefined) continue;
      this.#order += 1;
      known.ring.push({ order: this.#order, mono: at.mono, value, quality });
    }
  }

  /** Everything that has arrived by now. */
  get order(): number {
    return this.#order;
  }

  /** Finds the samples wanted; they stay in memory. `part` gives them as one that covers (from, to], null for none. */
  select(wanted: Wanted): { readonly count: number; part(): Part | null } {
    const { points, from, to, except } = wanted;
    const found = points.flatMap((point) => {
      const known = this.#known.get(point);
      if (known === undefined) return [];
      const samples = known.ring.select(
        (order, mono) => mono >= from && mono <= to && (order > except.order || mono > except.mono),
      );
      return samples.map((sample) => ({ sample, cell: cellOf(point, known.channel, sample) }));
    });
    return { count: found.length, part: () => this.#partOf(found, wanted) };
  }

  #partOf(found: readonly Found[], { from, to, except }: Wanted): Part | null {
    // samples of one exchange arrive together, one after the other
    const inOrder = found.toSorted(
      (a, b) => a.sample.mono - b.sample.mono || a.sample.order - b.sample.order,
    );
    const rows = new SampleRows();
    rows.add(inOrder.map(({ cell }) => cell));
    const [first, last] = rows.span;
    if (rows.empty) return null;
    return {
      from: Math.min(first - 1, Math.floor(Math.max(from, except.mono, this.#since))),
      to: Math.max(last, Math.round(to)),
      samples: rows.take(),
      reports: [],
    };
  }
}

function roomOf({ periodMs }: Point, reachMs: number): number {
  return Math.max(FEWEST, Math.ceil((reachMs / periodMs) * SPARE));
}

/** A ring of this room, with what was known before unless it was in another unit. */
function ringOf(room: number, unit: string, before: Known | undefined): SampleRing {
  if (before === undefined || before.unit !== unit) return new SampleRing(room);
  if (before.ring.room === room) return before.ring;
  const ring = new SampleRing(room);
  for (const sample of before.ring.select(() => true)) ring.push(sample);
  return ring;
}

function cellOf(point: string, channel: number, { mono, value, quality }: RingSample): SampleCell {
  return { channel, reading: { point, value, quality, at: { boot: '', mono } } };
}
