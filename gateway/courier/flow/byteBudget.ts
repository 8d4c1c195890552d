/** So many bytes per second, and no more than those of one second at once. Pure: the time is given. */
export class ByteBudget {
  readonly #bytesPerS: number;
  #left: number;
  #at: number;

  /** `nowMs`: monotonic. */
  constructor(bytesPerS: number, nowMs: number) {
    this.#bytesPerS = bytesPerS;
    this.#left = bytesPerS;
    this.#at = nowMs;
  }

  /** How long until the next message may go; 0: now. A message larger than a second's worth goes and is paid back. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return this.#left > 0 ? 0 : Math.ceil(((1 - this.#left) / this.#bytesPerS) * 1000);
  }

  spend(bytes: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#left -= bytes;
  }

  #refill(nowMs: number): void {
    this.#left = Math.min(this.#bytesPerS, this.#left + ((nowMs - this.#at) / 1000) * this.#bytesPerS);
    this.#at = nowMs;
  }
}
