import type { Instant, Reading } from '../../../../drivers/reading.ts';
import type { Failing } from './drive.ts';
import type { Obedience } from './readBack.ts';

/** The virtual point of an annunciator that says whether it does what it is told. */
export function obeysPoint(device: string): string {
  return `${device}/annunciator.obeys`;
}

/** After so many writes that failed in a row, or so long, an annunciator counts as not to be reached. */
const TIMES_FAILED = 3;
const FAILED_FOR_MS = 2000;

/**
 * Whether an annunciator obeys: false when an output disobeys or its writes are refused, null (no communication) when
 * it does not answer them, undefined while nothing is known.
 */
export function verdictOf(
  failing: Failing | null,
  checks: Iterable<Obedience>,
  now: number,
): boolean | null | undefined {
  if (failing !== null && fails(failing, now)) return failing.refused === null ? null : false;
  const known = [...checks].flatMap(({ obeys }) => obeys ?? []);
  if (known.length === 0) return undefined;
  return known.every((obeys) => obeys);
}

/** The exception with which a device refuses what is written to it; null while it does not, or not for long enough. */
export function refusalOf(failing: Failing | null, now: number): number | null {
  return failing !== null && fails(failing, now) ? failing.refused : null;
}

function fails({ count, since }: Failing, now: number): boolean {
  return count >= TIMES_FAILED || now - since > FAILED_FOR_MS;
}

/** The verdict as a reading, which detection hears like any other. */
export function obeysReading(device: string, verdict: boolean | null, at: Instant): Reading {
  const quality = verdict === null ? 'no-communication' : 'good';
  return { point: obeysPoint(device), value: verdict, quality, at };
}
