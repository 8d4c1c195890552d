import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { savedSchema } from './savedShape.ts';
import { upgraded } from './savedVersion1.ts';
import type { DetectState } from './state.ts';

/**
 * The state as JSON, for a file that outlives the process. Save it whenever a transition came out of a step, and now and
 * then while `isWorthSaving`.
 */
export function saveState(state: DetectState): string {
  return JSON.stringify({ version: 2, ...state, rules: Object.fromEntries(state.rules) });
}

/**
 * Reads a saved state, of this version or the one before; hand it to `detector.adopt` next, which fits it to the
 * installation and the time that passed. A text that is not a saved state is a problem: active alarms of the last run
 * are then not known, and will be raised anew where their condition still holds.
 */
export function restoreState(text: string): Result<DetectState, Problem> {
  const parsed = savedSchema.safeParse(upgraded(json(text)));
  if (!parsed.success) return err(guardProblem('detect.saved-state-damaged'));
  const { version: _version, rules, ...rest } = parsed.data;
  return ok({ ...rest, rules: new Map(Object.entries(rules)) });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
