import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Text } from '../../text/language.ts';
import type { LiftVoice } from './voice.ts';

type Called = { readonly id: string; readonly name: string | Text };

/**
 * The lifts a person means: all without a word, else the one so called, else all whose id begins so. None at all is a
 * problem that says which there are.
 */
export function liftsMeant<T extends Called>(
  word: string | undefined,
  lifts: readonly T[],
  { tell }: LiftVoice,
  from: 'guard' | 'journal',
): Result<readonly T[], Problem> {
  if (lifts.length === 0) return err({ code: 'lift.none', what: tell(`usage.no-lifts-${from}`) });
  if (word === undefined) return ok(lifts);
  const called = lifts.filter(({ id, name }) => id === word || namesOf(name).includes(word));
  const meant = called.length > 0 ? called : lifts.filter(({ id }) => id.startsWith(word));
  if (meant.length > 0) return ok(meant);
  const known = listOf(lifts);
  return err({
    ...{ code: 'lift.unknown', what: tell('usage.no-lift', { word }) },
    hint: tell('usage.lifts-are', { known }),
  });
}

/** The one lift that is meant; a problem where it could be several. */
export function oneLiftMeant<T extends Called>(
  word: string | undefined,
  lifts: readonly T[],
  voice: LiftVoice,
  from: 'guard' | 'journal',
): Result<T, Problem> {
  const meant = liftsMeant(word, lifts, voice, from);
  if (!meant.ok) return meant;
  const [first, ...others] = meant.value;
  if (first !== undefined && others.length === 0) return ok(first);
  return err({ code: 'lift.several', what: voice.tell('usage.which', { known: listOf(meant.value) }) });
}

function listOf(lifts: readonly Called[]): string {
  return lifts.map(({ id }) => id).join(', ');
}

function namesOf(name: string | Text): string[] {
  return typeof name === 'string' ? [name] : [name.en, name.zh];
}
