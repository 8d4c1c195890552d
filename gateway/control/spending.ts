import { Allowance } from '../core/allowance.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { Budget } from './controlSocket.ts';
import type { ControlRequest } from './protocol.ts';

/** A flood is over when nothing had to be refused for so long. */
const QUIET_MS = 60_000;
/** Who asked for too much lately leaves half of each allowance to the others. */
const LEAVES = 0.5;
/** Who comes while too much is asked may be the same program once more: all newcomers share half of what becomes free. */
const NEWCOMERS = 0.5;

type Kind = Exclude<keyof Budget, 'connections'>;

/** Who asks, as far as its budget is concerned: since when it is connected, and when it was refused last; monotonic ms. */
export type Spender = { readonly cameAt: number; refusedAt: number };

/**
 * What the clients of one socket have asked for, held against its budget. One that runs wild is refused, and told of once;
 * it cannot use up what the others may ask, not even where it connects anew for each request.
 */
export class Spending {
  readonly #clock: Clock;
  readonly #budget: Budget;
  readonly #path: string;
  readonly #onFlood: (problem: Problem | null) => void;
  readonly #allowances: Readonly<Record<Kind, { all: Allowance; newcomers: Allowance }>>;
  #refused = 0;
  /** Since when too much is asked. */
  #floodFrom = Number.POSITIVE_INFINITY;
  #quiet: Timer | null = null;

  /** `onFlood`: more was asked than may be; null when it is over. */
  constructor(clock: Clock, budget: Budget, path: string, onFlood: (problem: Problem | null) => void) {
    this.#clock = clock;
    this.#budget = budget;
    this.#path = path;
    this.#onFlood = onFlood;
    const of = (kind: Kind) => {
      const { burst, everyMs } = budget[kind];
      const newcomers = new Allowance(clock, burst * NEWCOMERS, everyMs / NEWCOMERS);
      return { all: new Allowance(clock, burst, everyMs), newcomers };
    };
    this.#allowances = { questions: of('questions'), acts: of('acts'), deliveries: of('deliveries') };
  }

  /** Whether this may be asked now, and then it counts; else why not. Null for what is no request: it costs a question. */
  spend(request: ControlRequest | null, by: Spender): Problem | null {
    const isWild = this.#clock.mono() - by.refusedAt < QUIET_MS;
    if (this.#takes(request, isWild ? LEAVES : 0, by.cameAt > this.#floodFrom)) return null;
    by.refusedAt = this.#clock.mono();
    return this.#refuse();
  }

  stop(): void {
    this.#quiet?.cancel();
    this.#quiet = null;
  }

  #takes(request: ControlRequest | null, leaves: number, isNew: boolean): boolean {
    const takes = (kind: Kind, count = 1): boolean => {
      const { all, newcomers } = this.#allowances[kind];
      return (!isNew || newcomers.take(count)) && all.take(count, leaves * this.#budget[kind].burst);
    };
    if (request?.verb === 'delivered')
      return takes('questions') && takes('deliveries', request.deliveries.length);
    return takes(request !== null && 'actor' in request ? 'acts' : 'questions');
  }

  #refuse(): Problem {
    this.#refused++;
    if (this.#quiet === null) {
      this.#floodFrom = this.#clock.mono();
      this.#onFlood(this.#flood());
    }
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
      else {
        this.#floodFrom = Number.POSITIVE_INFINITY;
        this.#onFlood(null);
      }
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
