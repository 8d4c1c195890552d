import { Worker } from 'node:worker_threads';
import type { Item } from './items.ts';
import type { Outcome, SessionOptions, Stat } from './session.ts';
import type { Answer, Question, SessionPort, SpawnSession } from './sessionPort.ts';
import type { Unconfirmed } from './unansweredBatch.ts';

type Awaited = { resolve(answer: Answer['answer']): void; reject(error: Error): void };

// Started from source the thread runs from source as well: Node strips the types itself.
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** A session in a thread of its own. */
export const spawnThread: SpawnSession = (options, hearer) => {
  const worker = new Worker(ENTRY, {
    workerData: options,
    name: 'journal',
    execArgv: [],
    // What is written is garbage at once: a small nursery costs no time and saves some 20 MB.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  worker.on('message', (answer: Answer) => hearer.answered(answer));
  worker.on('error', (error) => hearer.ended(error instanceof Error ? error : new Error(String(error))));
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      hearer.ended(new Error('the thread has ended'));
      resolve();
    });
  });
  return {
    ask: (question) => worker.postMessage(question),
    async end() {
      void worker.terminate();
      await exited;
    },
  };
};

/** The journal's thread seen from guard. Every question is answered, or rejected when the thread dies. */
export class JournalThread {
  readonly #port: SessionPort;
  readonly #awaited = new Map<number, Awaited>();
  #lastId = 0;
  #dead: Error | null = null;

  constructor(options: SessionOptions, spawn: SpawnSession = spawnThread) {
    this.#port = spawn(options, {
      answered: ({ id, answer }) => {
        this.#awaited.get(id)?.resolve(answer);
        this.#awaited.delete(id);
      },
      ended: (error) => this.#die(error),
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

  /**
   * Writes in one transaction. `unconfirmed`: what an attempt before this one may have left on the disk. `spare`: a spare journal that is
   * copied beside the journal then.
   */
  write(
    items: readonly Item[],
    unconfirmed: Unconfirmed | null = null,
    spare: string | null = null,
  ): Promise<Outcome> {
    return this.#ask('write', { items, unconfirmed, spare }) as Promise<Outcome>;
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
    await this.#port.end();
    this.#die(new Error('the thread has ended'));
  }

  #ask(
    ask: Question['ask'],
    work: Pick<Question, 'items' | 'unconfirmed' | 'spare'> = { items: [], unconfirmed: null, spare: null },
  ): Promise<Answer['answer']> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#awaited.set(id, { resolve, reject });
      this.#port.ask({ id, ask, ...work });
    });
  }

  #die(error: Error): void {
    this.#dead ??= error;
    for (const { reject } of this.#awaited.values()) reject(this.#dead);
    this.#awaited.clear();
  }
}
