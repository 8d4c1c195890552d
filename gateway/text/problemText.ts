import { filled, isComplete } from '../../drivers/messages.ts';
import { PROFILE_PROBLEMS } from '../../drivers/profile/profileProblems.ts';
import type { Trouble } from '../../drivers/trouble.ts';
import { PORT_PROBLEMS } from '../core/portProblems.ts';
import type { Problem } from '../core/result.ts';
import type { Language } from './language.ts';
import { BUS_PROBLEMS } from './problems/busProblems.ts';
import { COMMAND_PROBLEMS } from './problems/commandProblems.ts';
import { STATE_PROBLEMS } from './problems/stateProblems.ts';
import { SITE_PROBLEMS } from './siteProblem.ts';

/** Every problem that can be said in any language, by the key that its `said` names. */
export const PROBLEMS: Readonly<Record<string, Trouble>> = {
  ...SITE_PROBLEMS,
  ...PROFILE_PROBLEMS,
  ...PORT_PROBLEMS,
  ...BUS_PROBLEMS,
  ...COMMAND_PROBLEMS,
  ...STATE_PROBLEMS,
};

/** A problem in a language; in English where its words are not known here: those of a newer guard, or not in a catalogue. */
export function problemIn(problem: Problem, language: Language): Problem {
  const { said } = problem;
  const key = said?.key ?? '';
  const texts = Object.hasOwn(PROBLEMS, key) ? PROBLEMS[key] : undefined; // a key may come over a socket
  if (language === 'en' || said === undefined || texts === undefined) return problem;
  const { named, at } = said;
  if (!isComplete(texts.what, named) || !isComplete(texts.hint, named)) return problem;
  const what = filled(texts.what, named, language);
  const hint = filled(texts.hint, named, language);
  return { ...problem, what: at === undefined ? what : `${at}：${what}`, hint };
}
