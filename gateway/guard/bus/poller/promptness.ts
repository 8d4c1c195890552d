import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';

/**
 * How quickly a device answers when it does, and so how soon a question to it may be given up where it is probably dead.
 * A probe that waits no longer than that costs a fraction of a timeout. Should the device answer later, its reply is
 * recognised as late, and the next question waits as long as its profile says.
 */
export class Promptness {
  #lately: readonly number[] = []; // milliseconds until the first byte, newest last
  #late = false; // it was heard too late since its last answer

  /** It answered, its first byte `ms` after the last of the question. */
  answered(ms: number): void {
    this.#lately = [...this.#lately, ms].slice(-KEPT);
    this.#late = false;
  }

  heardLate(): void {
    this.#late = true;
  }

  /** What the profile says, and how quick it is; nothing more while too little is known. */
  timed(timing: DeviceTiming, hurried: boolean): DeviceTiming {
    if (this.#lately.length < FEWEST || this.#late) return timing;
    // the slowest are left out: a host that stood still says nothing about the device
    const sorted = this.#lately.toSorted((a, b) => a - b);
    const usualMs = MARGIN * (sorted[Math.floor(QUANTILE * sorted.length)] ?? 0) + MARGIN_MS;
    return usualMs >= timing.responseMs ? timing : { ...timing, usualMs, hurried };
  }
}

const KEPT = 16;
const FEWEST = 5;
const QUANTILE = 0.7;
const MARGIN = 1.25;
const MARGIN_MS = 8;
