import { type Child, startChild } from '../../gateway/cli/child.ts';

const PATIENCE_MS = 20_000;

/** A program of the package in a process of its own. What it says on stderr is kept, line by line. */
export class Program {
  readonly words: string[] = [];
  readonly #child: Child;
  #over = false;

  /** `name` is a source path without extension, e.g. `gateway/cli`. */
  constructor(name: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
    const loud = process.env.LIFELINE_TEST_WORDS !== undefined;
    this.#child = startChild(
      name,
      args,
      (line) => {
        this.words.push(line);
        if (loud) process.stderr.write(`${line}\n`);
      },
      environment,
    );
    this.#child.exited.then(() => {
      this.#over = true;
    });
  }

  /** Resolves when it says that it is ready; rejects with its last words when it ends before that. */
  async ready(): Promise<this> {
    await this.#child.ready;
    return this;
  }

  get running(): boolean {
    return !this.#over;
  }

  /** Exit status, once it has ended by itself. */
  get exited(): Promise<number> {
    return this.#child.exited;
  }

  /** Asks it to end in order, and kills it when it does not. @returns its exit status */
  async stop(): Promise<number> {
    if (this.#over) return this.#child.exited;
    const patience = setTimeout(() => this.#child.process.kill('SIGKILL'), PATIENCE_MS);
    await this.#child.stop();
    clearTimeout(patience);
    return this.#child.exited;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#child.process.kill('SIGKILL');
    await this.#child.exited;
  }
}
