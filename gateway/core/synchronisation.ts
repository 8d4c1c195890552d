import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Synchronisation } from './civilTime.ts';
import type { Clock } from './clock.ts';

/**
 * Left by systemd-timesyncd, and touched whenever it has set or confirmed the clock: it lies in a file system that is empty
 * at boot, but stays when the network is gone. Its age is what counts.
 */
const TIMESYNCD = 'run/systemd/timesync/synchronized';
/** timesyncd asks at least every 2,048 s (PollIntervalMaxSec); three times without an answer is lost. */
const TIMESYNCD_FRESH_MS = 3 * 2_048_000;

const ASK_EVERY_MS = 60_000;
const ASK_PATIENCE_MS = 5_000;

/** Asks the kernel through a program; resolves to whether it is synchronised, or null where nobody could say. */
export type AskKernel = () => Promise<boolean | null>;

/**
 * Whether the system's clock is synchronised, on Linux. timesyncd tells by a file. chrony and ntpd tell the kernel alone,
 * and Node cannot make that system call, so `timedatectl` is asked once a minute, where there is no such file: the kernel
 * takes its word back as soon as somebody sets the clock, or when its error may have grown to 16 s.
 */
export class SystemSynchronisation {
  readonly #clock: Clock;
  readonly #file: string;
  readonly #ask: AskKernel;
  #askedAt = Number.NEGATIVE_INFINITY;
  #provenAt = Number.NEGATIVE_INFINITY;
  #said: boolean | null = null;
  #asking: Promise<void> | null = null;

  /** `root`: the root folder of the system, another one in tests. */
  constructor(clock: Clock, root = '/', ask: AskKernel = askTimedatectl) {
    this.#clock = clock;
    this.#file = join(root, TIMESYNCD);
    this.#ask = ask;
  }

  /** Never waits: what is not known yet is not said. */
  look(): Synchronisation {
    const touched = statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== undefined) {
      const synchronised = this.#clock.utc() - touched <= TIMESYNCD_FRESH_MS;
      return { synchronised, proven: touched };
    }
    if (this.#clock.mono() >= this.#askedAt + ASK_EVERY_MS) this.#askAgain();
    return { synchronised: this.#said === true, proven: this.#provenAt };
  }

  /** Resolves when an answer that is awaited has come. */
  async settled(): Promise<void> {
    await this.#asking;
  }

  #askAgain(): void {
    if (this.#asking !== null) return;
    this.#askedAt = this.#clock.mono();
    const asked = this.#clock.utc();
    this.#asking = this.#ask().then((said) => {
      this.#said = said;
      this.#provenAt = asked;
      this.#asking = null;
    });
  }
}

/** `timedatectl` reads the kernel's word (adjtimex) and needs no rights; a system without it says nothing. */
export function askTimedatectl(): Promise<boolean | null> {
  const { promise, resolve } = Promise.withResolvers<boolean | null>();
  const args = ['show', '--property=NTPSynchronized', '--value'];
  execFile('timedatectl', args, { timeout: ASK_PATIENCE_MS }, (error, stdout) =>
    resolve(error === null ? stdout.trim() === 'yes' : null),
  );
  return promise;
}
