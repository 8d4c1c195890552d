import { type ChildProcess, spawn } from 'node:child_process';
import { answers } from './mosquitto.ts';
import { until } from './until.ts';

const PATIENCE_S = 60;

/** A server of somebody else's, started by hand: it is ended by its pid and leaves nothing running. */
export class BrokerProcess {
  readonly #child: ChildProcess;
  #words = '';

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => {
      this.#words += error.message;
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk) => {
        this.#words = (this.#words + chunk).slice(-4000);
      });
  }

  /** Resolves when somebody listens on `port`; fails with its words when it ended instead. */
  async listening(port: number): Promise<this> {
    await until('the server listens or ends', async () => this.#over || (await answers(port)), PATIENCE_S);
    if (this.#over) throw new Error(`${this.#child.spawnfile} does not start: ${this.#words}`);
    return this;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#over) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await gone;
  }

  get #over(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
