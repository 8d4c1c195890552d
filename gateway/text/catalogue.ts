import type { Language, Text } from './language.ts';

/**
 * Messages by key, whole sentences with named parameters `{name}`. A message that lacks a language, a key that is not
 * there, a parameter that is missing or names nothing: each is an error of compilation.
 */
type Messages = Readonly<Record<string, Text>>;

/** The names between braces in a text. */
type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** A message whose languages name different parameters becomes `never`, which no text is. */
type Even<M extends Messages> = {
  [K in keyof M]: Same<NamesIn<M[K]['en']>, NamesIn<M[K]['zh']>> extends true ? M[K] : never;
};

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

function filled(text: string, parameters: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{([^{}]+)\}/g, (braces, name: string) => String(parameters[name] ?? braces));
}
