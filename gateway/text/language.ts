import type { Text } from '../../drivers/result.ts';

export type { Text };

/** The languages that installers, mechanics and residents are spoken to in. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a POSIX locale such as `zh_CN.UTF-8`; English for any other, and where none is set. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}

/** A name from the site file: one text for all, or one per language. */
export function inLanguage(name: string | Text, language: Language): string {
  return typeof name === 'string' ? name : name[language];
}
