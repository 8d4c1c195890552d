import { formatProblem, type Problem } from './result.ts';

/** Where words for the operator go. Return or handle a failure; never log and carry on as if it were dealt with. */
export interface Log {
  info(message: string): void;
  /** Something the operator should mend. Repeats of the same problem at the same place are the caller's to avoid. */
  problem(problem: Problem): void;
}

/** A log that writes lines through `write`, e.g. to stderr; journald adds the time. */
export function lineLog(name: string, write: (line: string) => void): Log {
  return {
    info: (message) => write(`${name}: ${message}\n`),
    problem: (problem) => write(`${name}: [${problem.code}] ${formatProblem(problem)}\n`),
  };
}

/** A log that says nothing, for libraries and tests. */
export const silentLog: Log = { info: () => {}, problem: () => {} };
