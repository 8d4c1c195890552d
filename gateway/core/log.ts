import { formatProblem, type Problem, type Text } from './result.ts';

/** Where words for the operator go. Return or handle a failure; never log and carry on as if it were dealt with. */
export interface Log {
  info(message: string | Text): void;
  /** Something the operator should mend. Repeats of the same problem at the same place are the caller's to avoid. */
  problem(problem: Problem): void;
}

/** In which language a log is written; `problem` says a problem in it. */
export type LogLanguage = {
  readonly language: keyof Text;
  problem(problem: Problem): Problem;
};

const ENGLISH: LogLanguage = { language: 'en', problem: (problem) => problem };

/** A log that writes lines through `write`, e.g. to stderr; journald adds the time. */
export function lineLog(name: string, write: (line: string) => void, spoken = ENGLISH): Log {
  return {
    info: (message) =>
      write(`${name}: ${typeof message === 'string' ? message : message[spoken.language]}\n`),
    problem: (problem) => write(`${name}: [${problem.code}] ${formatProblem(spoken.problem(problem))}\n`),
  };
}

/** A log that says nothing, for libraries and tests. */
export const silentLog: Log = { info: () => {}, problem: () => {} };
