/**
 * How many bytes of backlog may be in flight, so that the link is full and yet what comes after waits little: the window
 * grows while acknowledgements come as fast as the link can, and shrinks when they come late, which means that bytes
 * queue somewhere on the way. Pure: delays in, window out.
 */
export class Pace {
  readonly #mostBytes: number;
  #window: number;
  #quickestMs = Number.POSITIVE_INFINITY;
  /** Bytes to be acknowledged before the last reduction can have shown its effect. */
  #settling = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
    this.#window = Math.min(FIRST_BYTES, mostBytes);
  }

  get windowBytes(): number {
    return this.#window;
  }

  /** A message of `bytes` was acknowledged `delayMs` after it was published, with `inFlight` bytes still on the way. */
  acknowledged(bytes: number, delayMs: number, inFlight: number): void {
    this.#quickestMs = Math.min(this.#quickestMs, delayMs);
    this.#settling -= bytes;
    const queuedMs = delayMs - this.#quickestMs;
    if (queuedMs <= GROW_BELOW_MS) this.#window = Math.min(this.#mostBytes, this.#window + bytes);
    else if (queuedMs > SHRINK_ABOVE_MS && this.#settling <= 0) {
      this.#window = Math.max(Math.min(LEAST_BYTES, this.#mostBytes), this.#window / 2);
      this.#settling = inFlight;
    }
  }
}

// An event must pass a slow link within three seconds, its own transmission included.
const GROW_BELOW_MS = 250;
const SHRINK_ABOVE_MS = 750;
const FIRST_BYTES = 8_192;
const LEAST_BYTES = 2_048;
