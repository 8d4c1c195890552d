import type { Installation } from '../../site/installation.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import { DEMO_MESSAGES } from '../../text/demoMessages.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';

/** How the demonstration is put into words: its messages, names of the site, terms of the trade. */
export type DemoVoice = {
  readonly language: Language;
  readonly say: Say<typeof DEMO_MESSAGES>;
  word(text: string | Text): string;
  /** What the installer called a device or a lift. */
  nameOf(id: string): string;
};

export function demoVoice({ devices }: Installation, language: Language): DemoVoice {
  const named = (id: string) => devices.get(id)?.name ?? id;
  return {
    language,
    say: speaker(DEMO_MESSAGES, language),
    word: (text) => inLanguage(text, language),
    nameOf: (id) => inLanguage(named(id), language),
  };
}
