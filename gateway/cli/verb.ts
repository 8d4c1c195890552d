import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Clock } from '../core/clock.ts';
import { formatProblem, type Problem } from '../core/result.ts';
import type { Language } from '../text/language.ts';
import { problemIn } from '../text/problemText.ts';

/** What a verb may touch of the world; the composition root fills it in. */
export type Io = {
  readonly clock: Clock;
  out(text: string): void;
  err(text: string): void;
  readonly interactive: boolean;
  /** What the person's locale asks for, or `--lang`. */
  readonly language: Language;
  /** Resolves when the person or the system asks us to end (SIGINT, SIGTERM). */
  readonly ended: Promise<void>;
};

/** A verb of the command line. Exit status: 0 fine, 1 it did not work, 2 wrong usage. */
export type Verb = {
  readonly usage: string; // one line, without the program's name
  readonly summary: string;
  run(args: readonly string[], io: Io): Promise<number>;
};

/** Thrown for a command line that cannot be understood; becomes exit status 2 with the verb's usage. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options and positionals of one verb, or a UsageError that names what was wrong. */
export function parse<T extends Options>(
  args: readonly string[],
  options: T,
  positionals: { min: number; max: number },
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    if (parsed.positionals.length < positionals.min) throw new UsageError('something is missing');
    if (parsed.positionals.length > positionals.max) {
      throw new UsageError(`${parsed.positionals[positionals.max]} is one word too many`);
    }
    return parsed;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Prints problems to stderr, in the person's language, and gives exit status 1. */
export function fail(io: Io, problems: readonly Problem[]): number {
  for (const problem of problems) io.err(`${formatProblem(problemIn(problem, io.language))}\n`);
  return 1;
}

/** Where sockets are when `--run` is not given. The installed command knows where those of its box are. */
export const DEFAULT_RUN_FOLDER = process.env.LIFELINE_RUN || 'run';
