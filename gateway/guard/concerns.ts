import type { Reading } from '../../drivers/reading.ts';
import { CONCERNS, type Concern } from '../../drivers/vocabulary.ts';
import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import { concernPoint } from './detect/kinds/gateway.ts';

/**
 * What guard has to say of itself, told as readings of points that nothing polls: its own faults then live as alarms do,
 * with a life cycle, a fault tone and a place upstream. A concern is told when it changes, and once when first looked at.
 */
export class Concerns {
  readonly #clock: Clock;
  readonly #tell: (readings: readonly Reading[]) => void;
  readonly #told = new Map<Concern, boolean>();

  constructor(clock: Clock, tell: (readings: readonly Reading[]) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The two ears of a state file: `trouble` hears what is wrong, `mended` that it is over. */
  ofState(trouble: (problem: Problem) => void, mended: () => void) {
    const failing = (problem: Problem) => {
      trouble(problem);
      this.set('state', false);
    };
    const well = () => {
      mended();
      this.set('state', true);
    };
    return [failing, well] as const;
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
}
