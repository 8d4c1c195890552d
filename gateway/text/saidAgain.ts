import { filled } from '../../drivers/texts.ts';
import type { Language, Text } from './language.ts';
import { PROBLEMS } from './problemText.ts';
import { SYSTEM_MESSAGES } from './systemMessages.ts';

/**
 * What the gateway wrote down of itself stands in the journal, and travels, in English. Said again in another language: by its
 * code the sentence is found of which it was made, and what was filled in is read out of it. What a newer guard says, or
 * an older one said otherwise, stays as it is.
 */
export function saidAgain(code: string, english: string, language: Language): string {
  if (language === 'en') return english;
  for (const { pattern, names, text } of sentencesOf(code)) {
    const found = pattern.exec(english);
    if (found === null) continue;
    const [, place = '', ...given] = found;
    const named = Object.fromEntries(names.map((name, i) => [name, given[i] ?? '']));
    const said = filled(text[language], named, language).replace(ARROW, HINT);
    return place === '' ? said : `${place.replace(/: $/, '：')}${said}`;
  }
  return english;
}

type Sentence = { readonly pattern: RegExp; readonly names: readonly string[]; readonly text: Text };

const ALL: Readonly<Record<string, Text>> = { ...PROBLEMS, ...SYSTEM_MESSAGES };
const known = new Map<string, readonly Sentence[]>();

/** What has this code; the sentence with the most words of its own first, because the others may fit it too. */
function sentencesOf(code: string): readonly Sentence[] {
  let sentences = known.get(code);
  if (sentences === undefined) {
    const of = Object.entries(ALL).filter(([key]) => key === code || key.startsWith(`${code}/`));
    const fixed = ({ en }: Text) => en.replace(PARAMETER, '').length;
    sentences = of
      .map(([, text]) => text)
      .sort((a, b) => fixed(b) - fixed(a))
      .map(sentenceOf);
    known.set(code, sentences);
  }
  return sentences;
}

const ARROW = ' → ';
const HINT = '\n  → ';
const PARAMETER = /\{([^{}\s]+)\}/g;

/** Finds the place that stands in front, then what was filled in, each name where it stands first. */
function sentenceOf(text: Text): Sentence {
  const names: string[] = [];
  const parts = text.en.replace(ARROW, HINT).split(PARAMETER);
  const pattern = parts.map((part, i) => {
    if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const before = names.indexOf(part);
    if (before >= 0) return `\\${before + 2}`; // the first group is the place
    names.push(part);
    return '([\\s\\S]*?)';
  });
  return { pattern: new RegExp(`^([^\\n]*?: )?${pattern.join('')}$`), names, text };
}
