import type { List, Named, Words } from '../core/result.ts';
import { filled, type NamesIn } from './catalogue.ts';
import type { Language, Text } from './language.ts';
import { LINE_WORDS } from './problems/lineWords.ts';
import { SHAPE_WORDS } from './problems/shapeWords.ts';
import { SITE_WORDS } from './problems/siteWords.ts';

const WORDS = { ...SITE_WORDS, ...SHAPE_WORDS, ...LINE_WORDS };
type Key = keyof typeof WORDS;

/** What has to be given with sentences that name `N`: nothing, or every one of them. */
export type Naming<N extends string> = [N] extends [never] ? [] : [named: Readonly<Record<N, Named>>];

/** A sentence or a word of the catalogues as data. */
export function words<K extends Key>(key: K, ...named: Naming<NamesIn<(typeof WORDS)[K]['en']>>): Words {
  return { key, named: named[0] ?? {} };
}

/** The same for a key that is made of a name: none where the catalogues have no words for it. */
export function wordsFor(key: string): Words | undefined {
  return key in WORDS ? { key, named: {} } : undefined;
}

/** `a, b or c` */
export function anyOf(list: readonly Named[]): List {
  return { list, by: 'or' };
}

/** `a, b and c` */
export function allOf(list: readonly Named[]): List {
  return { list, by: 'and' };
}

/** `a, b, c` */
export function listed(list: readonly Named[], by: List['by'] = 'comma'): List {
  return { list, by };
}

/** What is named, in a language. Names and numbers stay as they are. */
export function spelled(named: Named, language: Language): string {
  if (typeof named !== 'object') return String(named);
  if ('list' in named) return joined(named, language);
  if (!('key' in named)) return named[language];
  const text: Text | undefined = WORDS[named.key as Key];
  return text === undefined ? named.key : filled(text[language], allSpelled(named.named, language));
}

/** The same for everything that a sentence names. */
export function allSpelled(
  named: Readonly<Record<string, Named>>,
  language: Language,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(named).map(([name, one]) => [name, spelled(one, language)]));
}

const JOINTS: Readonly<
  Record<List['by'], { readonly [L in Language]: readonly [between: string, last: string] }>
> = {
  or: { en: [', ', ' or '], zh: ['、', ' 或 '] },
  and: { en: [', ', ' and '], zh: ['、', '、'] },
  comma: { en: [', ', ', '], zh: ['、', '、'] },
  semicolon: { en: ['; ', '; '], zh: ['；', '；'] },
  else: { en: [', or ', ', or '], zh: ['；或', '；或'] },
};

function joined({ list, by }: List, language: Language): string {
  const spelt = list.map((one) => spelled(one, language));
  const [between, last] = JOINTS[by][language];
  if (spelt.length < 2) return spelt.join('');
  const before = spelt.slice(0, -1).join(between);
  // full-width brackets bring their own space
  return `${before}${before.endsWith('）') ? last.trimStart() : last}${spelt.at(-1)}`;
}
