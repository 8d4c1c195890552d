import { Allowance } from '../core/allowance.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { Budget } from './controlSocket.ts';
import type { ControlRequest } from './protocol.ts';

/** A flood is over when nothing had to be refused for so long. */
const QUIET_MS = 60_000;
/** Who asked for too much lately leaves half of each allowance to the others. */
const LEAVES = 0.5;

/** Who asks, as far as its budget is concerned. */
export type Spender = { refusedAt: number };

/**
 * What the clients of one socket have asked for, held against its budget. One that runs wild is refused, and told of once;
 * it cannot use up what the others may ask.
 */
export class Spending {
  readonly #clock: Clock;
  readonly #budget: Budget;
  readonly #path: string;
  readonly #onFlood: (problem: Problem | null) => void;
  readonly #questions: Allowance;
  readonly #acts: Allowance;
  readonly #deliveries: Allowance;
  #refused = 0;
  #quiet: Timer | null = null;

  /** `onFlood`: more was asked than may be; null when it is over. */
  constructor(clock: Clock, budget: Budget, path: string, onFlood: (problem: Problem | null) => void) {
    this.#clock = clock;
    this.#budget = budget;
    this.#path = path;
    this.#onFlood = onFlood;
    const of = (kind: 'questions' | 'acts' | 'deliveries') =>
      new Allowance(clock, budget[kind].burst, budget[kind].everyMs);
    this.#questions = of('questions');
    this.#acts = of('acts');
    this.#deliveries = of('deliveries');
  }

  /** Whether this may be asked now, and then it counts; else why not. Null for what is no request: it costs a question. */
  spend(request: ControlRequest | null, by: Spender): Problem | null {
    if (this.#takes(request, this.#clock.mono() - by.refusedAt < QUIET_MS ? LEAVES : 0)) return null;
    by.refusedAt = this.#clock.mono();
    return this.#refuse();
  }

  stop(): void {
    this.#quiet?.cancel();
    this.#quiet = null;
  }

  #takes(request: ControlRequest | null, leaves: number): boolean {
    const { questions, acts, deliveries } = this.#budget;
    if (request?.verb === 'delivered') {
      const count = request.deliveries.length;
      return (
        this.#questions.take(1, leaves * questions.burst) &&
        this.#deliveries.take(count, leaves * deliveries.burst)
      );
    }
    return request !== null && 'actor' in request
      ? this.#acts.take(1, leaves * acts.burst)
      : this.#questions.take(1, leaves * questions.burst);
  }

  #refuse(): Problem {
    this.#refused++;
    if (this.#quiet === null) this.#onFlood(this.#flood());
    this.#quiet ??= this.#watch(this.#refused);
    return {
      code: 'control.too-much',
      what: 'more is asked on this socket than guard takes',
      where: this.#path,
      hint: 'ask again in a few seconds; is a program asking in a loop?',
    };
  }

  #watch(refused: number): Timer {
    return this.#clock.after(QUIET_MS, 'control flood', () => {
      this.#quiet = null;
      if (this.#refused > refused) this.#quiet = this.#watch(this.#refused);
      else this.#onFlood(null);
    });
  }

  #flood(): Problem {
    return {
      code: 'control.flood',
      what: 'a client asks for more than it may; what is beyond is refused and not written down',
      where: this.#path,
      hint: 'look at the program behind this socket; alarms and the other sockets are not touched by it',
    };
  }
}
