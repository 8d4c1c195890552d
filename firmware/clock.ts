/** A pending timer. Cancelling twice, or after it fired, does nothing. */
export type Timer = { cancel(): void };

/**
 * Time as an argument: the only source of it in the firmware. It has the shape of the gateway's clock, so that a test can
 * drive both from one virtual clock, and shares nothing with it.
 */
export interface Clock {
  /** CLOCK_MONOTONIC in milliseconds, fractional; agrees across processes of one boot. */
  mono(): number;
  /** Calls `run` no earlier than `mono() + delayMs`. `name` says what is being waited for. */
  after(delayMs: number, name: string, run: () => void): Timer;
}

/** Resolves no earlier than `delayMs` from now. */
export function sleep(clock: Clock, delayMs: number, name: string): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, name, resolve));
}

// setTimeout has a millisecond grain. Silences of a serial line are shorter than that deserves, so the last stretch of a
// short wait is spent turning the event loop, which still serves I/O.
const FINE_MS = 1.6;
const SHORT_MS = 10;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

function systemMono(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

class SystemTimer implements Timer {
  readonly #due: number;
  readonly #fineMs: number;
  readonly #run: () => void;
  #cancel: () => void = () => {};

  constructor(delayMs: number, run: () => void) {
    this.#due = systemMono() + delayMs;
    this.#fineMs = delayMs <= SHORT_MS ? FINE_MS : 0;
    this.#run = run;
    this.#arm();
  }

  cancel(): void {
    this.#cancel();
  }

  readonly #arm = (): void => {
    const left = this.#due - systemMono();
    if (left <= this.#fineMs) {
      const immediate = setImmediate(left <= 0 ? this.#run : this.#arm);
      this.#cancel = () => clearImmediate(immediate);
    } else {
      const waitMs = Math.min(Math.max(1, Math.ceil(left - this.#fineMs)), LONGEST_TIMEOUT_MS);
      const timeout = setTimeout(this.#arm, waitMs);
      this.#cancel = () => clearTimeout(timeout);
    }
  };
}

/** The real clock; `offsetMs` moves its origin, so that a program can be shown another time since boot. */
export function systemClock(offsetMs = 0): Clock {
  return {
    mono: () => systemMono() + offsetMs,
    after: (delayMs, _name, run) => new SystemTimer(delayMs, run),
  };
}
