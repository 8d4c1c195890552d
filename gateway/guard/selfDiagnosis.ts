import type { Reading } from '../../drivers/reading.ts';
import { CONCERNS, type Concern } from '../../drivers/vocabulary.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { concernPoint } from './detect/kinds/gateway.ts';

/** A fault in guard's own code stands for so long after it was last met, unless somebody resets it. */
const INTERNAL_STANDS_MS = 3_600_000;

/**
 * What guard has to say of itself, told as readings of points that nothing polls: its own faults then live as alarms do,
 * with a life cycle, a fault tone and a place upstream. A concern is told when it changes, and once when first looked at.
 */
export class SelfDiagnosis {
  readonly #clock: Clock;
  readonly #tell: (readings: readonly Reading[]) => void;
  readonly #told = new Map<Concern, boolean>();
  #internal: Timer | null = null;
  #staysOut = false; // a part of guard is not called any more

  /** `tell`: hands readings on as an input of their own. */
  constructor(clock: Clock, tell: (readings: readonly Reading[]) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Nothing has gone wrong so far in this run: what an earlier one had to say is over. */
  begin(): void {
    for (const concern of CONCERNS) if (!this.#told.has(concern)) this.set(concern, true);
  }

  /** Whether all is well with `concern` now. */
  set(concern: Concern, well: boolean): void {
    if (this.#told.get(concern) === well) return;
    this.#told.set(concern, well);
    const at = { boot: this.#clock.boot, mono: this.#clock.mono() };
    this.#tell([{ point: concernPoint(concern), value: well, quality: 'good', at }]);
  }

  /** A fault in guard's own code was met. `lasting`: a part of it stays out, and the fault stands as long as it does. */
  internal(lasting: boolean): void {
    this.#staysOut ||= lasting;
    this.set('internal', false);
    this.#awaitEnd();
  }

  /** No part stays out any more: the fault is over when none is met for a while. */
  forgiven(): void {
    if (!this.#staysOut) return;
    this.#staysOut = false;
    this.#awaitEnd();
  }

  #awaitEnd(): void {
    this.#internal?.cancel();
    if (this.#staysOut) return;
    this.#internal = this.#clock.after(INTERNAL_STANDS_MS, 'internal fault', () =>
      this.set('internal', true),
    );
  }

  stop(): void {
    this.#internal?.cancel();
  }
}
