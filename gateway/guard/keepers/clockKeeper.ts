import {
  afterLook,
  type CivilState,
  type CivilTime,
  mappingChanged,
  mappingEnds,
  type Synchronisation,
} from '../../core/civilTime.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';

export const LOOK_EVERY_MS = 5_000;

/**
 * `rows`: what to write down of it. Where a synchronised mapping holds no more, until when it did comes first: whoever dates
 * what lies between two mappings must know how long the first one was right.
 */
type Changed = (time: CivilTime, rows: readonly CivilTime[]) => void;

/** Watches how monotonic and civil time belong together, and says so whenever that changed. */
export class ClockKeeper {
  readonly #clock: Clock;
  readonly #synchronisation: () => Synchronisation;
  readonly #changed: Changed;
  #state: CivilState | null = null;
  #told: CivilTime | null = null;
  #timer: Timer | null = null;

  constructor(clock: Clock, synchronisation: () => Synchronisation, changed: Changed) {
    this.#clock = clock;
    this.#synchronisation = synchronisation;
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
    return this.#told ?? this.#next().time;
  }

  #look(): void {
    const before = this.#state?.time ?? null;
    this.#state = this.#next();
    const { time } = this.#state;
    if (!mappingChanged(this.#told, time)) return;
    const ends =
      before !== null && before.mono > (this.#told?.mono ?? before.mono) && mappingEnds(before, time);
    this.#told = time;
    this.#changed(time, ends ? [before, time] : [time]);
  }

  #next(): CivilState {
    const said = this.#synchronisation();
    return afterLook(this.#state, { ...said, mono: this.#clock.mono(), utc: this.#clock.utc() });
  }
}
