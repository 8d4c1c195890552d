import { nowMono, screen, utcOf } from './now.ts';
import { plan } from './plan.ts';
import { day } from './speech.ts';

/** Days (ISO 8601) on which calibrations were due that are overdue, the longest first; none while nobody knows which day it is. */
export function overdueNow(): string[] {
  const utc = utcOf(nowMono.value);
  if (utc === null) return [];
  const today = day(utc, screen.value?.gateway.timeZone);
  const due = plan.value?.devices.flatMap(({ calibrationDue }) => calibrationDue ?? []) ?? [];
  return due.filter((one) => one < today).toSorted();
}
