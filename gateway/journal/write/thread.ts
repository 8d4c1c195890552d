import { Worker } from 'node:worker_threads';
import type { Item } from './items.ts';
import type { Outcome, SessionOptions, Stat } from './session.ts';
import type { Doubt } from './unansweredBatch.ts';

/** What the writer asks of the thread. `items` is empty but for `write`. */
export type Question = {
  readonly id: number;
  readonly ask: 'check' | 'write' | 'stat' | 'close';
  readonly items: readonly Item[];
  readonly doubt: Doubt | null;
};
export type Answer = { readonly id: number; readonly answer: Outcome | Stat | null };

type Waiting = { resolve(answer: Answer['answer']): void; reject(error: Error): void };

// Started from source the thread runs from source as well: Node strips the types itself.
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** The journal's thread seen from guard. Every question is answered, or rejected when the thread dies. */
export class JournalThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #lastId = 0;
  #dead: Error | null = null;

  constructor(options: SessionOptions) {
    this.#worker = new Worker(ENTRY, {
      workerData: options,
      name: 'journal',
      execArgv: [],
      // What is written is garbage at once: a small nursery costs no time and saves some 20 MB.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    this.#worker.on('message', ({ id, answer }: Answer) => {
      this.#waiting.get(id)?.resolve(answer);
      this.#waiting.delete(id);
    });
    this.#worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#die(new Error('the thread has ended'));
        resolve();
      });
    });
  }

  /** Whether it can still be asked. */
  get alive(): boolean {
    return this.#dead === null;
  }

  /** Opens the file or looks after it. */
  check(): Promise<Outcome> {
    return this.#ask('check') as Promise<Outcome>;
  }

  /** Writes in one transaction. `doubt`: what an attempt before this one may have left on the disk. */
  write(items: readonly Item[], doubt: Doubt | null = null): Promise<Outcome> {
    return this.#ask('write', items, doubt) as Promise<Outcome>;
  }

  /** Figures; null while no file is open. */
  stat(): Promise<Stat | null> {
    return this.#ask('stat') as Promise<Stat | null>;
  }

  /** Seals and closes the file. */
  close(): Promise<Outcome> {
    return this.#ask('close') as Promise<Outcome>;
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    void this.#worker.terminate();
    await this.#exited;
  }

  #ask(
    ask: Question['ask'],
    items: readonly Item[] = [],
    doubt: Doubt | null = null,
  ): Promise<Answer['answer']> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ask, items, doubt } satisfies Question);
    });
  }

  #die(error: Error): void {
    this.#dead ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#dead);
    this.#waiting.clear();
  }
}
