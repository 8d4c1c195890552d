import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './removeFolder.ts';
import { until } from './until.ts';

// Outgoing connections take their ports from 32768 up: one of them could have ours while the broker is down. Test files run
// two at a time, each worker has ports of its own.
const PORTS = { from: 20_000, workers: 4, each: 3_000 };
const given = new Set<number>();

/** A port of the loopback that nobody listens on, that no outgoing connection will take, and that was never given before. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0) % PORTS.workers;
  for (;;) {
    const port = PORTS.from + worker * PORTS.each + Math.floor(Math.random() * PORTS.each);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

/** A real mosquitto of our own on a port of its own, started and stopped at will. */
export class Mosquitto {
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-broker-'));
  readonly #lines: readonly string[];
  port = 0;
  #process: ChildProcess | null = null;

  /** `lines` are added to the configuration; `{folder}` in them is the broker's folder. */
  constructor(lines: readonly string[] = []) {
    this.#lines = lines;
  }

  async start(): Promise<this> {
    if (this.port === 0) this.port = await freePort();
    const config = join(this.folder, 'mosquitto.conf');
    const lines = [
      `listener ${this.port} 127.0.0.1`,
      'allow_anonymous true',
      'max_queued_messages 0',
      'persistence true',
      `persistence_location ${this.folder}/`,
      'user root',
      ...this.#lines.map((line) => line.replaceAll('{folder}', this.folder)),
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    const child = spawn('/usr/sbin/mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr?.on('data', (chunk) => {
      words += chunk;
    });
    this.#process = child;
    await until(
      'mosquitto answers or ends',
      async () => (await answers(this.port)) || child.exitCode !== null,
    );
    if (child.exitCode !== null) throw new Error(`mosquitto does not start: ${words}`);
    return this;
  }

  /** Ends it; sessions and what they have not got yet are there again after the next start. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut would: what it had in memory alone is lost, sessions and retained messages too. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Whether somebody listens on a port of the loopback. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
