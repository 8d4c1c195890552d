import { formatProblem } from '../core/result.ts';
import { suggested } from '../site/suggestion.ts';
import { problemIn } from '../text/problemText.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { allHelp, languageIn, usageText, verbHelp, versionText } from './help.ts';
import { type Io, UsageError } from './verb.ts';
import { absentVerb, hereVerbs, isVerb, VERB_NAMES, verbOf } from './verbs.ts';

const HELP = ['help', '--help', '-h'];

/** Runs the verb that `words` begin with. Gives the exit status. */
export async function runCommandLine(words: readonly string[], usual: Io): Promise<number> {
  const [name, ...args] = words;
  const language = languageIn(args, usual.language);
  const io = { ...usual, language };
  if (name === undefined || (HELP.includes(name) && !isVerb(args[0]))) {
    io.out(allHelp(await hereVerbs(), language));
    return 0;
  }
  if (name === '--version' || name === 'version') {
    io.out(versionText(process.versions.node, language));
    return 0;
  }
  const asked = HELP.includes(name) ? args[0] : name;
  if (!isVerb(asked)) {
    const problem = siteProblem('cli.verb', { verb: name, suggestion: suggested(name, VERB_NAMES) });
    io.err(`${formatProblem(problemIn(problem, language))}\n`);
    return 2;
  }
  const verb = await verbOf(asked);
  if (verb === null) {
    io.err(`${formatProblem(problemIn(absentVerb(asked), language))}\n`);
    return 1;
  }
  if (asked !== name || args.includes('--help') || args.includes('-h')) {
    io.out(verbHelp(verb, language));
    return 0;
  }
  try {
    return await verb.run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(usageText(error, verb, language));
    return 2;
  }
}
