import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { Problem, Text } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { ruleText } from '../../site/rules/ruleText.ts';
import { problemIn } from '../../text/problemText.ts';
import type { PageScreen } from '../http/api/liveApi.ts';
import type { WordedProblem } from '../http/api/wordsApi.ts';
import { toDoOf } from './toDo.ts';

/** A problem in both languages. */
export function worded(problem: Problem): WordedProblem {
  const zh = problemIn(problem, 'zh');
  return {
    code: problem.code,
    what: { en: problem.what, zh: zh.what },
    where: problem.where ?? null,
    hint: problem.hint === undefined ? null : { en: problem.hint, zh: zh.hint ?? problem.hint },
  };
}

/** Guard's screen as the page gets it: everything that is said, in both languages. */
export function wordedScreen(screen: AlarmScreen, installation: Installation | null): PageScreen {
  return {
    ...screen,
    alarms: screen.alarms.map((alarm) => ({
      ...alarm,
      ruleText: ruleWords(alarm.rule, alarm.ruleText, installation),
      toDo: toDoOf(alarm, installation),
    })),
    problems: screen.problems.map((problem) => ({
      ...worded(problem as Problem),
      since: problem.since ?? null,
    })),
    health: {
      ...screen.health,
      lines: screen.health.lines.map((line) => ({
        ...line,
        problem: line.problem === null ? null : worded(line.problem as Problem),
      })),
    },
  };
}

/** A rule in one line; as guard said it where the site that desk knows is another already. */
function ruleWords(id: string, said: string, installation: Installation | null): Text {
  const rule = installation?.rules.find((one) => one.id === id);
  if (rule === undefined) return { en: said, zh: said };
  return { en: ruleText(rule, 'en'), zh: ruleText(rule, 'zh') };
}
