import { ALARM_MESSAGES } from '../../text/alarmMessages.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import type { Language, Text } from '../../text/language.ts';
import { Moments, type Present } from '../../text/times.ts';
import { type Paint, plain } from './paint.ts';

/** How a screen is put into words: language, times, colours. */
export type Voice = {
  readonly language: Language;
  readonly say: Say<typeof ALARM_MESSAGES>;
  readonly moments: Moments;
  readonly paint: Paint;
  /** A name of the site file, or a term of the trade. */
  word(text: string | Text): string;
};

/** @param timeZone IANA name; the machine's when it is not given */
export function voiceFor(
  present: Present,
  language: Language,
  paint: Paint = plain,
  timeZone?: string,
): Voice {
  return {
    language,
    say: speaker(ALARM_MESSAGES, language),
    moments: new Moments(present, language, timeZone),
    paint,
    word: (text) => (typeof text === 'string' ? text : text[language]),
  };
}
