import type { ControlClient } from '../control/client.ts';
import type { LiftStatuses } from '../control/liftStatuses.ts';
import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Uplinks } from './uplinks.ts';

/** As often as guard looks at its lifts by itself. */
const EVERY_MS = 1_000;

/** Asks guard how its lifts stand, while an uplink wants to know and guard answers: one question at a time. */
export class LiftStatusPoll {
  readonly #clock: Clock;
  readonly #guard: Pick<ControlClient, 'alive' | 'request'>;
  readonly #uplinks: Pick<Uplinks, 'wantLiftStatus' | 'liftsStand'>;
  #timer: Timer | null = null;
  #asked: Promise<void> | null = null;

  constructor(
    clock: Clock,
    guard: Pick<ControlClient, 'alive' | 'request'>,
    uplinks: Pick<Uplinks, 'wantLiftStatus' | 'liftsStand'>,
  ) {
    this.#clock = clock;
    this.#guard = guard;
    this.#uplinks = uplinks;
  }

  start(): void {
    this.#timer = every(this.#clock, EVERY_MS, 'lift status', () => this.#poll());
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    await this.#asked;
  }

  #poll(): void {
    if (this.#asked !== null || !this.#guard.alive || !this.#uplinks.wantLiftStatus) return;
    this.#asked = this.#guard.request({ verb: 'lift-status' }).then((answer) => {
      this.#asked = null;
      // what guard does not say is not told: a platform sees by the time of the last record how old it is
      if (answer.ok && this.#timer !== null) this.#uplinks.liftsStand(answer.value as LiftStatuses);
    });
  }
}
