/**
 * Notices a line on which nobody answers any more although its port reports no fault: a socket whose other end is
 * gone, an adapter whose driver hangs. Such a port is closed and opened again, ever more seldom while that changes
 * nothing (the devices may really be dead). Times are `mono`.
 */
export class LineWatch {
  #lost = 0;
  #since = 0;
  #patienceMs = FIRST_PATIENCE_MS;

  /** Anything at all was heard. */
  heard(): void {
    this.#lost = 0;
    this.#patienceMs = FIRST_PATIENCE_MS;
  }

  /** One more exchange ended in silence. True when the port should be opened anew. */
  silent(now: number): boolean {
    if (this.#lost++ === 0) this.#since = now;
    if (this.#lost < FEWEST_LOST || now - this.#since < this.#patienceMs) return false;
    this.#lost = 0;
    this.#patienceMs = Math.min(2 * this.#patienceMs, LONGEST_PATIENCE_MS);
    return true;
  }
}

const FEWEST_LOST = 5;
const FIRST_PATIENCE_MS = 30_000;
const LONGEST_PATIENCE_MS = 600_000;
