import { readFileSync } from 'node:fs';

/** A pending timer. Cancelling twice, or after it fired, does nothing. */
export type Timer = { cancel(): void };

/**
 * Time as an argument. The only source of time in gateway, firmware and simulators: everything that waits, dates or
 * measures takes one, so that tests run on a virtual clock and the wall clock never reaches a decision.
 */
export interface Clock {
  /** Identifies this boot; monotonic times of different boots must not be compared. */
  readonly boot: string;
  /** CLOCK_MONOTONIC in milliseconds, fractional; agrees across processes of one boot. */
  mono(): number;
  /** Civil time, Unix milliseconds. For mapping rows and people; never for a delay. */
  utc(): number;
  /**
   * Calls `run` no earlier than `mono() + delayMs`. `name` says in a dump what is being waited for. `coarse` is for
   * short waits of which the last millisecond does not matter: they cost next to no processor time. Of `medium` ones half a
   * millisecond does not: they cost little.
   */
  after(delayMs: number, name: string, run: () => void, grain?: Grain): Timer;
}

export type Grain = 'coarse' | 'medium';

/** Resolves no earlier than `delayMs` from now. */
export function sleep(clock: Clock, delayMs: number, name: string, grain?: Grain): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, name, resolve, grain));
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
// so the last stretch of a short wait is spent turning the event loop, which still serves I/O. The last millisecond of
// a wait longer than LONG_MS does not matter to anybody.
// `spinMs`: how long that stretch is at most; `aheadMs`: how long before the end of a wait a timer is set to go off.
const FINE: TimerGrain = { spinMs: 1.6, aheadMs: 1.6 };
const MEDIUM: TimerGrain = { spinMs: 0.7, aheadMs: 0.7 };
const COARSE: TimerGrain = { spinMs: 0.35, aheadMs: -0.5 }; // the nearest millisecond: 0.25 ms late as a rule
const NONE: TimerGrain = { spinMs: 0, aheadMs: -1 };
const LONG_MS = 50;
type TimerGrain = { readonly spinMs: number; readonly aheadMs: number };
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

class SystemTimer implements Timer {
  #timeout: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  readonly #due: number;
  readonly #stretch: TimerGrain;
  readonly #run: () => void;

  constructor(delayMs: number, stretch: TimerGrain, run: () => void) {
    this.#due = systemMono() + delayMs;
    this.#stretch = stretch;
    this.#run = run;
    this.#wait(delayMs);
  }

  cancel(): void {
    if (this.#timeout !== undefined) clearTimeout(this.#timeout);
    if (this.#immediate !== undefined) clearImmediate(this.#immediate);
  }

  #wait(leftMs: number): void {
    const { spinMs, aheadMs } = this.#stretch;
    if (leftMs <= spinMs) {
      this.#immediate = setImmediate(leftMs <= 0 ? this.#run : this.#again);
      return;
    }
    const waitMs = Math.floor(leftMs - aheadMs);
    this.#timeout = setTimeout(this.#again, Math.min(Math.max(1, waitMs), LONGEST_TIMEOUT_MS));
  }

  readonly #again = (): void => {
    const leftMs = this.#due - systemMono();
    const isExact = this.#stretch.aheadMs > 0; // then what has come meanwhile is served first
    if (leftMs <= 0 && !isExact) this.#run();
    else this.#wait(leftMs);
  };
}

// `performance.now()` is the same clock from another zero, and makes no object of every look at it. Whoever is held up between the
// two looks sees a zero that is too early: the latest of some is right, and the same in every process.
const ZERO_MS = Math.max(
  ...Array.from({ length: 20 }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now()),
);

function systemMono(): number {
  return ZERO_MS + performance.now();
}

/**
 * The real clock: precise to about 0.1 ms for waits up to 50 ms, to a millisecond or two beyond.
 * `boot` and `offsetMs` can be injected, for a demonstration or a test of the real programs: all processes of one
 * gateway must be given the same.
 */
export function systemClock(injected: { readonly boot?: string; readonly offsetMs?: number } = {}): Clock {
  const offsetMs = injected.offsetMs ?? 0;
  return {
    boot: injected.boot ?? readBootId(),
    mono: () => systemMono() + offsetMs,
    utc: () => Date.now(),
    after: (delayMs, _name, run, grain) =>
      new SystemTimer(delayMs, delayMs > LONG_MS ? NONE : stretchOf(grain), run),
  };
}

function stretchOf(grain: Grain | undefined): TimerGrain {
  if (grain === undefined) return FINE;
  return grain === 'medium' ? MEDIUM : COARSE;
}

/** The kernel's boot id (16 hex digits of it are plenty), or a random one where there is none. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').replaceAll('-', '').slice(0, 16);
  } catch {
    return crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  }
}
