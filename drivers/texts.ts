import type { Named, Text } from './result.ts';

/**
 * Texts by key, whole sentences with named parameters `{name}`. A message that lacks a language, a key that is not
 * there, a parameter that is missing or names nothing: each is an error of compilation.
 */
export type Texts = Readonly<Record<string, Text>>;

/** The names between braces in a text. Braces with a space in them are meant as they stand: `high: { red: … }`. */
export type NamesIn<T extends string> = T extends `${string}{${infer Inside}}${infer Rest}`
  ? Innermost<Inside> | NamesIn<Rest>
  : never;

type Innermost<T extends string> = T extends `${string}{${infer Inside}`
  ? Innermost<Inside>
  : T extends `${string} ${string}`
    ? never
    : T;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** A message whose languages name different parameters becomes `never`, which no text is. */
export type Even<M extends Texts> = { [K in keyof M]: EvenText<M[K]> };
export type EvenText<T extends Text> = Same<NamesIn<T['en']>, NamesIn<T['zh']>> extends true ? T : never;

/** A catalogue of messages, held to have the same parameters in every language. */
export function catalogue<const M extends Texts>(messages: M & Even<M>): M {
  return messages;
}

/** What has to be given with sentences that name `N`: nothing, or every one of them. */
export type Naming<N extends string> = [N] extends [never] ? [] : [named: Readonly<Record<N, Named>>];

/** A text with its parameters in place. One that is not given stays as it is written, in its braces. */
export function filled(
  text: string,
  parameters: Readonly<Record<string, Named>>,
  language: keyof Text,
): string {
  return text.replaceAll(PARAMETER, (braces, name: string) => {
    const named = parameters[name] ?? braces;
    return typeof named === 'object' ? named[language] : String(named);
  });
}

/** Whether everything that a text names is given. */
export function isComplete({ en }: Text, parameters: Readonly<Record<string, unknown>>): boolean {
  return [...en.matchAll(PARAMETER)].every(([, name = '']) => name in parameters);
}

const PARAMETER = /\{([^{}\s]+)\}/g;

type Joints = { readonly [L in keyof Text]: readonly [between: string, last: string] };

/** How a list is told: `a, b or c`, `a, b and c`, `a, b, c`, `a; b; c`, `a, or b, or c`. */
const JOINTS = {
  or: { en: [', ', ' or '], zh: ['、', ' 或 '] },
  and: { en: [', ', ' and '], zh: ['、', '、'] },
  comma: { en: [', ', ', '], zh: ['、', '、'] },
  semicolon: { en: ['; ', '; '], zh: ['；', '；'] },
  else: { en: [', or ', ', or '], zh: ['；或', '；或'] },
} as const satisfies Readonly<Record<string, Joints>>;

/** Several things in a row. */
export function listed(list: readonly Named[], by: keyof typeof JOINTS = 'comma'): Text {
  return { en: joined(list, JOINTS[by], 'en'), zh: joined(list, JOINTS[by], 'zh') };
}

function joined(list: readonly Named[], joints: Joints, language: keyof Text): string {
  const all = list.map((one) => (typeof one === 'object' ? one[language] : String(one)));
  const [between, last] = joints[language];
  if (all.length < 2) return all.join('');
  const before = all.slice(0, -1).join(between);
  // full-width brackets bring their own space
  return `${before}${before.endsWith('）') ? last.trimStart() : last}${all.at(-1)}`;
}
