import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';

/**
 * How quickly a device answers when it does, and so how soon a question to it may be given up where it is probably dead.
 * A probe that waits no longer than that costs a fraction of a timeout. Should the device answer later, its reply is
 * recognised as late, and the next question waits as long as its profile says.
 */
export class Promptness {
  #longestMs = 0; // of late; fades, so that one slow answer is not remembered for ever
  #answers = 0;
  #late = false; // it was heard too late since its last answer

  /** It answered, its first byte `ms` after the last of the question. */
  answered(ms: number): void {
    this.#longestMs = Math.max(ms, FADING * this.#longestMs);
    this.#answers++;
    this.#late = false;
  }

  heardLate(): void {
    this.#late = true;
  }

  /** What the profile says, and how quick it is; nothing more while too little is known. */
  timed(timing: DeviceTiming, hurried: boolean): DeviceTiming {
    if (this.#answers < FEWEST || this.#late) return timing;
    const usualMs = MARGIN * this.#longestMs + MARGIN_MS;
    return usualMs >= timing.responseMs ? timing : { ...timing, usualMs, hurried };
  }
}

const FADING = 0.98;
const FEWEST = 5;
const MARGIN = 1.15;
const MARGIN_MS = 8;
