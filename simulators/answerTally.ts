import type { PointValue } from '../drivers/reading.ts';
import type { Exchange } from './line/exchange.ts';

/** What was answered about one point, cleanly and on time. */
export type PointTally = {
  readonly answers: number;
  readonly last: PointValue;
  readonly min: number | null; // of numbers
  readonly max: number | null;
};

/** How the requests to one device ended. */
export type DeviceTally = {
  readonly heard: number;
  readonly clean: number;
  readonly late: number;
  readonly corrupted: number;
  readonly refused: number;
  readonly silent: number;
  readonly points: Readonly<Record<string, PointTally>>;
};

type Counts = { -readonly [K in keyof DeviceTally]: DeviceTally[K] } & { points: Record<string, PointTally> };

/** Counts what devices said, to be held against what arrives at the other end of everything. */
export class AnswerTally {
  #devices = new Map<string, Counts>();

  add(exchange: Exchange): void {
    const counts = this.#of(exchange.device);
    counts.heard++;
    counts[exchange.outcome]++;
    if (exchange.outcome !== 'clean') return;
    for (const [id, value] of Object.entries(exchange.points))
      counts.points[id] = including(counts.points[id], value);
  }

  /** By device id. */
  devices(): Record<string, DeviceTally> {
    return Object.fromEntries(this.#devices);
  }

  reset(): void {
    this.#devices = new Map();
  }

  #of(device: string): Counts {
    const known = this.#devices.get(device);
    if (known !== undefined) return known;
    const fresh = { heard: 0, clean: 0, late: 0, corrupted: 0, refused: 0, silent: 0, points: {} };
    this.#devices.set(device, fresh);
    return fresh;
  }
}

function including(before: PointTally | undefined, value: PointValue): PointTally {
  const number = typeof value === 'number' ? value : null;
  return {
    answers: (before?.answers ?? 0) + 1,
    last: value,
    min: smaller(before?.min ?? null, number, Math.min),
    max: smaller(before?.max ?? null, number, Math.max),
  };
}

function smaller(a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}
