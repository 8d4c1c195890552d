/** A pending timer. Cancelling twice, or after it fired, does nothing. */
export type Timer = { cancel(): void };

/**
 * Time as an argument: the only source of it in the simulators. It has the shape of the gateway's clock, so that a
 * test can drive both ends of a line from one virtual clock, and shares nothing with it.
 */
export interface Clock {
  /** CLOCK_MONOTONIC in milliseconds, fractional; agrees across processes of one boot. */
  mono(): number;
  /** Civil time, Unix milliseconds: for logs that people read. */
  utc(): number;
  /**
   * Calls `run` no earlier than `mono() + delayMs`. `name` says what is being waited for. `coarse` is for waits of which
   * the last millisecond does not matter: they cost no processor time.
   */
  after(delayMs: number, name: string, run: () => void, grain?: 'coarse'): Timer;
}

// A simulated wire must put the last byte of a reply where the baud rate says, to a tenth of a millisecond, while
// setTimeout wakes up to about 1.2 ms late. The last stretch is spent turning the event loop, which still serves I/O.
const FINE_MS = 1.6;
const COARSE_MS = 50;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

function systemMono(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

class SystemTimer implements Timer {
  readonly #due: number;
  readonly #fineMs: number;
  readonly #run: () => void;
  #cancel: () => void = () => {};

  constructor(delayMs: number, run: () => void, coarse: boolean) {
    this.#due = systemMono() + delayMs;
    this.#fineMs = coarse ? 0 : FINE_MS;
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

/** The real clock: precise to about 0.1 ms for waits up to 50 ms, to a millisecond or two beyond. */
export function systemClock(): Clock {
  return {
    mono: systemMono,
    utc: () => Date.now(),
    after: (delayMs, _name, run, grain) =>
      new SystemTimer(delayMs, run, grain === 'coarse' || delayMs > COARSE_MS),
  };
}

/** Civil time of the simulated world: text without a zone, `2026-03-02T09:00:00`, as milliseconds of a Unix day count. */
export function civilMs(text: string): number {
  return Date.parse(`${text}Z`);
}

/** The reverse of `civilMs`. */
export function civilText(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}

/** A civil moment by its parts; months count from 1. */
export function calendar(ms: number): { month: number; day: number; hour: number; minute: number } {
  const date = new Date(ms);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
