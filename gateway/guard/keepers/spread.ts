import type { SpreadView } from '../../control/alarmTimeView.ts';

/** One alarm as it was measured. `responseMs`: the part after the last byte of the reply, which is this computer's. */
export type Sample = {
  readonly occurrence: string;
  readonly latencyMs: number;
  readonly responseMs: number;
  readonly boundMs: number;
};

const EDGES_MS = [50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000, 30_000];
const TENTHS = 10;

/** Counts in buckets that were there from the start: however many alarms, it does not grow. */
export class Spread {
  readonly #latency = Array<number>(EDGES_MS.length + 1).fill(0);
  readonly #ofBound = Array<number>(TENTHS + 1).fill(0);
  #newest: SpreadView['newest'] = null;
  #worst: SpreadView['worst'] = null;
  #slowestHostMs = 0;
  #count = 0;

  add({ occurrence, latencyMs, responseMs, boundMs }: Sample): void {
    this.#newest = { occurrence, latencyMs, boundMs };
    const ratio = latencyMs / boundMs;
    const edge = EDGES_MS.findIndex((upTo) => latencyMs <= upTo);
    bump(this.#latency, edge < 0 ? EDGES_MS.length : edge);
    bump(this.#ofBound, ratio > 1 ? TENTHS : Math.min(TENTHS - 1, Math.max(0, Math.floor(ratio * TENTHS))));
    if (this.#worst === null || ratio > this.#worst.ratio) this.#worst = { latencyMs, boundMs, ratio };
    this.#slowestHostMs = Math.max(this.#slowestHostMs, responseMs);
    this.#count++;
  }

  view(): SpreadView {
    return {
      count: this.#count,
      latency: this.#latency.map((count, i) => ({ upToMs: EDGES_MS[i] ?? null, count })),
      ofBound: [...this.#ofBound],
      newest: this.#newest,
      worst: this.#worst,
      slowestHostMs: this.#slowestHostMs,
    };
  }
}

function bump(counts: number[], i: number): void {
  counts[i] = (counts[i] ?? 0) + 1;
}
