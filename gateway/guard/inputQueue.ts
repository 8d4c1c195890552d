import type { Clock } from '../core/clock.ts';

/** So long inputs of one turn are taken before what they led to is settled: a siren must not wait for a whole flood. */
const TURN_MS = 4;
/** So long guard works without giving the ports, the timers and the sockets their turn. */
const SLICE_MS = 16;
/**
 * Inputs that come within so long of each other come in one turn of the event loop, which serves all ports that were lost, or
 * answered, at once before anything else: they share a slice.
 */
const ONE_LOOP_MS = 2;

export type QueueOwner = {
  /** Before the inputs of a turn are taken. */
  begin(): void;
  /** All that the inputs of this turn led to: sirens first. Called once after each turn. */
  settle(): void;
  /** An input, or settling, threw. The queue goes on. */
  failed(input: string, error: unknown): void;
};

/**
 * Takes inputs one after another, in the order in which they came. What an input causes waits behind it and never runs
 * inside it, so that no part of guard meets a half-done step of another. An input that comes while nothing runs is taken
 * at once, in the caller's own turn of the event loop; a flood is taken in slices, whether it comes as one or piece by piece.
 */
export class InputQueue {
  readonly #clock: Clock;
  readonly #owner: QueueOwner;
  #inputs: { readonly name: string; readonly take: () => void }[] = [];
  #state: 'held' | 'idle' | 'running' | 'sliced' | 'closed' = 'held';
  #sliceFrom = Number.NEGATIVE_INFINITY;
  #ranUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, owner: QueueOwner) {
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Takes `take` when all that came before it is done. Held back until `open`; after `close` nothing is taken any more. */
  put(name: string, take: () => void): void {
    if (this.#state === 'closed') return;
    this.#inputs.push({ name, take });
    if (this.#state === 'idle') this.#run();
  }

  /** The same for one who waits for what comes of it; null when the queue was closed before its turn. */
  ask<T>(name: string, take: () => T): Promise<T | null> {
    if (this.#state === 'closed') return Promise.resolve(null);
    const { promise, resolve } = Promise.withResolvers<T | null>();
    this.#unanswered.add(resolve as (nothing: null) => void);
    this.put(name, () => {
      this.#unanswered.delete(resolve as (nothing: null) => void);
      try {
        resolve(take());
      } catch (error) {
        resolve(null);
        throw error;
      }
    });
    return promise;
  }
  readonly #unanswered = new Set<(nothing: null) => void>();

  /** From now on inputs are taken; first those that have come already. */
  open(): void {
    if (this.#state !== 'held') return;
    this.#state = 'idle';
    if (this.#inputs.length > 0) this.#run();
  }

  /** Nothing is taken any more. Who waits for an answer gets none. */
  close(): void {
    this.#state = 'closed';
    this.#inputs = [];
    for (const resolve of this.#unanswered) resolve(null);
    this.#unanswered.clear();
  }

  /** A clock whose timers are inputs. */
  get clock(): Clock {
    const { boot } = this.#clock;
    return {
      boot,
      mono: () => this.#clock.mono(),
      utc: () => this.#clock.utc(),
      after: (delayMs, name, run) => {
        let cancelled = false;
        const timer = this.#clock.after(delayMs, name, () =>
          this.put(name, () => {
            if (!cancelled) run(); // an input before it may have cancelled it
          }),
        );
        return {
          cancel() {
            cancelled = true;
            timer.cancel();
          },
        };
      },
    };
  }

  #run(): void {
    const now = this.#clock.mono();
    if (now - this.#ranUntil > ONE_LOOP_MS) this.#sliceFrom = now;
    this.#state = 'running';
    while (this.#inputs.length > 0 && this.#is('running')) {
      if (this.#clock.mono() - this.#sliceFrom >= SLICE_MS) {
        this.#state = 'sliced';
        this.#clock.after(0, 'inputs of guard', () => {
          this.#ranUntil = Number.NEGATIVE_INFINITY; // a slice of its own, however soon
          if (this.#is('sliced')) this.#run();
        });
        return;
      }
      this.#turn();
    }
    this.#ranUntil = this.#clock.mono();
    if (this.#is('running')) this.#state = 'idle';
  }

  #turn(): void {
    this.#guarded('begin', () => this.#owner.begin());
    const endsAt = this.#clock.mono() + TURN_MS;
    let taken = 0;
    for (const { name, take } of this.#inputs) {
      taken++;
      this.#guarded(name, take);
      if (this.#clock.mono() >= endsAt || !this.#is('running')) break;
    }
    this.#inputs = this.#inputs.slice(taken);
    if (this.#is('running')) this.#guarded('settle', () => this.#owner.settle());
  }

  #guarded(name: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#owner.failed(name, error);
    }
  }

  /** What runs may have closed the queue meanwhile. */
  #is(state: 'running' | 'sliced'): boolean {
    return this.#state === state;
  }
}
