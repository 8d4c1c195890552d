import { LocalizedText } from 'node-opcua-data-model';
import type { Language, Text } from '../../text/language.ts';

type Name = string | Text;

/** A name for people in both languages; the first is for clients that ask for none. */
export function localized(name: Name): LocalizedText[] {
  if (typeof name === 'string') return [new LocalizedText({ text: name })];
  return [
    new LocalizedText({ locale: 'en', text: name.en }),
    new LocalizedText({ locale: 'zh', text: name.zh }),
  ];
}

/** A text that is made up, in both languages. */
export function inBoth(make: (language: Language) => string): Text {
  return { en: make('en'), zh: make('zh') };
}

/** The name in one language, for a value that is told in the language of the session. */
export function localizedIn(name: Name, locale: Language): LocalizedText {
  return typeof name === 'string'
    ? new LocalizedText({ text: name })
    : new LocalizedText({ locale, text: name[locale] });
}

/** The English of it, for fields that hold one text. */
export function inEnglish(name: Name): LocalizedText {
  return localized(name)[0] ?? new LocalizedText({ text: '' });
}
