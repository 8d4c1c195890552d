import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { attend, type Child } from '../../gateway/cli/child.ts';
import { testProgram } from './programs.ts';

const PATIENCE_MS = 20_000;

/** A program of the package in a process of its own. What it says on stderr is kept, line by line. */
export class Program {
  readonly words: string[] = [];
  readonly #child: Child;
  readonly #under: boolean;
  #over = false;

  /** `name` is a source path without extension, e.g. `gateway/cli`; `under` a command that starts it, e.g. strace. */
  constructor(
    name: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
    under: readonly string[] = [],
  ) {
    const loud = process.env.LIFELINE_TEST_WORDS !== undefined;
    const [command = '', ...rest] = [...under, process.execPath, ...testProgram(name), ...args];
    const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
    this.#under = under.length > 0;
    this.#child = attend(child, name, (line) => {
      this.words.push(line);
      if (loud) process.stderr.write(`${line}\n`);
    });
    void this.#child.exited.then(() => {
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

  /** Of the program itself, also when another command started it or became it. */
  get pid(): number {
    const pid = this.#child.process.pid ?? 0;
    if (!this.#under) return pid;
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return Number(child) || pid; // a command may become the program; 0 would be everybody here
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** Exit status, once it has ended by itself. */
  get exited(): Promise<number> {
    return this.#child.exited;
  }

  /** Asks it to end in order, and kills it when it does not. @returns its exit status */
  async stop(): Promise<number> {
    if (this.#over) return this.#child.exited;
    const patience = setTimeout(() => void this.kill(), PATIENCE_MS);
    this.signal('SIGTERM');
    await this.#child.exited;
    clearTimeout(patience);
    return this.#child.exited;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    if (this.#under) process.kill(this.pid, 'SIGKILL');
    this.#child.process.kill('SIGKILL');
    await this.#child.exited;
  }
}
