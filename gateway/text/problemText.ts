import type { Problem, Said } from '../core/result.ts';
import { filled, isComplete, type Trouble } from './catalogue.ts';
import type { Language } from './language.ts';
import { allSpelled, listed } from './named.ts';
import { FIELD_IN_CHINESE } from './problems/fieldProblems.ts';
import { JOURNAL_IN_CHINESE } from './problems/journalProblems.ts';
import { PROFILE_IN_CHINESE } from './problems/profileProblems.ts';
import { SCREEN_IN_CHINESE } from './problems/screenProblems.ts';
import type { Sentences } from './problems/sentences.ts';
import { SITE_PROBLEMS, type SiteProblem } from './siteProblem.ts';

/** A problem in a language; in English where nobody has put it into words yet. */
export function problemIn(problem: Problem, language: Language): Problem {
  const { hint: _english, ...rest } = problem;
  const { key, named, at } = problem.said ?? saidByCode(problem);
  const texts = language === 'zh' ? chineseOf(key) : undefined;
  if (texts === undefined || !isComplete(texts.what, named)) return problem;
  const spelt = allSpelled(named, language);
  const what = filled(texts.what, spelt);
  return {
    ...rest,
    what: at === undefined ? what : `${at}：${what}`,
    // where it would name what nobody gave, such as what may have been meant, there is none
    ...(isComplete(texts.hint, named) ? { hint: filled(texts.hint, spelt) } : {}),
  };
}

function saidByCode({ code, near = [] }: Problem): Said {
  return { key: code, named: near.length === 0 ? {} : { near: listed(near) } };
}

function chineseOf(key: string): Sentences[string] | undefined {
  const site: Trouble | undefined = SITE_PROBLEMS[key as SiteProblem];
  if (site !== undefined) return { what: site.what.zh, hint: site.hint.zh };
  return (
    JOURNAL_IN_CHINESE[key] ?? SCREEN_IN_CHINESE[key] ?? FIELD_IN_CHINESE[key] ?? PROFILE_IN_CHINESE[key]
  );
}
