import type { Named, Text } from '../../drivers/result.ts';
import { filled, listed, type NamesIn, type Naming } from '../../drivers/texts.ts';
import { LINE_WORDS } from './problems/lineWords.ts';
import { SHAPE_WORDS } from './problems/shapeWords.ts';
import { SITE_WORDS } from './problems/siteWords.ts';

export { listed } from '../../drivers/texts.ts';

const WORDS = { ...SITE_WORDS, ...SHAPE_WORDS, ...LINE_WORDS };
type Key = keyof typeof WORDS;

/** A sentence or a word that stands inside a problem. */
export function words<K extends Key>(key: K, ...named: Naming<NamesIn<(typeof WORDS)[K]['en']>>): Text {
  const [given = {}] = named;
  return { en: filled(WORDS[key].en, given, 'en'), zh: filled(WORDS[key].zh, given, 'zh') };
}

/** The same for a key that is made of a name: none where the catalogues have no words for it. */
export function wordsFor(key: string): Text | undefined {
  return WORDS[key as Key];
}

/** `a, b or c` */
export function anyOf(list: readonly Named[]): Text {
  return listed(list, 'or');
}

/** `a, b, c`, or that there is none. */
export function listedOrNone(list: readonly Named[]): Text {
  return list.length === 0 ? words('names.none') : listed(list);
}

/** `a, b and c` */
export function allOf(list: readonly Named[]): Text {
  return listed(list, 'and');
}
