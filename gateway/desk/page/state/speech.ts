import { signal } from '@preact/signals';
import { filled } from '../../../../drivers/texts.ts';
import type { PageKey } from '../../../text/pageMessages.ts';
import type { Phrase } from './sentence.ts';

export type PageLanguage = 'en' | 'zh';
type Spoken = typeof import('texts:en');

const KEPT = 'lifeline-language';
const spoken = signal<Spoken | null>(null);
export const language = signal<PageLanguage>(wanted());

/** What was chosen here before, else what the browser speaks. */
function wanted(): PageLanguage {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Speaks this language from now on; resolves when its words are there. */
export async function speak(chosen: PageLanguage): Promise<void> {
  const loaded = await (chosen === 'zh' ? import('texts:zh') : import('texts:en'));
  spoken.value = loaded;
  language.value = chosen;
  document.documentElement.lang = chosen;
  localStorage.setItem(KEPT, chosen);
}

/** A sentence of the page's own catalogue. */
export function say(key: PageKey, parameters: Readonly<Record<string, string | number>> = {}): string {
  return filled(spoken.value?.messages[key] ?? '', parameters, language.value);
}

/** A sentence that was found elsewhere, its names in this language. */
export function spell({ key, of }: Phrase): string {
  const parameters = Object.entries(of).map(([name, value]) => [
    name,
    typeof value === 'object' ? named(value) : value,
  ]);
  return say(key, Object.fromEntries(parameters));
}

/** The word for a code of a table of `gateway/text`; the code itself where a newer gateway sends one not known here. */
export function word(table: string, code: string): string {
  return spoken.value?.words[table]?.[code] ?? code;
}

/** A name from the site file, or something that was said in both languages. */
export function named(name: string | { readonly en: string; readonly zh: string }): string {
  return typeof name === 'string' ? name : name[language.value];
}

/** How long something is: `12 s`, `4 min`. Milliseconds. */
export function span(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 90) return say('span.s', { n: s });
  if (s < 90 * 60) return say('span.min', { n: Math.round(s / 60) });
  if (s < 48 * 3600) return say('span.h', { n: Math.round(s / 3600) });
  return say('span.d', { n: Math.round(s / 86_400) });
}

/** `12:03:07` of a Unix time. */
export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { hour12: false });
}
