/** Counts kept per line over the last ten seconds, one bucket a second. */
export class LineTally {
  #current = empty();
  #past: Bucket[] = [];
  #settling = SETTLING_BUCKETS;

  /** The port was opened: every unit is in doubt for a while, and waits for that, not for the plan. */
  opened(): void {
    this.#settling = SETTLING_BUCKETS;
  }

  /** The line was in use for `ms`. */
  busy(ms: number): void {
    this.#current.busyMs += ms;
  }

  /** A healthy device was read, after `missed` releases that no read was in time for. */
  read(missed: number): void {
    if (this.#settling > 0) return;
    this.#current.reads++;
    this.#current.missed += missed;
  }

  /** A second has passed. */
  turn(): void {
    this.#past = [...this.#past.slice(1 - BUCKETS), this.#current];
    this.#current = empty();
    this.#settling = Math.max(0, this.#settling - 1);
  }

  /** Share of the time the line was in use. */
  utilisation(): number {
    if (this.#past.length === 0) return 0;
    return Math.min(1, sum(this.#past, 'busyMs') / (this.#past.length * BUCKET_MS));
  }

  /** Share of the planned reads that were missed although the device was well: the line is asked for too much. */
  missedShare(): number {
    if (this.#past.filter(({ reads }) => reads > 0).length < FEWEST_BUCKETS) return 0;
    const missed = sum(this.#past, 'missed');
    return missed / (missed + sum(this.#past, 'reads'));
  }
}

/** How often `turn` is to be called. */
export const BUCKET_MS = 1000;
const BUCKETS = 10;
/** What is missed in the first moments after a port was opened says nothing about the plan. */
const SETTLING_BUCKETS = 10;
/** Nor does what a line did in one or two seconds. */
const FEWEST_BUCKETS = 5;

type Bucket = { busyMs: number; reads: number; missed: number };

function empty(): Bucket {
  return { busyMs: 0, reads: 0, missed: 0 };
}

function sum(buckets: readonly Bucket[], field: keyof Bucket): number {
  return buckets.reduce((total, bucket) => total + bucket[field], 0);
}
