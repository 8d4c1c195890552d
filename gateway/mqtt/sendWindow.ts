/** Lets so many run at once and the others wait their turn: a broker hangs up on whoever exceeds its receive maximum. */
export class SendWindow {
  #limit = 1;
  #running = 0;
  #waiting: (() => void)[] = [];

  /** A connection begins, with nothing on its way. */
  open(limit: number): void {
    this.#limit = Math.max(1, limit);
    this.#running = 0;
    this.#waiting = [];
  }

  /** Runs `start` now, or when one that runs has ended. */
  run(start: () => void): void {
    if (this.#running < this.#limit) {
      this.#running++;
      start();
    } else this.#waiting.push(start);
  }

  /** One has ended. */
  ended(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
