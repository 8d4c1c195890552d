const PATIENCE_MS = 60_000;

type Change = { readonly value: boolean; readonly at: number };
type Waiting = { readonly value: boolean; readonly from: number; readonly take: (at: number) => void };

/** When things that are either so or not so last changed, in CLOCK_MONOTONIC milliseconds, whoever saw it. */
export class Traces {
  readonly #last = new Map<string, Change>();
  readonly #waiting = new Map<string, Waiting>();

  note(what: string, value: boolean, at: number): void {
    if (this.#last.get(what)?.value === value) return;
    this.#last.set(what, { value, at });
    const waiting = this.#waiting.get(what);
    if (waiting === undefined || waiting.value !== value || at < waiting.from) return;
    this.#waiting.delete(what);
    waiting.take(at);
  }

  /** Resolves when `what` is `value`, however long it has been. */
  until(what: string, value: boolean): Promise<number> {
    return this.after(what, value, Number.NEGATIVE_INFINITY);
  }

  /** When `what` became `value`, not before `from`: has already, or will. One may wait for each. */
  after(what: string, value: boolean, from: number): Promise<number> {
    const last = this.#last.get(what);
    if (last?.value === value && last.at >= from) return Promise.resolve(last.at);
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        this.#waiting.delete(what);
        reject(new Error(`waited ${PATIENCE_MS / 1000} s in vain until ${what} is ${value}`));
      }, PATIENCE_MS);
      const take = (at: number) => {
        clearTimeout(patience);
        resolve(at);
      };
      this.#waiting.set(what, { value, from, take });
    });
  }
}
