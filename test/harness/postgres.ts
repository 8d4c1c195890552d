import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './mosquitto.ts';
import { removeFolder } from './removeFolder.ts';
import { until } from './until.ts';

const VERSIONS = '/usr/lib/postgresql';

/** A real PostgreSQL of our own: a cluster in a temporary folder, on a port of the loopback, run by the user `postgres`. */
export class Postgres {
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-postgres-'));
  readonly #settings: readonly string[];
  readonly #bin: string;
  readonly #as: { uid: number; gid: number };
  #process: ChildProcess | null = null;
  #mounted = false;
  port = 0;

  /** `settings` as `name=value`; without, nothing is waited for on the disk: a killed server loses nothing by that. */
  constructor(settings: readonly string[] = ['fsync=off', 'full_page_writes=off']) {
    this.#settings = settings;
    const [newest = ''] = readdirSync(VERSIONS).toSorted((a, b) => Number(b) - Number(a));
    this.#bin = join(VERSIONS, newest, 'bin');
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    const isRoot = process.getuid?.() === 0;
    this.#as = isRoot
      ? { uid: id('-u'), gid: id('-g') }
      : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  }

  async start(): Promise<this> {
    if (this.port === 0) {
      this.port = await freePort();
      chownSync(this.folder, this.#as.uid, this.#as.gid);
      const args = [
        '-D',
        this.#data,
        '-U',
        'postgres',
        '-A',
        'trust',
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ];
      execFileSync(join(this.#bin, 'initdb'), args, { ...this.#as, cwd: this.folder, stdio: 'pipe' });
    }
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.port}`,
      `unix_socket_directories=${this.folder}`,
      'max_connections=50',
      ...this.#settings,
    ];
    const child = spawn(
      join(this.#bin, 'postgres'),
      ['-D', this.#data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...this.#as, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let words = '';
    child.stderr?.on('data', (chunk) => {
      words = `${words}${chunk}`.slice(-4000);
    });
    this.#process = child;
    await until('PostgreSQL answers or ends', async () => (await this.#answers()) || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(`PostgreSQL does not start: ${words}`);
    return this;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** One statement, on a connection of its own. */
  async query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    const client = new pg.Client({
      connectionString: this.url,
      options: '-c search_path=lifeline,public -c timezone=UTC',
    });
    await client.connect();
    try {
      return (await client.query<R>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** On a disk of its own, so large: it can be filled. Before it is started for the first time. */
  onSmallDisk(megabytes: number): this {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder]);
    this.#mounted = true;
    return this;
  }

  /** Whether it runs: without a byte left for its log it ends. */
  get running(): boolean {
    return this.#process !== null && this.#process.exitCode === null;
  }

  /** Ends it at once, connections and all (SIGINT: a fast shutdown; SIGQUIT: as a crash would). */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    if (this.#mounted) execFileSync('umount', ['-l', this.folder]);
    removeFolder(this.folder);
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  #answers(): Promise<boolean> {
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }
}
