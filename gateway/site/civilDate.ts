const formats = new Map<string, Intl.DateTimeFormat>();

/** The civil date (`YYYY-MM-DD`) of a moment (Unix ms) in a time zone by its name, e.g. `Asia/Shanghai`. */
export function civilDate(utc: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(utc);
}

/** Days from 1970-01-01 to an ISO date (`2026-05-01`). */
export function dayOf(isoDate: string): number {
  const [year = 0, month = 0, day = 0] = isoDate.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}
