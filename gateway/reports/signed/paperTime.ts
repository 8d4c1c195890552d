import { CivilTimes } from '../lift/civilTimes.ts';

/** A moment of a paper (ISO, UTC) as people of its building read it, with the zone: `2026-11-30 22:52:43 Asia/Shanghai`. */
export function civilTime(iso: string, timeZone: string | undefined): string {
  const times = new CivilTimes(timeZone ?? 'UTC');
  return `${times.moment(new Date(iso).getTime())} ${times.timeZone}`;
}
