import { LocalizedText } from 'node-opcua-data-model';
import type { Text } from '../../text/language.ts';

type Name = string | Text;

/** A name for people in both languages; the first is for clients that ask for none. */
export function localized(name: Name): LocalizedText[] {
  if (typeof name === 'string') return [new LocalizedText({ text: name })];
  return [
    new LocalizedText({ locale: 'en', text: name.en }),
    new LocalizedText({ locale: 'zh', text: name.zh }),
  ];
}

/** The English of it, for fields that hold one text. */
export function inEnglish(name: Name): LocalizedText {
  return localized(name)[0] ?? new LocalizedText({ text: '' });
}
