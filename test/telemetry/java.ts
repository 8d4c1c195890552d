import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../harness/removeFolder.ts';
import type { Wire } from './agreement.ts';

const SOURCE = 'deploy/platform/java/LifelineTelemetry.java';

const RESTARTED_EVERY = 7;

/** Why there is no Java here to be tried; null: there is one. */
export function whyNoJava(): string | null {
  const found = spawnSync('javac', ['-version'], { stdio: 'ignore' }).status === 0;
  return found ? null : 'no JDK is installed: apt-get install default-jdk-headless';
}

export type InJava = {
  readonly message: object;
  readonly rows: readonly object[];
  readonly digests: readonly number[];
  readonly arrivals: readonly object[];
  readonly complete: readonly object[];
};

type JavaOptions = {
  readonly prefix?: string;
  readonly late?: boolean;
  readonly key?: readonly [name: string, hex: string];
};

/** The Java class, compiled once. */
export class JavaDecoder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lifeline-java-'));

  constructor() {
    const strict = ['--release', '11', '-encoding', 'UTF-8', '-Xlint:all', '-Werror'];
    execFileSync('javac', [...strict, '-d', this.#folder, SOURCE], { stdio: 'inherit' });
  }

  /**
   * What it makes of messages of gateway `tower-7`, one after the other, saved and restored now and then, and last what it says is missing.
   * Throws with what it says when it ends badly. `key`: only what is signed by it is taken.
   */
  decode(
    messages: readonly (Wire & { readonly retained?: boolean })[],
    { prefix = 'lifeline', late = false, key }: JavaOptions = {},
  ): { readonly told: InJava[]; readonly report: object } {
    const lines = messages.map(
      ({ topic, bytes, retained }, nth) =>
        `${nth % RESTARTED_EVERY === 0 ? 'restart\n' : ''}${prefix}/v1/tower-7/${topic} ${Buffer.from(bytes).toString('hex')}${retained === true ? ' retained' : ''}\n`,
    );
    const args = [prefix, late ? 'late' : 'first', ...(key ?? [])];
    const run = spawnSync('java', ['-cp', this.#folder, 'LifelineTelemetry', ...args], {
      input: `${lines.join('')}report\n`,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const printed = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return { told: printed.slice(0, -1) as InJava[], report: printed.at(-1) };
  }

  remove(): void {
    removeFolder(this.#folder);
  }
}
