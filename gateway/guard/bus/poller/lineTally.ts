/** Counts kept per line over the last ten seconds, one bucket a second. */
export class LineTally {
  #current = empty();
  #past: Bucket[] = [];

  /** The line was in use for `ms`. */
  busy(ms: number): void {
    this.#current.busyMs += ms;
  }

  /** A healthy device was read, after `missed` releases that no read was in time for. */
  read(missed: number): void {
    this.#current.reads++;
    this.#current.missed += missed;
  }

  /** A second has passed. */
  turn(): void {
    this.#past = [...this.#past.slice(1 - BUCKETS), this.#current];
    this.#current = empty();
  }

  /** Share of the time the line was in use. */
  utilisation(): number {
    if (this.#past.length === 0) return 0;
    return Math.min(1, sum(this.#past, 'busyMs') / (this.#past.length * BUCKET_MS));
  }

  /** Share of the planned reads that were missed although the device was well: the line is asked for too much. */
  missedShare(): number {
    if (this.#past.length < FEWEST_BUCKETS) return 0;
    const missed = sum(this.#past, 'missed');
    return missed === 0 ? 0 : missed / (missed + sum(this.#past, 'reads'));
  }
}

/** How often `turn` is to be called. */
export const BUCKET_MS = 1000;
const BUCKETS = 10;
/** What is missed in the first moments after a start says nothing about the plan. */
const FEWEST_BUCKETS = 5;

type Bucket = { busyMs: number; reads: number; missed: number };

function empty(): Bucket {
  return { busyMs: 0, reads: 0, missed: 0 };
}

function sum(buckets: readonly Bucket[], field: keyof Bucket): number {
  return buckets.reduce((total, bucket) => total + bucket[field], 0);
}
