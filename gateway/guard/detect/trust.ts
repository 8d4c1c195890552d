import { type Quality, qualityClass } from '../../../drivers/quality.ts';

/**
 * What a reading of this quality may do to an alarm:
 * - `full`: raise it and clear it;
 * - `raise-only`: raise it but never clear it: a detector that warms up or reads beyond its range may well be right
 *   about gas, and is no witness that there is none;
 * - `none`: nothing; the alarm stays as it is. A stale value is no measurement, so it is treated like a bad one.
 */
export type Trust = 'full' | 'raise-only' | 'none';

/** How far a reading of this quality is trusted. */
export function trustIn(quality: Quality): Trust {
  if (quality === 'stale') return 'none';
  switch (qualityClass(quality)) {
    case 'good':
      return 'full';
    case 'uncertain':
      return 'raise-only';
    case 'bad':
      return 'none';
  }
}

// A unit whose reply was lost is left alone for its late window: shorter silences than this say nothing.
const SHORTEST_SILENCE_MS = 3_000;
const MISSED_PERIODS = 3;

/** How long a point of this period may be silent before it counts as not sensed. */
export function silenceOf(periodMs: number): number {
  return Math.max(SHORTEST_SILENCE_MS, MISSED_PERIODS * periodMs);
}
