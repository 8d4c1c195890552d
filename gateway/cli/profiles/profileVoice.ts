import { type Say, speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { PROFILE_MESSAGES } from '../../text/profileMessages.ts';

/** How profiles are put into words. */
export type ProfileVoice = { readonly language: Language; readonly say: Say<typeof PROFILE_MESSAGES> };

export function profileVoice(language: Language): ProfileVoice {
  return { language, say: speaker(PROFILE_MESSAGES, language) };
}
