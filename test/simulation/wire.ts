import type { Random } from '../../simulators/random.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** Enough that a clock in milliseconds tells two moments apart. */
const NEXT_MS = 0.001;

/** One direction of a connection: what is sent arrives in order, each after a time of its own, or is lost with the connection. */
export class Wire {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #to: Owner;
  readonly #name: string;
  readonly #takes: () => readonly [number, number];
  #last = 0;
  #isCut = false;

  /** `to`: who hears; with its end nothing arrives any more. `takes`: from and to how many milliseconds. */
  constructor(
    scheduler: Scheduler,
    random: Random,
    to: Owner,
    name: string,
    takes: () => readonly [number, number],
  ) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#to = to;
    this.#name = name;
    this.#takes = takes;
  }

  send(arrive: () => void): void {
    const { now } = this.#scheduler;
    const [from, to] = this.#takes();
    this.#last = Math.max(this.#last + NEXT_MS, now + from + (to - from) * this.#random() ** 3);
    this.#scheduler.at(this.#last - now, this.#to, this.#name, () => {
      if (!this.#isCut) arrive();
    });
  }

  cut(): void {
    this.#isCut = true;
  }
}
