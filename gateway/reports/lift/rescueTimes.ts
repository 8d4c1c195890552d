import type { EntrapmentTime } from './monthEvents.ts';
import type { Stamp } from './stamp.ts';

const MINUTE_MS = 60_000;

/** How long people were in the car, in whole minutes; null: none has an end and a date. */
export type RescueTimes = {
  readonly count: number;
  readonly total: number | null;
  readonly longest: number | null;
  readonly open: number; // without an end
};

/** Minutes as rescue is measured on every paper: each that has begun counts, so that no time is told shorter than it was. */
export function minutesBetween(from: Stamp, to: Stamp | null): number | null {
  if (from.utc === null || to === null || to.utc === null) return null;
  return Math.ceil(Math.max(0, to.utc - from.utc) / MINUTE_MS);
}

/** From the first suspicion, or the confirmation where there was none, until they were out; null where either has no date. */
export function rescueMinutes({ suspected, confirmed, resolved }: EntrapmentTime): number | null {
  return minutesBetween(suspected ?? confirmed, resolved);
}

/** Until somebody arrived; null where nobody was seen to, or it has no date. */
export function arrivalMinutes({ suspected, confirmed, attended }: EntrapmentTime): number | null {
  return minutesBetween(suspected ?? confirmed, attended?.at ?? null);
}

/** All of a month: the total is the sum of what stands beside each of them. */
export function rescueTimes(entrapments: readonly EntrapmentTime[]): RescueTimes {
  const spans = entrapments.flatMap((one) => rescueMinutes(one) ?? []);
  return {
    count: entrapments.length,
    total: spans.length === 0 ? null : spans.reduce((sum, minutes) => sum + minutes, 0),
    longest: spans.length === 0 ? null : Math.max(...spans),
    open: entrapments.filter(({ resolved }) => resolved === null).length,
  };
}
