import type { Problem, Result } from '../../drivers/result.ts';
import type { Clock } from '../../gateway/core/clock.ts';
import { type Random, seededRandom, seedOf } from '../random.ts';
import { type Quantity, quantities, quantityAt } from './quantity.ts';
import { newWorld, stepWorld, type WorldPlan, type WorldState } from './worldState.ts';

const STEP_MS = 100;

/** Where the world's day begins and how fast it passes: `speed` 60 makes an hour a minute. */
export type WorldTime = { readonly startMs: number; readonly speed: number };

/**
 * The running world. It steps on a fixed grid of its clock, however often it is looked at, so that the same seed gives
 * the same day whatever the master polls. Holds and spikes lie over the physics and never disturb them.
 */
export class World {
  #state: WorldState;
  #steppedTo: number;
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #random: Random;
  readonly #holds = new Map<string, Quantity>();
  readonly #spikes = new Map<string, Quantity>();
  readonly #felt = new Set<string>(); // spikes that a sensor has felt

  constructor(plan: WorldPlan, clock: Clock, seed: number, time: WorldTime) {
    this.#state = newWorld(plan, time.startMs, seed);
    this.#clock = clock;
    this.#steppedTo = clock.mono();
    this.#speed = time.speed;
    this.#random = seededRandom(seedOf(seed, 'world'));
  }

  /** The physical state now. */
  now(): WorldState {
    const now = this.#clock.mono();
    for (; this.#steppedTo + STEP_MS <= now; this.#steppedTo += STEP_MS)
      this.#state = stepWorld(this.#state, STEP_MS * this.#speed, this.#random);
    return this.#state;
  }

  /** What a sensor at `path` feels now: a spike, else a held value, else physics. Undefined for an unknown path. */
  feel(path: string): Quantity | undefined {
    const spike = this.#spikes.get(path);
    if (spike !== undefined) this.#felt.add(path);
    return spike ?? this.#holds.get(path) ?? quantityAt(this.now(), path);
  }

  /** Every quantity as it is felt now, by path. */
  survey(): Record<string, Quantity> {
    return {
      ...quantities(this.now()),
      ...Object.fromEntries(this.#holds),
      ...Object.fromEntries(this.#spikes),
    };
  }

  knows(path: string): boolean {
    return quantityAt(this.#state, path) !== undefined;
  }

  /** Shows `value` at `path` until `release`. */
  set(path: string, value: Quantity): Result<void, Problem> {
    return this.#at(path, () => this.#holds.set(path, value));
  }

  /** Ends a hold (or all of them): physics shows again, as if nothing had been held. */
  release(path?: string): Result<void, Problem> {
    if (path === undefined) {
      this.#holds.clear();
      return done;
    }
    return this.#at(path, () => this.#holds.delete(path));
  }

  /** The next reading of `path` that is answered shows `value`, once. */
  spike(path: string, value: Quantity): Result<void, Problem> {
    this.#felt.delete(path);
    return this.#at(path, () => this.#spikes.set(path, value));
  }

  /** A reading of these paths has been answered: spikes among them are over, but for those that came after it was taken. */
  answered(paths: readonly string[]): void {
    for (const path of paths) if (this.#felt.delete(path)) this.#spikes.delete(path);
  }

  /** Replaces the physical state; `change` gets the state of this moment. */
  change(change: (state: WorldState) => WorldState): void {
    this.#state = change(this.now());
  }

  #at(path: string, act: () => void): Result<void, Problem> {
    if (!this.knows(path)) return unknownPath(path, Object.keys(quantities(this.#state)));
    act();
    return done;
  }
}

const done = { ok: true, value: undefined } as const;

function unknownPath(path: string, known: readonly string[]): Result<never, Problem> {
  return {
    ok: false,
    error: {
      code: 'unknown-path',
      what: `there is nothing to sense at ${JSON.stringify(path)}`,
      hint: `one of: ${known.join(', ')}`,
    },
  };
}
