import { type Quality, qualityCode, qualityFromCode } from '../../../drivers/quality.ts';
import { positionOf } from '../wire/channelIndex.ts';
import type { Channel } from '../wire/model.ts';
import type { Dating } from './dating.ts';
import { type HistoryPlace, isLater, type Latest } from './latest.ts';

const WIDTH = 4; // value or mean, min, max, n; not a number where there is none
const NONE = 255;
const RECORD = 128; // beside the code of the quality

/** What is kept of it: everything known, by point. */
export type SavedLatest = readonly (readonly [point: string, latest: Latest])[];

/**
 * The newest value of every point. A platform holds one of these for each of 100,000 gateways, so what is known of the
 * channels of the current birth stands in columns, 41 bytes a channel; the rest, which is rare, as it comes.
 */
export class LatestTable {
  #channels: readonly Channel[] = [];
  #numbers = new Float64Array(0);
  #codes = new Uint8Array(0);
  #stamps: (HistoryPlace | null)[] = [];
  /** Values that are no numbers, and points that are not in the current birth. */
  readonly #others = new Map<string, Latest>();

  /** Takes a value unless a later one is known. */
  note(channel: Channel, latest: Latest, dating: Dating): void {
    const position = this.#positionOf(channel);
    const known = this.#stampAt(position, channel.point);
    if (known !== null && !isLater(latest.stamp, known, dating)) return;
    this.#put(position, channel.point, latest);
  }

  /** The current birth is another one: what is not in it is forgotten. */
  adopt(channels: readonly Channel[]): void {
    if (channels === this.#channels) return;
    const known = this.toMap();
    this.#channels = channels;
    this.#numbers = new Float64Array(0);
    this.#codes = new Uint8Array(0);
    this.#stamps = [];
    this.#others.clear();
    channels.forEach(({ point }, position) => {
      const latest = known.get(point);
      if (latest !== undefined) this.#put(position, point, latest);
    });
  }

  /** Everything known, by point. */
  toMap(): ReadonlyMap<string, Latest> {
    const map = new Map(this.#others);
    for (let position = 0; position < this.#codes.length; position++) {
      const latest = this.#read(position);
      const point = this.#channels[position]?.point;
      if (latest !== null && point !== undefined) map.set(point, latest);
    }
    return map;
  }

  save(): SavedLatest {
    return [...this.toMap()];
  }

  restore(saved: SavedLatest): void {
    const positions = new Map(this.#channels.map(({ point }, position) => [point, position]));
    for (const [point, latest] of saved) this.#put(positions.get(point) ?? -1, point, latest);
  }

  /** A channel keeps its index over births; where it did not, it is another point. */
  #positionOf({ index, point }: Channel): number {
    const position = positionOf(this.#channels, index);
    if (this.#channels[position]?.point === point) return position;
    return this.#channels.findIndex((channel) => channel.point === point);
  }

  #stampAt(position: number, point: string): HistoryPlace | null {
    return this.#stamps[position] ?? this.#others.get(point)?.stamp ?? null;
  }

  #put(position: number, point: string, latest: Latest): void {
    const { value, quality, record, stamp } = latest;
    if (position < 0 || (value !== null && typeof value !== 'number')) {
      this.#others.set(point, latest);
      if (position >= 0 && this.#codes.length > 0) this.#codes[position] = NONE;
      if (position >= 0) this.#stamps[position] = null;
      return;
    }
    if (this.#codes.length === 0) this.#makeRoom();
    this.#others.delete(point);
    this.#codes[position] = qualityCode(quality) + (record === null ? 0 : RECORD);
    this.#stamps[position] = stamp;
    const at = WIDTH * position;
    this.#numbers[at] = value ?? Number.NaN;
    this.#numbers[at + 1] = record?.min ?? Number.NaN;
    this.#numbers[at + 2] = record?.max ?? Number.NaN;
    this.#numbers[at + 3] = record?.n ?? 0;
  }

  #makeRoom(): void {
    this.#numbers = new Float64Array(WIDTH * this.#channels.length);
    this.#codes = new Uint8Array(this.#channels.length).fill(NONE);
    this.#stamps = new Array<HistoryPlace | null>(this.#channels.length).fill(null);
  }

  #read(position: number): Latest | null {
    const [code = NONE, stamp = null] = [this.#codes[position], this.#stamps[position]];
    if (code === NONE || stamp === null) return null;
    const [value = null, min = null, max = null, n = null] = [0, 1, 2, 3].map((nth) =>
      this.#numberAt(WIDTH * position + nth),
    );
    const quality: Quality = qualityFromCode(code % RECORD);
    return { value, quality, record: code < RECORD ? null : { min, max, n: n ?? 0 }, stamp };
  }

  #numberAt(at: number): number | null {
    const number = this.#numbers[at] ?? Number.NaN;
    return Number.isNaN(number) ? null : number;
  }
}
