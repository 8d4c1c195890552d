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

/** A number as it travels: so many places behind the point, no separators between thousands. */
export function amount(value: number, decimals = 2): string {
  return value.toFixed(Math.min(6, Math.max(0, decimals)));
}

/** A number with its unit after a thin space. */
export function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text}\u2009${unit}`;
}

/** A share of 0 to 1 as `99.7 %`. */
export function percent(share: number, decimals = 1): string {
  return `${(share * 100).toFixed(decimals)}\u2009%`;
}

/** `12:03:07` of a Unix time, where the building stands; without its zone, where the reader is. */
export function clockTime(ms: number, timeZone?: string): string {
  return formatted(ms, { hour: '2-digit', minute: '2-digit', second: '2-digit' }, timeZone);
}

/** `2026-11-30 12:03:07`. */
export function dayTime(ms: number, timeZone?: string): string {
  return `${day(ms, timeZone)} ${clockTime(ms, timeZone)}`;
}

/** `2026-11-30`. */
export function day(ms: number, timeZone?: string): string {
  return formatted(ms, { year: 'numeric', month: '2-digit', day: '2-digit' }, timeZone);
}

function formatted(ms: number, parts: Intl.DateTimeFormatOptions, timeZone?: string): string {
  // Swedish writes days as ISO 8601 does, and hours of 24
  return new Intl.DateTimeFormat('sv-SE', {
    ...parts,
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(ms);
}
