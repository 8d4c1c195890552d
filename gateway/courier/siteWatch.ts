import { statSync } from 'node:fs';
import { type Clock, every, type Timer } from '../core/clock.ts';

const LOOK_EVERY_MS = 2_000;

/** Notices that a file was replaced: by its inode, time and size. Looked at, because not every file system tells. */
export class SiteWatch {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #stamp: string | null = null;
  #timer: Timer | null = null;

  constructor(path: string, clock: Clock, changed: () => void) {
    this.#path = path;
    this.#clock = clock;
    this.#changed = changed;
  }

  start(): void {
    this.#stamp = stampOf(this.#path);
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'site file', () => {
      const stamp = stampOf(this.#path);
      if (stamp === null || stamp === this.#stamp) return;
      this.#stamp = stamp;
      this.#changed();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}

function stampOf(path: string): string | null {
  try {
    const { ino, mtimeMs, size } = statSync(path);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return null; // not there yet, or for a moment: nothing to take up
  }
}
