import { CLOCK_HZ } from './atmega.ts';

const CYCLES_PER_MS = CLOCK_HZ / 1000;
/** A host that was busy for longer does not make the processor catch up: its time simply stood still. */
const MOST_LAG_MS = 20;
/** Longest stretch in one go, so that bytes and commands are looked at in between. */
const SLICE_MS = 2;

/** The processor's time against the clock's: it is never ahead, and a stretch at a time behind. */
export class Pacer {
  #cycles = 0;
  #ms = 0;

  /** From here on, so many cycles are this moment. */
  align(cycles: number, ms: number): void {
    this.#cycles = cycles;
    this.#ms = ms;
  }

  /** When the processor was at `cycles`, in the clock's milliseconds. */
  timeOf(cycles: number): number {
    return this.#ms + (cycles - this.#cycles) / CYCLES_PER_MS;
  }

  /** How far the processor may run now, from where it is. */
  goal(cycles: number, ms: number): number {
    if (ms - this.timeOf(cycles) > MOST_LAG_MS) this.align(cycles, ms - SLICE_MS);
    const now = this.#cycles + (ms - this.#ms) * CYCLES_PER_MS;
    return Math.min(now, cycles + SLICE_MS * CYCLES_PER_MS);
  }
}
