import { ALARM_MESSAGES } from '../text/alarmMessages.ts';
import { speaker } from '../text/catalogue.ts';
import { LANGUAGES } from '../text/language.ts';
import { type Io, UsageError } from './verb.ts';

/** The same world in the language that `--lang` names; without it in that of the person's locale. */
export function speaking(lang: string | undefined, io: Io): Io {
  const language = lang === undefined ? io.language : LANGUAGES.find((known) => known === lang);
  if (language !== undefined) return { ...io, language };
  throw new UsageError(speaker(ALARM_MESSAGES, io.language)('usage.language', { text: lang ?? '' }));
}
