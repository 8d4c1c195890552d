import { type Breaker, mayHaveRestarted } from '../schedule/breaker.ts';

/**
 * Until when the detector head of one device may be cold. After a silence in which it may have been without power, what it says
 * may raise an alarm, and is no witness that there is none. Times are `mono`.
 */
export class WarmUp {
  readonly #warmUpMs: number;
  #until: number; // mono counts from the boot of the gateway, which shares its mains with the sensors
  #silences = 0; // in a row, without a late reply

  constructor(warmUpS: number) {
    this.#warmUpMs = warmUpS * 1000;
    this.#until = this.#warmUpMs;
  }

  isOver(at: number): boolean {
    return at >= this.#until;
  }

  silent(): void {
    this.#silences++;
  }

  /** What was silent was the line, or a reply that came late. */
  forgive(): void {
    this.#silences = 0;
  }

  /** It answered; `before`: how it stood. */
  heard(before: Breaker, now: number): void {
    const restarted = mayHaveRestarted(before, this.#silences);
    this.#silences = 0;
    // without a warm-up the very answer that brought it back is as good as any
    if (this.#warmUpMs > 0 && restarted) this.#until = Math.max(this.#until, now + this.#warmUpMs);
  }
}
