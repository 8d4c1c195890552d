import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';
import type { Clock } from '../../gateway/core/clock.ts';
import type { Address, Endpoint, TunedLine } from './endpoint.ts';
import { PortSettings } from './portSettings.ts';

/** What `open()` of node-pty gives; the package has it but does not declare it. */
type Pair = { readonly ptsName: string; readonly master: ReadStream; readonly slave: ReadStream };
type OpenPair = (options: { readonly encoding: null }) => Pair;

/**
 * A pseudo-terminal with a stable name: a symlink at `path` leads to whatever pty there is now. The tty is raw, so that
 * no byte is touched, and stays when a master closes and opens it again. With `asSet` the line hears its master at the rate
 * that the master really set.
 */
export class PtyEndpoint implements Endpoint {
  readonly address: Address;
  readonly #path: string;
  readonly #line: TunedLine;
  readonly #asSet: boolean;
  readonly #clock: Clock;
  #open:
    | { readonly master: ReadStream; readonly hold: number; readonly settings: PortSettings | undefined }
    | undefined;

  constructor(path: string, line: TunedLine, clock: Clock, asSet = false) {
    this.#asSet = asSet;
    this.address = { kind: 'pty', path };
    this.#path = path;
    this.#line = line;
    this.#clock = clock;
  }

  get plugged(): boolean {
    return this.#open !== undefined;
  }

  async start(): Promise<void> {
    await this.plug();
  }

  async stop(): Promise<void> {
    await this.unplug();
  }

  async plug(): Promise<void> {
    if (this.#open !== undefined) return;
    const { open } = nodePty as unknown as { open: OpenPair };
    const { ptsName, master, slave } = open({ encoding: null });
    // one slave descriptor stays open, so that a master that closes its own does not hang the pair up
    const hold = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
    slave.destroy(); // it would read what is meant for the master
    execFileSync('stty', [process.platform === 'darwin' ? '-f' : '-F', ptsName, 'raw', '-echo']);
    const settings = this.#asSet ? new PortSettings(ptsName, `${this.#path}.parity`) : undefined;
    master.on('data', (chunk: Buffer) => {
      const at = this.#clock.mono();
      if (settings === undefined) this.#line.receive(chunk, at);
      else
        settings.ask((now) => {
          this.#line.setMaster(now);
          this.#line.receive(chunk, at);
        });
    });
    master.on('error', () => {}); // EIO while it is being pulled
    this.#line.onBytes = (bytes) => {
      if (master.writable) (master as unknown as NodeJS.WritableStream).write(Buffer.from(bytes));
    };
    this.#open = { master, hold, settings };
    mkdirSync(dirname(this.#path), { recursive: true });
    rmSync(this.#path, { force: true });
    symlinkSync(ptsName, this.#path);
  }

  async unplug(): Promise<void> {
    if (this.#open === undefined) return;
    const { master, hold, settings } = this.#open;
    settings?.stop();
    this.#open = undefined;
    this.#line.onBytes = () => {};
    rmSync(this.#path, { force: true });
    closeSync(hold);
    const closed = new Promise((resolve) => master.once('close', resolve));
    master.destroy();
    await closed;
  }
}
