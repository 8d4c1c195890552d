import { gaussian, type Random } from '../random.ts';

const DAY_MS = 86_400_000;

/** The weather outside: a yearly mean with a daily swing, warmest in mid-afternoon. °C. */
export type Climate = { readonly meanC: number; readonly swingC: number };

/** Outdoor temperature at a moment of world time (Unix milliseconds, read as local time), in °C. */
export function outdoorC(climate: Climate, timeMs: number): number {
  return climate.meanC + climate.swingC * dayWave(timeMs, 15);
}

/** A wave of one day that is 1 at `peakHour` and −1 twelve hours later. */
export function dayWave(timeMs: number, peakHour: number): number {
  return Math.cos(2 * Math.PI * (timeMs / DAY_MS - peakHour / 24));
}

/**
 * Noise with a memory: pulls back to 0 within `memoryMs` and has deviation `sigma` in the long run, whatever the step
 * (the exact solution of the Ornstein–Uhlenbeck process, so coarse and fine steps agree).
 */
export function wander(value: number, sigma: number, memoryMs: number, dtMs: number, random: Random): number {
  const keep = Math.exp(-dtMs / memoryMs);
  return value * keep + sigma * Math.sqrt(1 - keep * keep) * gaussian(random);
}

/** Moves `value` towards `goal` with time constant `tauMs`; exact for any step. */
export function approach(value: number, goal: number, tauMs: number, dtMs: number): number {
  return goal + (value - goal) * Math.exp(-dtMs / tauMs);
}
