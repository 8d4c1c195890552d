import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  readSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';

/** What `open()` of node-pty gives; the package has it but does not declare it. */
type Pair = {
  readonly ptsName: string;
  readonly master: ReadStream;
  readonly slave: ReadStream;
  readonly _fd: number;
};
type OpenPair = (options: { readonly encoding: null }) => Pair;

const NOTHING = new Uint8Array(0);

type Plugged = { readonly master: ReadStream; readonly fd: number; readonly tty: string };

/**
 * The USB end of an Arduino as a pseudo-terminal with a stable name. Unlike a line's, it knows whether somebody has it
 * open: nobody holds the far side but the host, and reading then fails with EIO. What a pty lacks, DTR, follows from
 * that: it rises when the port is opened, and falls when it is closed, unless the host left HUPCL off.
 */
export class UsbPort {
  /** DTR rose: what resets an Uno. */
  onDtr: () => void = () => {};
  readonly #link: string;
  readonly #buffer = new Uint8Array(256);
  #plugged: Plugged | undefined;
  #open = false;
  #dtr = false;

  constructor(link: string) {
    this.#link = link;
  }

  get plugged(): boolean {
    return this.#plugged !== undefined;
  }

  /** Whether a host holds it open, as of the last `read`. */
  get held(): boolean {
    return this.#open;
  }

  async plug(): Promise<void> {
    if (this.#plugged !== undefined) return;
    const { open } = nodePty as unknown as { open: OpenPair };
    const pair = open({ encoding: null });
    // the stream would read by itself and fall over when the host closes: we read when it suits the processor
    pair.master._read = () => {};
    const released = new Promise((resolve) => pair.slave.once('close', resolve));
    pair.slave.destroy();
    await released;
    execFileSync('stty', ['-F', pair.ptsName, 'raw', '-echo']);
    closeAll(pair.ptsName); // node-pty keeps another descriptor of the far side
    this.#plugged = { master: pair.master, fd: pair._fd, tty: pair.ptsName };
    mkdirSync(dirname(this.#link), { recursive: true });
    rmSync(this.#link, { force: true });
    symlinkSync(pair.ptsName, this.#link);
  }

  async unplug(): Promise<void> {
    const plugged = this.#plugged;
    if (plugged === undefined) return;
    this.#plugged = undefined;
    this.#open = false;
    this.#dtr = false;
    rmSync(this.#link, { force: true });
    const closed = new Promise((resolve) => plugged.master.once('close', resolve));
    plugged.master.destroy();
    await closed;
  }

  /** What the host has sent since the last call; sees it open and close the port. Never waits. */
  read(): Uint8Array {
    if (this.#plugged === undefined) return NOTHING;
    const traces = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // nothing to read is an exception too, a thousand times a second
    try {
      const length = readSync(this.#plugged.fd, this.#buffer);
      this.#opened();
      return this.#buffer.slice(0, length);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') this.#opened();
      else this.#closed(this.#plugged.tty);
      return NOTHING;
    } finally {
      Error.stackTraceLimit = traces;
    }
  }

  /** Bytes to the host; nobody there, nobody hears them. */
  write(bytes: Uint8Array): void {
    if (this.#plugged === undefined || !this.#open) return;
    try {
      writeSync(this.#plugged.fd, bytes);
    } catch {
      // closed at this moment, or a host that does not read: USB drops them too
    }
  }

  #opened(): void {
    if (this.#open) return;
    this.#open = true;
    if (this.#dtr) return;
    this.#dtr = true;
    this.onDtr();
  }

  #closed(tty: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#dtr = !/(^|\s)hupcl/.test(execFileSync('stty', ['-F', tty, '-a'], { encoding: 'utf8' }));
  }
}

/** Closes what this process still has open of a terminal. */
function closeAll(tty: string): void {
  for (const name of readdirSync('/proc/self/fd'))
    if (targetOf(`/proc/self/fd/${name}`) === tty) closeSync(Number(name));
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined; // the folder's own descriptor, gone by now
  }
}
