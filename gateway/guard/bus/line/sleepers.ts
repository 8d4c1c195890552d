import type { WakeUp } from '../../../../drivers/profile/schema.ts';

/** Which units of a line have fallen asleep since they were last asked. */
export class Sleepers {
  readonly #awakeSince = new Map<number, number>();

  /** How to wake the unit before it is asked at `now`; undefined when it is awake, or never sleeps. */
  asleep(unit: number, wakeUp: WakeUp | undefined, now: number): WakeUp | undefined {
    if (wakeUp === undefined) return undefined;
    return now - (this.#awakeSince.get(unit) ?? Number.NEGATIVE_INFINITY) >= wakeUp.idleMs
      ? wakeUp
      : undefined;
  }

  /** The unit was asked, and the exchange ended at `now`. */
  asked(unit: number, now: number): void {
    this.#awakeSince.set(unit, now);
  }
}
