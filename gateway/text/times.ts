import type { Instant } from '../../drivers/reading.ts';
import { ALARM_MESSAGES } from './alarmMessages.ts';
import { type Say, speaker } from './catalogue.ts';
import type { Language } from './language.ts';

/** What is known of time where instants are to be told: now, and what civil time that is (Unix ms), if anybody knows. */
export type Present = { readonly boot: string; readonly now: number; readonly utc: number | null };

const LOCALES: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

/** Tells instants of this boot as people say them. Of another boot nothing is known but that it was before. */
export class Moments {
  readonly #present: Present;
  readonly #say: Say<typeof ALARM_MESSAGES>;
  readonly #day: Intl.DateTimeFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #both: Intl.DateTimeFormat;

  /** @param timeZone IANA name; the machine's when it is not given */
  constructor(present: Present, language: Language, timeZone?: string) {
    this.#present = present;
    this.#say = speaker(ALARM_MESSAGES, language);
    const zone = timeZone === undefined ? {} : { timeZone };
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(LOCALES[language], { ...options, ...zone });
    this.#day = format({ dateStyle: 'medium' });
    this.#time = format({ timeStyle: 'medium' });
    this.#both = format({ dateStyle: 'medium', timeStyle: 'medium' });
  }

  /** Date and time now; null while that would be a guess. */
  now(): string | null {
    return this.#present.utc === null ? null : this.#both.format(this.#present.utc);
  }

  /** `10:12:03`, with the date when that is not today; null where it is not known. */
  at({ boot, mono }: Instant): string | null {
    const { utc, now } = this.#present;
    if (utc === null || boot !== this.#present.boot) return null;
    const then = utc - now + mono;
    const today = this.#day.format(then) === this.#day.format(utc);
    return (today ? this.#time : this.#both).format(then);
  }

  /** `since 10:12:03 (3 min)` */
  since(instant: Instant): string {
    if (instant.boot !== this.#present.boot) return this.#say('alarm.since-before-restart');
    const span = spanText(this.#present.now - instant.mono, this.#say);
    const time = this.at(instant);
    return time === null ? this.#say('alarm.since-span', { span }) : this.#say('alarm.since', { time, span });
  }

  /** `until 12:12:03 (in 2 h 0 min)` */
  until(instant: Instant): string {
    const span = spanText(instant.mono - this.#present.now, this.#say);
    const time = this.at(instant);
    return time === null ? this.#say('alarm.until-span', { span }) : this.#say('alarm.until', { time, span });
  }
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time in the two largest units that matter. Never negative: what is overdue is due now. */
export function spanText(ms: number, say: Say<typeof ALARM_MESSAGES>): string {
  const left = Math.max(0, ms);
  if (left < 90_000) return say('span.s', { s: Math.round(left / 1000) });
  if (left < HOUR_MS - MINUTE_MS / 2) return say('span.min', { min: Math.round(left / MINUTE_MS) });
  const minutes = Math.round(left / MINUTE_MS);
  const hours = Math.round(left / HOUR_MS);
  if (left >= 2 * DAY_MS)
    return hours % 24 === 0
      ? say('span.d', { d: hours / 24 })
      : say('span.d-h', { d: Math.floor(hours / 24), h: hours % 24 });
  return minutes % 60 === 0
    ? say('span.h', { h: minutes / 60 })
    : say('span.h-min', { h: Math.floor(minutes / 60), min: minutes % 60 });
}
