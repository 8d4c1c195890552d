import { Worker } from 'node:worker_threads';
import type { Clock } from './clock.ts';

export type SideThreadLimits = {
  readonly name: string; // in a dump
  readonly heapMb: number; // more, and it is ended
  readonly patienceMs: number; // longer, and it is ended
  readonly waiting: number; // askers at a time; the next one is sent away
};

/** Why there is no answer: too many wait, it took too long, or the thread ended without one (memory, a bug, a stop). */
export type NoAnswer = 'busy' | 'late' | 'failed';

/**
 * Work that would hold up an event loop: each piece is done in a thread that ends afterwards, one at a time. The entry posts one
 * answer, and never a text by itself: that would be taken for the lack of one.
 */
export class SideThread<Ask, Answer extends object> {
  readonly #entry: URL;
  readonly #limits: SideThreadLimits;
  readonly #clock: Clock;
  #asked = 0;
  #last: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #thread: Worker | null = null;

  /** `entry`: a module that reads `workerData` and posts its answer. */
  constructor(entry: URL, limits: SideThreadLimits, clock: Clock) {
    this.#entry = entry;
    this.#limits = limits;
    this.#clock = clock;
  }

  async ask(ask: Ask): Promise<Answer | NoAnswer> {
    if (this.#asked >= this.#limits.waiting) return 'busy';
    this.#asked++;
    const done = this.#last.then(() => (this.#stopped ? 'failed' : this.#run(ask)));
    this.#last = done;
    return done.finally(() => this.#asked--);
  }

  /** Ends the thread; whoever waits is answered `failed`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#thread?.terminate();
  }

  #run(ask: Ask): Promise<Answer | NoAnswer> {
    const { name, heapMb, patienceMs } = this.#limits;
    return new Promise((resolve) => {
      const thread = new Worker(this.#entry, {
        ...{ workerData: ask, name, execArgv: [] },
        resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 2 },
      });
      this.#thread = thread;
      const timer = this.#clock.after(patienceMs, name, () => {
        resolve('late');
        void thread.terminate();
      });
      thread.once('message', (answer: Answer) => resolve(answer));
      thread.once('error', () => resolve('failed')); // also one that would take more memory than it may
      thread.once('exit', () => {
        timer.cancel();
        if (this.#thread === thread) this.#thread = null; // the next one may run already
        resolve('failed');
      });
    });
  }
}

/** The module `name` beside the one at `url`: run from source the thread runs from source as well, Node strips the types itself. */
export function threadEntry(name: string, url: string): URL {
  return new URL(`./${name}.${url.endsWith('.ts') ? 'ts' : 'js'}`, url);
}
