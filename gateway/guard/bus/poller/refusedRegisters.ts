import type { ProfilePoint, Table } from '../../../../drivers/profile/schema.ts';

/** Registers a device will not give, and the points that lie there. */
export type RefusedRead = {
  readonly points: readonly string[];
  readonly table: Table;
  readonly address: number;
  readonly count: number;
  readonly code: number;
  readonly wasGiven?: boolean; // the device gave them before, since this program runs
};

/** A search for what is refused may take minutes where slow points are among it: what is known by then is told. */
const TOLD_AFTER_MS = 5_000;

/**
 * What one device is known to refuse. It is found bit by bit, and told as one thing: when the search is over, and before
 * where that takes long, again whenever it is twice as much. Times are `mono`.
 */
export class RefusedRegisters {
  readonly #known = new Map<string, RefusedRead>();
  readonly #given = new Set<string>();
  #since = Number.POSITIVE_INFINITY;
  #told: readonly RefusedRead[] = [];

  /** What is to be told, in the order of registers. Empty: nothing. */
  get told(): readonly RefusedRead[] {
    return this.#told;
  }

  refused(refusal: RefusedRead, now: number): void {
    if (this.#known.size === 0) this.#since = now;
    const wasGiven = refusal.points.every((point) => this.#given.has(point));
    this.#known.set(keyOf(refusal), { ...refusal, wasGiven });
  }

  /** The device gave these points. */
  given(points: readonly ProfilePoint[]): void {
    for (const { id } of points) this.#given.add(id);
    if (this.#known.size === 0) return;
    const given = new Set(points.map(({ id }) => id));
    const isGiven = (refusal: RefusedRead) => refusal.points.some((point) => given.has(point));
    for (const [key, refusal] of this.#known) if (isGiven(refusal)) this.#known.delete(key);
    if (this.#told.some(isGiven)) this.#told = this.#told.filter((refusal) => !isGiven(refusal));
  }

  /** Takes up what is to be told. `searching`: a refused read is still being cut. */
  look(searching: boolean, now: number): void {
    const isNews =
      this.#told.length === 0
        ? now - this.#since >= TOLD_AFTER_MS
        : this.#known.size >= 2 * this.#told.length;
    if (searching && !isNews) return;
    if (this.#known.size === 0 && this.#told.length === 0) return;
    this.#told = [...this.#known.values()].toSorted((a, b) => a.address - b.address);
  }
}

function keyOf({ table, address }: RefusedRead): string {
  return `${table} ${address}`;
}
