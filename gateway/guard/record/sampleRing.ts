import { type Quality, qualityCode, qualityFromCode } from '../../../drivers/quality.ts';
import type { PointValue } from '../../../drivers/reading.ts';

/** A remembered sample. `order` counts samples as they arrived; `mono` is when it was read. */
export type RingSample = {
  readonly order: number;
  readonly mono: number;
  readonly value: PointValue;
  readonly quality: Quality;
};

/** The newest samples of one point, in a room that is fixed from the start: some 25 bytes a sample, no objects. */
export class SampleRing {
  readonly room: number;
  readonly #orders: Float64Array;
  readonly #monos: Float64Array;
  readonly #qualities: Uint8Array;
  readonly #values: PointValue[] = [];
  #next = 0;

  constructor(room: number) {
    this.room = room;
    this.#orders = new Float64Array(room);
    this.#monos = new Float64Array(room);
    this.#qualities = new Uint8Array(room);
  }

  push({ order, mono, value, quality }: RingSample): void {
    this.#orders[this.#next] = order;
    this.#monos[this.#next] = mono;
    this.#qualities[this.#next] = qualityCode(quality);
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.room;
  }

  /** Those that are wanted, oldest arrival first. */
  select(wanted: (order: number, mono: number) => boolean): RingSample[] {
    const found: RingSample[] = [];
    const filled = this.#values.length;
    const start = filled < this.room ? 0 : this.#next;
    for (let i = 0; i < filled; i++) {
      const at = (start + i) % filled;
      const [order = 0, mono = 0] = [this.#orders[at], this.#monos[at]];
      if (!wanted(order, mono)) continue;
      const value = this.#values[at] ?? null;
      found.push({ order, mono, value, quality: qualityFromCode(this.#qualities[at] ?? 0) });
    }
    return found;
  }
}
