import { readFileSync } from 'node:fs';

/** A pending timer. Cancelling twice, or after it fired, does nothing. */
export type Timer = { cancel(): void };

/**
 * Time as an argument. The only source of time in the gateway: everything that waits, dates or measures takes one,
 * so that tests run on a virtual clock and the wall clock never reaches a decision.
 */
export interface Clock {
  /** Identifies this boot; monotonic times of different boots must not be compared. */
  readonly boot: string;
  /** CLOCK_MONOTONIC in milliseconds, fractional; agrees across processes of one boot. */
  mono(): number;
  /** Civil time, Unix milliseconds. For mapping rows and people; never for a delay. */
  utc(): number;
  /** Calls `run` no earlier than `mono() + delayMs`. `name` says in a dump what is being waited for. */
  after(delayMs: number, name: string, run: () => void): Timer;
}

/** Resolves no earlier than `delayMs` from now. */
export function sleep(clock: Clock, delayMs: number, name: string): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, name, resolve));
}

/** Calls `run` every `periodMs` on a grid that does not drift; a late call does not shift the next. */
export function every(clock: Clock, periodMs: number, name: string, run: () => void): Timer {
  let due = clock.mono() + periodMs;
  let timer: Timer;
  const fire = () => {
    const now = clock.mono();
    due += periodMs * Math.max(1, Math.ceil((now - due) / periodMs));
    timer = clock.after(due - now, name, fire);
    run();
  };
  timer = clock.after(periodMs, name, fire);
  return { cancel: () => timer.cancel() };
}

// setTimeout has a millisecond grain and wakes up to about 1.2 ms late. A line at 115200 baud lives in gaps of 1.75 ms,
// so the last stretch of a wait is spent turning the event loop, which still serves I/O.
const FINE_MS = 1.6;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

class SystemTimer implements Timer {
  #timeout: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  readonly #due: number;
  readonly #run: () => void;

  constructor(due: number, run: () => void) {
    this.#due = due;
    this.#run = run;
    this.#arm();
  }

  cancel(): void {
    if (this.#timeout !== undefined) clearTimeout(this.#timeout);
    if (this.#immediate !== undefined) clearImmediate(this.#immediate);
  }

  readonly #arm = (): void => {
    const left = this.#due - systemMono();
    if (left <= 0) this.#immediate = setImmediate(this.#run);
    else if (left <= FINE_MS) this.#immediate = setImmediate(this.#arm);
    else
      this.#timeout = setTimeout(
        this.#arm,
        Math.min(Math.max(1, Math.floor(left - FINE_MS)), LONGEST_TIMEOUT_MS),
      );
  };
}

function systemMono(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * The real clock. Long waits (above 50 ms) do not spin: their last millisecond does not matter to anybody.
 * `boot` and `offsetMs` can be injected, for a demonstration or a test of the real programs: all processes of one
 * gateway must be given the same.
 */
export function systemClock(injected: { readonly boot?: string; readonly offsetMs?: number } = {}): Clock {
  const offsetMs = injected.offsetMs ?? 0;
  return {
    boot: injected.boot ?? readBootId(),
    mono: () => systemMono() + offsetMs,
    utc: () => Date.now(),
    after(delayMs, _name, run) {
      if (delayMs > 50 && delayMs <= LONGEST_TIMEOUT_MS) {
        const due = systemMono() + delayMs;
        let timer = setTimeout(function fire() {
          const left = due - systemMono();
          if (left > 0) timer = setTimeout(fire, Math.ceil(left));
          else run();
        }, Math.ceil(delayMs));
        return { cancel: () => clearTimeout(timer) };
      }
      return new SystemTimer(systemMono() + delayMs, run);
    },
  };
}

/** The kernel's boot id (16 hex digits of it are plenty), or a random one where there is none. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').replaceAll('-', '').slice(0, 16);
  } catch {
    return crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  }
}
