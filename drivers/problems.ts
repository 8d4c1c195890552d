import type { Named, Problem, Text } from './result.ts';
import { type Even, filled, isComplete, type NamesIn, type Naming } from './texts.ts';

const ARROW = ' → ';
/** What is wrong, an arrow, and what to do about it: as a terminal shows it. A further arrow belongs to what is wrong. */
type Sentences = { readonly [L in keyof Text]: `${string} → ${string}` };
export type Problems = Readonly<Record<string, Sentences>>;

/** A catalogue of problems by key: the code, and where a code has several sentences the code, `/` and a variant. */
export function problemCatalogue<const M extends Problems>(problems: M & Even<M>): M {
  return problems;
}

/** What has to be given with a problem: nothing, or all that its sentences name. */
export type NamedIn<M extends Problems, K extends keyof M> = Naming<NamesIn<M[K]['en']>>;

/**
 * Makes the problems of a catalogue. Each carries its English, which logs and events keep, and as data what is needed
 * to say it in another language.
 */
export function problemMaker<M extends Problems>(catalogue: M) {
  return <K extends keyof M & string>(key: K, ...given: NamedIn<M, K>): Problem & { hint: string } => {
    const named: Readonly<Record<string, Named>> = given[0] ?? {};
    const [code = key] = key.split('/');
    return { code, ...sentencesOf(catalogue[key] as Sentences, named, 'en'), said: { key, named } };
  };
}

/** A problem by its key in a language; undefined where something that it names is not given. */
export function problemText(
  problem: Sentences,
  named: Readonly<Record<string, Named>>,
  language: keyof Text,
): { readonly what: string; readonly hint: string } | undefined {
  return isComplete(problem, named) ? sentencesOf(problem, named, language) : undefined;
}

function sentencesOf(
  problem: Sentences,
  named: Readonly<Record<string, Named>>,
  language: keyof Text,
): { what: string; hint: string } {
  const text = problem[language];
  const arrow = text.lastIndexOf(ARROW);
  const [what, hint] = [text.slice(0, arrow), text.slice(arrow + ARROW.length)];
  return { what: filled(what, named, language), hint: filled(hint, named, language) };
}
