import { type CivilTime, civilTime, mappingChanged } from '../core/civilTime.ts';
import { type Clock, every, type Timer } from '../core/clock.ts';

const LOOK_EVERY_MS = 5_000;

/** Watches how monotonic and civil time belong together, and says so whenever that changed. */
export class ClockKeeper {
  readonly #clock: Clock;
  readonly #synchronised: () => boolean;
  readonly #changed: (time: CivilTime) => void;
  #told: CivilTime | null = null;
  #timer: Timer | null = null;

  constructor(clock: Clock, synchronised: () => boolean, changed: (time: CivilTime) => void) {
    this.#clock = clock;
    this.#synchronised = synchronised;
    this.#changed = changed;
  }

  start(): void {
    this.#look();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'clock mapping', () => this.#look());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** The mapping as last told. */
  get time(): CivilTime {
    return this.#told ?? civilTime(this.#clock, this.#synchronised(), null);
  }

  #look(): void {
    const now = civilTime(this.#clock, this.#synchronised(), this.#told);
    if (!mappingChanged(this.#told, now)) return;
    this.#told = now;
    this.#changed(now);
  }
}
