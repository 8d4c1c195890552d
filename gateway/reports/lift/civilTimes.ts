import type { Language } from '../../text/language.ts';

/**
 * Civil dates and times of a time zone, as tables and file names have them: `2026-11-25`, `10:15:06`. The same in every
 * language; only months have names.
 */
export class CivilTimes {
  readonly #parts: Intl.DateTimeFormat;
  readonly #months: Readonly<Record<Language, Intl.DateTimeFormat>>;

  /** @param timeZone IANA name; the machine's when it is not given */
  constructor(timeZone?: string) {
    this.#parts = new Intl.DateTimeFormat('sv-SE', {
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    const month = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
    this.#months = {
      en: new Intl.DateTimeFormat('en-GB', month),
      zh: new Intl.DateTimeFormat('zh-CN', month),
    };
  }

  /** Its name. */
  get timeZone(): string {
    return this.#parts.resolvedOptions().timeZone;
  }

  /** `2026-11-25 10:15:06` */
  moment(utc: number): string {
    return this.#parts.format(utc);
  }

  /** `2026-11-25` */
  day(utc: number): string {
    return this.moment(utc).slice(0, 10);
  }

  /** `2026-11` */
  month(utc: number): string {
    return this.moment(utc).slice(0, 7);
  }

  /** `November 2026` of `2026-11`. */
  monthName(month: string, language: Language): string {
    const [year = 0, number = 1] = month.split('-').map(Number);
    return this.#months[language].format(utcOf(year, number));
  }
}

/** Whether a text is the name of a time zone. */
export function isTimeZone(text: string): boolean {
  try {
    return new CivilTimes(text).timeZone !== '';
  } catch {
    return false;
  }
}

/** How many days a month has. */
export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][number - 1] ?? 31;
}

/** The days of a month: `2026-11-01`, … */
export function daysOf(month: string): string[] {
  return Array.from({ length: daysIn(month) }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`);
}

/** Whether a text is a month such as `2026-11`. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** Unix milliseconds in the middle of a month, UTC (Howard Hinnant's days_from_civil). */
function utcOf(year: number, month: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + 14;
  const days =
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
  return days * 86_400_000;
}
