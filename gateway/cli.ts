import { allHelp, languageIn, usageText, verbHelp, versionText } from './cli/help.ts';
import { type Io, UsageError } from './cli/verb.ts';
import { absentVerb, hereVerbs, isVerb, VERB_NAMES, verbOf } from './cli/verbs.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { formatProblem } from './core/result.ts';
import { suggested } from './site/suggestion.ts';
import { languageOf } from './text/language.ts';
import { problemIn } from './text/problemText.ts';
import { siteProblem } from './text/siteProblem.ts';

// A reader that went away (`lifeline listen | head`) is not an error, nor is a terminal that was closed: the program and what it
// has started come to their end in order, unheard.
const unheard = Promise.withResolvers<void>();
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!GONE.includes(error.code ?? '')) throw error;
    unheard.resolve();
  });

const HELP = ['help', '--help', '-h'];

const GONE = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'];

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  const usual = systemIo();
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

function systemIo(): Io {
  return {
    clock: injectedClock(process.env.LIFELINE_BOOT_ID, process.env.LIFELINE_MONO_OFFSET_MS),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive: process.stdout.isTTY === true && process.stdin.isTTY === true,
    // an empty variable counts as not set (POSIX.1-2017, 8.2)
    language: languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG),
    ended: new Promise((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
      process.once('SIGHUP', () => resolve()); // the terminal was closed
      void unheard.promise.then(resolve);
    }),
  };
}

/** Boot id and monotonic time can be set from outside, so that the real programs can be shown another boot. */
function injectedClock(boot: string | undefined, offsetMs: string | undefined): Clock {
  return systemClock({
    ...(boot === undefined ? {} : { boot }),
    ...(offsetMs === undefined ? {} : { offsetMs: Number(offsetMs) }),
  });
}

// What a verb left behind (a thread that waits for a disk, a connection) must not keep the process.
const status = await main();
process.stdout.write('', () => process.exit(status));
