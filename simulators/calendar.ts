/** Civil time of the simulated world: text without a zone, `2026-03-02T09:00:00`, as milliseconds of a Unix day count. */
export function civilMs(text: string): number {
  return new Date(`${text}Z`).getTime();
}

/** The reverse of `civilMs`. */
export function civilText(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}

/** A civil moment by its parts; months count from 1. */
export function calendar(ms: number): { month: number; day: number; hour: number; minute: number } {
  const date = new Date(ms);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
