import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SerialPort as Adapter } from 'serialport';
import { removeFolder } from '../../../harness/removeFolder.ts';

/** Two pseudo-terminals joined by socat: a real tty for the port under test, and an adapter at the other end. */
export class PseudoTerminal {
  onBytes: (bytes: Uint8Array) => void = () => {};
  readonly #folder = mkdtempSync(join(tmpdir(), 'lifeline-tty-'));
  readonly path = join(this.#folder, 'near');
  #socat: ChildProcess | undefined;
  #far: Adapter | undefined;

  /** Plugs it in: the path appears. */
  async plug(): Promise<void> {
    const farPath = join(this.#folder, 'far');
    const end = (link: string) => `pty,raw,echo=0,link=${link}`;
    this.#socat = spawn('socat', [end(this.path), end(farPath)], { stdio: 'ignore' });
    while (!existsSync(this.path) || !existsSync(farPath)) await setTimeout(5);
    const far = new Adapter({ path: farPath, baudRate: 115_200, autoOpen: false });
    await new Promise<void>((resolve, reject) => far.open((error) => (error ? reject(error) : resolve())));
    far.on('data', (bytes: Buffer) => this.onBytes(bytes));
    far.on('error', () => {});
    this.#far = far;
  }

  send(bytes: Uint8Array): void {
    this.#far?.write(bytes);
  }

  /** Pulls it out, as a USB adapter is pulled: the path is gone and whoever has it open is cut off. */
  async unplug(): Promise<void> {
    const socat = this.#socat;
    this.#socat = undefined;
    if (socat === undefined) return;
    const gone = once(socat, 'exit');
    socat.kill();
    await gone;
  }

  async dispose(): Promise<void> {
    await this.unplug();
    removeFolder(this.#folder);
  }
}
