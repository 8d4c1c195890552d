/** An instant by both clocks of a browser: one that may stand still while the device sleeps, and the civil one. */
export type TwoClocks = { readonly mono: number; readonly civil: number };

/**
 * When the gateway was heard last. A phone that slept for an hour has a monotonic clock that may not know it (WebKit and Chromium on
 * Linux stop theirs), and a civil one that somebody may set: the longer silence of the two is taken.
 */
export class Hearing {
  #at: TwoClocks;
  #told = 0;

  constructor(at: TwoClocks) {
    this.#at = at;
  }

  /** The gateway was heard; `told`: its monotonic time then. */
  hear(at: TwoClocks, told: number): void {
    this.#at = at;
    this.#told = told;
  }

  silentMs({ mono, civil }: TwoClocks): number {
    return Math.max(mono - this.#at.mono, civil - this.#at.civil);
  }

  /** The gateway's monotonic time now, as far as it is known. */
  gatewayMono(now: TwoClocks): number {
    return this.#told + this.silentMs(now);
  }

  /** Civil time of this device at which it was heard. */
  get since(): number {
    return this.#at.civil;
  }
}
