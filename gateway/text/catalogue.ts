import type { Language, Text } from './language.ts';

/**
 * Messages by key, whole sentences with named parameters `{name}`. A message that lacks a language, a key that is not
 * there, a parameter that is missing or names nothing: each is an error of compilation.
 */
export type Messages = Readonly<Record<string, Text>>;

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
export type Even<M extends Messages> = { [K in keyof M]: EvenText<M[K]> };
type EvenText<T extends Text> = Same<NamesIn<T['en']>, NamesIn<T['zh']>> extends true ? T : never;

/** What has to be given with a message: nothing, or every parameter it names. */
export type ParametersOf<T extends Text> = [NamesIn<T['en']>] extends [never]
  ? []
  : [parameters: Readonly<Record<NamesIn<T['en']>, string | number>>];

/** Says the messages of one catalogue in one language. */
export type Say<M extends Messages> = <K extends keyof M & string>(
  key: K,
  ...parameters: ParametersOf<M[K]>
) => string;

/** A catalogue of messages, held to have the same parameters in every language. */
export function catalogue<const M extends Messages>(messages: M & Even<M>): M {
  return messages;
}

/** How a catalogue is said in a language. */
export function speaker<M extends Messages>(messages: M, language: Language): Say<M> {
  return (key, ...parameters) => filled((messages[key] as Text)[language], parameters[0] ?? {});
}

/** What goes wrong, and what to do about it. */
export type Trouble = { readonly what: Text; readonly hint: Text };
type Troubles = Readonly<Record<string, Trouble>>;

/** A catalogue of problems: both sentences of each are held to have the same parameters in every language. */
export function troubleCatalogue<const M extends Troubles>(
  messages: M & { [K in keyof M]: { what: EvenText<M[K]['what']>; hint: EvenText<M[K]['hint']> } },
): M {
  return messages;
}

/** A text with its parameters in place. One that is not given stays as it is written, in its braces. */
export function filled(text: string, parameters: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(PARAMETER, (braces, name: string) => String(parameters[name] ?? braces));
}

/** Whether everything that a text names is given. */
export function isComplete(text: string, parameters: Readonly<Record<string, unknown>>): boolean {
  return [...text.matchAll(PARAMETER)].every(([, name = '']) => name in parameters);
}

const PARAMETER = /\{([^{}\s]+)\}/g;
