import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Clock } from '../core/clock.ts';
import { type Log, lineLog } from '../core/log.ts';
import { formatProblem, type Problem } from '../core/result.ts';
import { suggested } from '../site/suggestion.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../text/language.ts';
import { problemIn } from '../text/problemText.ts';
import { USAGE_MESSAGES } from '../text/usageMessages.ts';

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
  readonly summary: Text;
  run(args: readonly string[], io: Io): Promise<number>;
};

/** Thrown for a command line that cannot be understood; becomes exit status 2 with the verb's usage. */
export class UsageError extends Error {
  readonly text: Text;
  /** Which positional is missing, from 0, where one is. */
  readonly missing: number | undefined;

  /** @param text in both languages, or in that of the person alone */
  constructor(text: string | Text, missing?: number) {
    super(inLanguage(text, 'en'));
    this.missing = missing;
    this.text = typeof text === 'string' ? { en: text, zh: text } : text;
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Every verb speaks the language of --lang; the root has looked at it before. */
const LANGUAGE_OPTION = { lang: { type: 'string' } } as const;

/** Options and positionals of one verb, or a UsageError that names what was wrong. */
export function parse<T extends Options>(
  args: readonly string[],
  options: T,
  positionals: { min: number; max: number },
) {
  try {
    const all = { ...LANGUAGE_OPTION, ...options };
    const parsed = parseArgs({ args: [...args], options: all, allowPositionals: true, strict: true });
    const word = parsed.positionals[positionals.max];
    if (parsed.positionals.length < positionals.min)
      throw new UsageError(
        inBoth((say) => say('word-missing')),
        parsed.positionals.length,
      );
    if (word !== undefined) throw new UsageError(inBoth((say) => say('word-too-many', { word })));
    return parsed;
  } catch (error) {
    throw error instanceof UsageError ? error : misread(error, options);
  }
}

/** What Node's reader of command lines says to programmers, as it is said to people. */
function misread(error: unknown, options: Options): UsageError {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const suggestion = suggested(
        option,
        Object.keys({ ...options, ...LANGUAGE_OPTION }).map((name) => `--${name}`),
      );
      return new UsageError(
        inBoth((say, language) => say('option-unknown', { option, suggestion: suggestion[language] })),
      );
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return new UsageError(
        inBoth((say) => say(message.includes('does not take') ? 'option-flag' : 'option-value', { option })),
      );
    default:
      return new UsageError(message);
  }
}

function inBoth(speak: (say: Say<typeof USAGE_MESSAGES>, language: Language) => string): Text {
  return { en: speak(speaker(USAGE_MESSAGES, 'en'), 'en'), zh: speak(speaker(USAGE_MESSAGES, 'zh'), 'zh') };
}

/** Prints problems to stderr, in the person's language, and gives exit status 1. */
export function fail(io: Io, problems: readonly Problem[]): number {
  for (const problem of problems) io.err(`${formatProblem(problemIn(problem, io.language))}\n`);
  return 1;
}

/** What a program says of itself, on stderr and in the person's language. */
export function logOf(name: string, { err: write, language }: Io): Log {
  return lineLog(name, write, { language, problem: (problem) => problemIn(problem, language) });
}

/** Where sockets are when `--run` is not given. The installed command knows where those of its box are. */
export const DEFAULT_RUN_FOLDER = process.env.LIFELINE_RUN || 'run';
