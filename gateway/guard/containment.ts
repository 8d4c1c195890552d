import type { Clock } from '../core/clock.ts';

/** A listener that fails more often than this within the time stays out: it would only fail again. */
const MOST_RESTARTS = 3;
const WITHIN_MS = 600_000;

export type ContainmentHearer = {
  /** A listener failed. `out`: it is not called any more. */
  failed(listener: string, error: unknown, out: boolean): void;
};

type Record = { failures: number[]; out: boolean };

/**
 * Calls the listeners of guard so that a fault in one of them stays there: the alarm path goes on, and so do the others.
 * One that failed is started again from what it had saved; one that goes on failing stays out, and that is told.
 */
export class Containment {
  readonly #clock: Clock;
  readonly #hearer: ContainmentHearer;
  readonly #records = new Map<string, Record>();

  constructor(clock: Clock, hearer: ContainmentHearer) {
    this.#clock = clock;
    this.#hearer = hearer;
  }

  /** Runs `call` of `listener`. When it throws, `restart` brings the listener back to something that can go on. */
  run(listener: string, call: () => void, restart: () => void = () => {}): void {
    if (this.#records.get(listener)?.out === true) return;
    try {
      call();
    } catch (error) {
      this.#fail(listener, error);
      if (this.#records.get(listener)?.out === true) return;
      try {
        restart();
      } catch (again) {
        this.#putOut(listener);
        this.#hearer.failed(listener, again, true);
      }
    }
  }

  /** A clock whose timers call `listener` like that. */
  clock(clock: Clock, listener: string, restart: () => void): Clock {
    return {
      boot: clock.boot,
      mono: () => clock.mono(),
      utc: () => clock.utc(),
      after: (delayMs, name, call) => clock.after(delayMs, name, () => this.run(listener, call, restart)),
    };
  }

  /** Listeners that are not called any more. */
  get out(): readonly string[] {
    return [...this.#records].flatMap(([listener, { out }]) => (out ? [listener] : []));
  }

  /** A changed site: everybody is given another chance. */
  forgive(): void {
    this.#records.clear();
  }

  #fail(listener: string, error: unknown): void {
    const now = this.#clock.mono();
    const record = this.#record(listener);
    record.failures = [...record.failures.filter((at) => at > now - WITHIN_MS), now];
    record.out = record.failures.length > MOST_RESTARTS;
    this.#hearer.failed(listener, error, record.out);
  }

  #putOut(listener: string): void {
    this.#record(listener).out = true;
  }

  #record(listener: string): Record {
    const record = this.#records.get(listener) ?? { failures: [], out: false };
    this.#records.set(listener, record);
    return record;
  }
}

/** `TypeError: x is not a function at liftWatch.ts:88`: what an engineer needs of an exception, in one line. */
export function briefly(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /\(?(?:file:\/\/)?([^\s()]+:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1];
  const at = place === undefined ? '' : ` at ${place.split('/').slice(-2).join('/')}`;
  return `${error.name}: ${error.message.split('\n', 1)[0]}${at}`;
}
