import type { ExchangeResult } from '../types.ts';

type QueuedJob<Job> = { readonly job: Job; settle(result: ExchangeResult): void };

/** Lets one exchange at a time onto the line, in the order in which they were asked for: who goes first is the schedule's. */
export class ExchangeQueue<Job> {
  readonly #work: (job: Job) => Promise<ExchangeResult>;
  #waiting: QueuedJob<Job>[] = [];
  #running = false;
  #busy = false;

  constructor(work: (job: Job) => Promise<ExchangeResult>) {
    this.#work = work;
  }

  /** Resolves with how it ended; at once with `portLost` while the line is not open. */
  add(job: Job): Promise<ExchangeResult> {
    if (!this.#running) return Promise.resolve({ kind: 'portLost' });
    return new Promise((settle) => {
      this.#waiting.push({ job, settle });
      void this.#next();
    });
  }

  resume(): void {
    this.#running = true;
  }

  /** The line is gone: who waits is told so. */
  dismiss(): void {
    this.#running = false;
    for (const { settle } of this.#waiting.splice(0)) settle({ kind: 'portLost' });
  }

  async #next(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      next.settle(await this.#work(next.job));
    this.#busy = false;
  }
}
