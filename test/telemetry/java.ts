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

/** The Java class, compiled once. */
export class JavaDecoder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lifeline-java-'));

  constructor() {
    const strict = ['--release', '11', '-Xlint:all', '-Werror'];
    execFileSync('javac', [...strict, '-d', this.#folder, SOURCE], { stdio: 'inherit' });
  }

  /** What it makes of messages of gateway `tower-7`, one after the other, saved and restored now and then. Throws with what it says when it ends badly. */
  decode(messages: readonly Wire[], prefix = 'lifeline'): InJava[] {
    const lines = messages.map(
      ({ topic, bytes }, nth) =>
        `${nth % RESTARTED_EVERY === 0 ? 'restart\n' : ''}${prefix}/v1/tower-7/${topic} ${Buffer.from(bytes).toString('hex')}\n`,
    );
    const run = spawnSync('java', ['-cp', this.#folder, 'LifelineTelemetry', prefix], {
      input: lines.join(''),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as InJava);
  }

  remove(): void {
    removeFolder(this.#folder);
  }
}
