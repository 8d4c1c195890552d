import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../gateway/core/program.ts';
import { listCertificates, moveCertificate } from '../../gateway/trust/trustStore.ts';
import { UA_PASSWORD, type UaHouse, uaFolder } from './uaHouse.ts';
import { until } from './until.ts';

/** Debian's, where python3-cryptography is. */
const PYTHON = '/usr/bin/python3';
const FOLDER = join(packageRoot(), 'test', 'foreign', 'opcua');

/** What the client prints: fields as it names them; what the server pushed has a `kind`. */
export type ForeignLine = Readonly<Record<string, unknown>>;

/** `--option value` pairs before the address, e.g. a user. */
export type ForeignOptions = Readonly<Record<string, string>>;

/** Runs the client of another make once. @returns what it printed */
export async function foreignRun(
  { stage, endpoint }: Pick<UaHouse, 'stage' | 'endpoint'>,
  options: ForeignOptions,
  ...words: readonly string[]
): Promise<readonly ForeignLine[]> {
  const lines: ForeignLine[] = [];
  const child = start(stage.folder, endpoint, options, words);
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)));
  await new Promise((resolve) => child.once('close', resolve));
  return lines;
}

/** Trusts the client of another make as an installer would: it is shown once, refused, and then believed. */
export async function trustForeign(house: UaHouse, user: ForeignOptions): Promise<void> {
  await foreignRun(house, user, 'read', 'i=2258');
  const shown = await until('its certificate was shown', () =>
    listCertificates(uaFolder(house)).find(({ subject }) => subject.includes('CN=foreign-client')),
  );
  moveCertificate(uaFolder(house), shown.thumbprint, 'trusted');
  await until('the server believes it', async () => {
    const [first] = await foreignRun(house, user, 'read', 'i=2258');
    return first?.refused === undefined;
  });
}

/** The options of a person of the house. */
export function foreignUser(id: string): ForeignOptions {
  return { user: id, password: UA_PASSWORD };
}

/** A session of the client of another make that is told what to do, line by line. */
export class ForeignUaClient {
  /** What the server pushed: data changes and events. */
  readonly heard: ForeignLine[] = [];
  readonly #child: ReturnType<typeof start>;
  #said: ForeignLine[] = [];
  #waiting: ((said: ForeignLine[]) => void) | null = null;

  private constructor(child: ReturnType<typeof start>) {
    this.#child = child;
    createInterface(child.stdout).on('line', (line) => this.#take(JSON.parse(line)));
    child.once('close', () => this.#waiting?.(this.#said)); // it was refused, or is gone
  }

  static async open({ stage, endpoint }: UaHouse, options: ForeignOptions): Promise<ForeignUaClient> {
    const client = new ForeignUaClient(start(stage.folder, endpoint, options, ['talk']));
    stage.onClose(() => client.close());
    await until('the foreign client is in', () => {
      const refused = client.#said.find((line) => line.refused !== undefined);
      if (refused !== undefined) throw new Error(JSON.stringify(refused));
      return client.#said.some((line) => line.connected !== undefined);
    });
    client.#said = [];
    return client;
  }

  /** What it printed while it did this, pushes aside. One thing at a time. */
  do(...words: readonly (string | number)[]): Promise<readonly ForeignLine[]> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#child.stdin.write(`${JSON.stringify(words)}\n`);
    });
  }

  /** The newest event of a condition that says this. */
  last(condition: string): ForeignLine | undefined {
    return this.heard.findLast((line) => line.kind === 'event' && line.ConditionId === condition);
  }

  /** The newest data change of a node. */
  shows(node: string): ForeignLine | undefined {
    return this.heard.findLast((line) => line.kind === 'data' && line.node === node);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.end();
    await gone;
  }

  #take(line: ForeignLine): void {
    if (line.kind !== undefined) this.heard.push(line);
    else if (line.done === undefined) this.#said.push(line);
    else {
      const said = this.#said;
      this.#said = [];
      this.#waiting?.(said);
    }
  }
}

/** A client that behaves as none should (`hostile.py`): what it printed so far, and a way to let it go. */
export function hostileClient(
  { stage, endpoint }: Pick<UaHouse, 'stage' | 'endpoint'>,
  options: ForeignOptions,
  ...words: readonly string[]
): { readonly said: readonly ForeignLine[]; letGo(): void } {
  const said: ForeignLine[] = [];
  const child = start(stage.folder, endpoint, options, words, 'hostile.py');
  createInterface(child.stdout).on('line', (line) => said.push(JSON.parse(line)));
  const gone = new Promise((resolve) => child.once('close', resolve));
  stage.onClose(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  return { said, letGo: () => child.stdin.end() };
}

function start(
  folder: string,
  endpoint: string,
  options: ForeignOptions,
  words: readonly string[],
  program = 'client.py',
) {
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const args = [
    '-B',
    join(FOLDER, program),
    '--pki',
    join(folder, 'pki-foreign'),
    ...given,
    endpoint,
    ...words,
  ];
  return spawn(PYTHON, args, { stdio: ['pipe', 'pipe', 'inherit'] });
}
