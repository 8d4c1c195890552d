import type { Clock, Timer } from '../../core/clock.ts';

export type InFlightLimits = { readonly bytes: number; readonly messages: number };

/**
 * What was published and not yet acknowledged. The limit in bytes keeps the queue before an event short on a slow
 * link; one message may always go, however large.
 */
export class InFlight {
  readonly #clock: Clock;
  readonly #stalledMs: number;
  readonly #onStalled: () => void;
  limits: InFlightLimits = { bytes: 0, messages: 0 };
  #bytes = 0;
  #messages = 0;
  #watch: Timer | null = null;

  /** `onStalled`: the other end took messages and has acknowledged none of them for so long. */
  constructor(clock: Clock, stalledMs: number, onStalled: () => void) {
    this.#clock = clock;
    this.#stalledMs = stalledMs;
    this.#onStalled = onStalled;
  }

  get bytes(): number {
    return this.#bytes;
  }

  hasRoomFor(bytes: number): boolean {
    if (this.#messages === 0) return true;
    return this.#messages < this.limits.messages && this.#bytes + bytes <= this.limits.bytes;
  }

  /** `messages`: as how many it travels, because one row may go in slices. */
  add(bytes: number, messages = 1): void {
    this.#bytes += bytes;
    this.#messages += messages;
    if (this.#watch === null) this.#rewatch();
  }

  remove(bytes: number, messages = 1): void {
    this.#bytes -= bytes;
    this.#messages -= messages;
    this.#rewatch();
  }

  clear(): void {
    this.#bytes = 0;
    this.#messages = 0;
    this.#rewatch();
  }

  #rewatch(): void {
    this.#watch?.cancel();
    this.#watch =
      this.#messages === 0 ? null : this.#clock.after(this.#stalledMs, 'acknowledgement', this.#onStalled);
  }
}
