import type { Instant } from '../../../drivers/reading.ts';
import type { Clock } from '../../core/clock.ts';
import type { TimeBase } from '../../telemetry/index.ts';

/**
 * Dates what guard says, which is on the monotonic clock. While guard knows no civil time the machine's own stands for it:
 * OPC UA has no way to say "not known".
 */
export class SourceTimes {
  readonly #clock: Clock;
  #time: { readonly boot: string; readonly base: TimeBase } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  learn(boot: string, base: TimeBase): void {
    this.#time = { boot, base };
  }

  get quality(): TimeBase['quality'] {
    return this.#time?.base.quality ?? 'unsynced';
  }

  /** Null for a moment of another boot than guard's. */
  date({ boot, mono }: Instant) {
    const time = this.#time;
    if (time !== null && time.base.utc !== null && time.boot === boot)
      return new Date(Math.round(time.base.utc + mono - time.base.mono));
    if (boot !== this.#clock.boot) return null;
    return new Date(Math.round(this.#clock.utc() + mono - this.#clock.mono()));
  }

  now() {
    return this.date({ boot: this.#clock.boot, mono: this.#clock.mono() }) ?? new Date(this.#clock.utc());
  }
}
