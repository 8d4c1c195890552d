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
  const where = problem.where === undefined ? '' : `${problem.where}: `;
  const hint = problem.hint === undefined ? '' : `\n  → ${problem.hint}`;
  return `${where}${problem.what}${hint}`;
}
