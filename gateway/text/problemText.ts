import { type Problems, problemText } from '../../drivers/problems.ts';
import { FRAME_PROBLEMS } from '../../drivers/profile/frames/frameProblems.ts';
import { PROFILE_PROBLEMS } from '../../drivers/profile/profileProblems.ts';
import { TEXT_PROBLEMS } from '../../drivers/text/textProblems.ts';
import { PORT_PROBLEMS } from '../core/portProblems.ts';
import { formatProblem, type Problem, type Text } from '../core/result.ts';
import type { Language } from './language.ts';
import { BACKUP_PROBLEMS } from './problems/backupProblems.ts';
import { BROKER_PROBLEMS } from './problems/brokerProblems.ts';
import { BUNDLE_PROBLEMS } from './problems/bundleProblems.ts';
import { BUS_PROBLEMS } from './problems/busProblems.ts';
import { COMMAND_PROBLEMS } from './problems/commandProblems.ts';
import { COMMISSION_PROBLEMS } from './problems/commissionProblems.ts';
import { DESK_PROBLEMS } from './problems/deskProblems.ts';
import { DOCTOR_PROBLEMS } from './problems/doctorProblems.ts';
import { GUARD_PROBLEMS } from './problems/guardProblems.ts';
import { JOURNAL_PROBLEMS } from './problems/journalProblems.ts';
import { OPCUA_PROBLEMS } from './problems/opcuaProblems.ts';
import { PEOPLE_PROBLEMS } from './problems/peopleProblems.ts';
import { RECORD_PROBLEMS } from './problems/recordProblems.ts';
import { SITE_PROBLEMS } from './siteProblem.ts';

/** Every problem that can be said in any language, by the key that its `said` names. */
export const PROBLEMS: Problems = {
  ...SITE_PROBLEMS,
  ...PROFILE_PROBLEMS,
  ...FRAME_PROBLEMS,
  ...TEXT_PROBLEMS,
  ...PORT_PROBLEMS,
  ...BUS_PROBLEMS,
  ...BROKER_PROBLEMS,
  ...COMMAND_PROBLEMS,
  ...COMMISSION_PROBLEMS,
  ...GUARD_PROBLEMS,
  ...JOURNAL_PROBLEMS,
  ...RECORD_PROBLEMS,
  ...DESK_PROBLEMS,
  ...OPCUA_PROBLEMS,
  ...PEOPLE_PROBLEMS,
  ...DOCTOR_PROBLEMS,
  ...BACKUP_PROBLEMS,
  ...BUNDLE_PROBLEMS,
};

/** A problem in a language; in English where its words are not known here: those of a newer guard, or not in a catalogue. */
export function problemIn(problem: Problem, language: Language): Problem {
  const { key = '', named = {}, at } = problem.said ?? {};
  // a key may come over a socket
  const known = Object.hasOwn(PROBLEMS, key) ? PROBLEMS[key] : undefined;
  const said = language === 'en' || known === undefined ? undefined : problemText(known, named, language);
  if (said === undefined) return problem;
  return { ...problem, ...said, ...(at === undefined ? {} : { what: `${at}：${said.what}` }) };
}

/** A problem with its place and what to do, in every language: to be named by another problem. */
export function textOf(problem: Problem): Text {
  return { en: formatProblem(problem), zh: formatProblem(problemIn(problem, 'zh')) };
}
