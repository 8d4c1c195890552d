/** What a point did in a stretch of civil time; `count`: good samples, 0: then the three are null. */
export type CivilStretch = {
  readonly from: number;
  readonly to: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  readonly count: number;
  readonly good: boolean;
};

/** Steps of equal length that stretches are put into; a step that nothing fell into stays null: a gap. */
export class HistorySteps {
  readonly #from: number;
  readonly #stepMs: number;
  readonly #min: (number | null)[];
  readonly #max: (number | null)[];
  readonly #sum: number[];
  readonly #count: number[];
  readonly #stretches: number[];
  readonly #bad: number[];

  constructor(from: number, stepMs: number, steps: number) {
    this.#from = from;
    this.#stepMs = stepMs;
    const filled = <T>(value: T) => new Array<T>(steps).fill(value);
    [this.#min, this.#max] = [filled<number | null>(null), filled<number | null>(null)];
    [this.#sum, this.#count, this.#stretches, this.#bad] = [filled(0), filled(0), filled(0), filled(0)];
  }

  /** A stretch belongs to the step of its middle; a longer one than a step to all whose middle it covers. */
  add(stretch: CivilStretch): void {
    const { from, to } = stretch;
    const step = (utc: number) => Math.floor((utc - this.#from) / this.#stepMs);
    const isShort = to - from <= this.#stepMs;
    const half = isShort ? (to - from) / 2 : this.#stepMs / 2;
    for (let at = step(from + half); at <= step(to - half); at++) this.#put(at, stretch);
  }

  /** One value that may be in no mean, e.g. beyond the range of its sensor: it must not vanish from the band. */
  extreme(utc: number, value: number): void {
    const at = Math.floor((utc - this.#from) / this.#stepMs);
    if (at >= 0 && at < this.#sum.length) this.#widen(at, value, value);
  }

  columns() {
    return {
      ...{ from: this.#from, stepMs: this.#stepMs, min: this.#min, max: this.#max, count: this.#count },
      mean: this.#sum.map((sum, at) => (this.#count[at] ? sum / this.#count[at] : null)),
      bad: this.#bad.map((bad, at) => (this.#stretches[at] ? bad / this.#stretches[at] : 0)),
    };
  }

  #put(at: number, { min, mean, max, count, good }: CivilStretch): void {
    if (at < 0 || at >= this.#sum.length) return;
    this.#stretches[at] = (this.#stretches[at] ?? 0) + 1;
    if (!good) this.#bad[at] = (this.#bad[at] ?? 0) + 1;
    if (min === null || mean === null || max === null || count === 0) return;
    this.#widen(at, min, max);
    this.#sum[at] = (this.#sum[at] ?? 0) + mean * count;
    this.#count[at] = (this.#count[at] ?? 0) + count;
  }

  #widen(at: number, low: number, high: number): void {
    this.#min[at] = Math.min(this.#min[at] ?? low, low);
    this.#max[at] = Math.max(this.#max[at] ?? high, high);
  }
}
