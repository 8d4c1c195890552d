import { existsSync } from 'node:fs';
import type { Clock } from './clock.ts';

export type CivilQuality = 'unsynced' | 'rtc' | 'ntp' | 'holdover';
/** At `mono` of this boot civil time was `utc` (Unix ms); null while it would be a guess. */
export type CivilTime = {
  readonly mono: number;
  readonly utc: number | null;
  readonly quality: CivilQuality;
};

// A clock before this moment was never set: 1 January 2026.
const EARLIEST_BELIEVABLE = 1_767_225_600_000;
// Below this the mapping is the same: oscillators drift by some ppm, and a row per millisecond helps nobody.
const NOTABLE_STEP_MS = 20;

/** What is known of civil time now, given whether the system says that it is synchronised. */
export function civilTime(clock: Clock, synchronised: boolean, before: CivilTime | null): CivilTime {
  const utc = clock.utc();
  const mono = clock.mono();
  if (synchronised) return { mono, utc, quality: 'ntp' };
  if (utc < EARLIEST_BELIEVABLE) return { mono, utc: null, quality: 'unsynced' };
  const wasSynchronised = before?.quality === 'ntp' || before?.quality === 'holdover';
  return { mono, utc, quality: wasSynchronised ? 'holdover' : 'rtc' };
}

/** Whether the mapping changed enough to be written down. */
export function mappingChanged(before: CivilTime | null, now: CivilTime): boolean {
  if (before === null || before.quality !== now.quality) return true;
  if (before.utc === null || now.utc === null) return before.utc !== now.utc;
  return Math.abs(now.utc - now.mono - (before.utc - before.mono)) >= NOTABLE_STEP_MS;
}

/** systemd-timesyncd and chrony's helper leave this file once the clock is synchronised. */
export function systemSynchronised(): boolean {
  return existsSync('/run/systemd/timesync/synchronized');
}
