import { type EvenText, filled, type NamesIn, type Naming } from './messages.ts';
import type { Named, Problem, Text } from './result.ts';

/** What goes wrong, and what to do about it. */
export type Trouble = { readonly what: Text; readonly hint: Text };
type Troubles = Readonly<Record<string, Trouble>>;

/**
 * A catalogue of problems by key: the code, and where a code has several sentences the code, `/` and a variant. Both
 * sentences of each are held to have the same parameters in every language.
 */
export function troubleCatalogue<const M extends Troubles>(
  troubles: M & { [K in keyof M]: { what: EvenText<M[K]['what']>; hint: EvenText<M[K]['hint']> } },
): M {
  return troubles;
}

/** What has to be given with a problem: nothing, or all that its sentences name. */
export type NamedIn<M extends Troubles, K extends keyof M> = Naming<
  NamesIn<M[K]['what']['en'] | M[K]['hint']['en']>
>;

/**
 * Makes the problems of a catalogue. Each carries its English, which logs and events keep, and as data what is needed
 * to say it in another language.
 */
export function problemMaker<M extends Troubles>(catalogue: M) {
  return <K extends keyof M & string>(key: K, ...given: NamedIn<M, K>): Problem & { hint: string } => {
    const { what, hint } = catalogue[key] as Trouble;
    const named: Readonly<Record<string, Named>> = given[0] ?? {};
    const [code = key] = key.split('/');
    return { code, what: filled(what, named, 'en'), hint: filled(hint, named, 'en'), said: { key, named } };
  };
}
