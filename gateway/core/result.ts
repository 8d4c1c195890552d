import type { Problem } from '../../drivers/result.ts';

export {
  err,
  type Named,
  ok,
  type Problem,
  type Result,
  type Said,
  type Text,
} from '../../drivers/result.ts';

/** One line for a terminal: `where: what. hint`. */
export function formatProblem(problem: Problem): string {
  const { where = '' } = problem;
  // a place in a file stays as every editor knows it
  const isChinese = /\p{Script=Han}/u.test(problem.what) && !/:\d+$/.test(where);
  const place = where === '' ? '' : isChinese ? `${chinesePlace(where)}：` : `${where}: `;
  const hint = problem.hint === undefined ? '' : `\n  → ${problem.hint}`;
  return `${place}${problem.what}${hint}`;
}

/** `line gas, tank (unit 1)` in Chinese; paths and names stay as they are. */
function chinesePlace(where: string): string {
  return where
    .replace(/^line (?=\S+($|, ))/, '总线 ')
    .replace(/, (?=\S+ \(unit \d+\)$)/, '，')
    .replace(/ \(unit (\d+)\)$/, '（站号 $1）');
}
