import { allHelp, languageIn, usageText, verbHelp, versionText } from './cli/help.ts';
import { type Io, UsageError, type Verb } from './cli/verb.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { formatProblem } from './core/result.ts';
import { suggested } from './site/suggestion.ts';
import { languageOf } from './text/language.ts';
import { problemIn } from './text/problemText.ts';
import { siteProblem } from './text/siteProblem.ts';

// Verbs are loaded when asked for: guard must never load MQTT, and `profiles list` need not load anything.
const VERBS: Record<string, () => Promise<{ verb: Verb }>> = {
  demo: () => import('./cli/demo.ts'),
  up: () => import('./cli/up.ts'),
  guard: () => import('./cli/guard.ts'),
  courier: () => import('./cli/courier.ts'),
  desk: () => import('./cli/desk.ts'),
  check: () => import('./cli/check.ts'),
  doctor: () => import('./cli/doctor.ts'),
  backup: () => import('./cli/backup.ts'),
  restore: () => import('./cli/restore.ts'),
  bundle: () => import('./cli/bundle.ts'),
  support: () => import('./cli/support.ts'),
  identity: () => import('./cli/identity.ts'),
  label: () => import('./cli/label.ts'),
  read: () => import('./cli/read.ts'),
  values: () => import('./cli/values.ts'),
  scan: () => import('./cli/scan.ts'),
  device: () => import('./cli/device.ts'),
  alarms: () => import('./cli/alarms.ts'),
  lift: () => import('./cli/lift.ts'),
  record: () => import('./cli/record.ts'),
  journal: () => import('./cli/journal.ts'),
  listen: () => import('./cli/listen.ts'),
  ingest: () => import('./cli/ingest.ts'),
  tell: () => import('./cli/tell.ts'),
  simulate: () => import('./cli/simulate.ts'),
  firmware: () => import('./cli/firmware.ts'),
  opcua: () => import('./cli/opcua.ts'),
  people: () => import('./cli/people.ts'),
  site: () => import('./cli/site.ts'),
  profiles: () => import('./cli/profiles.ts'),
};

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
  if (name === undefined || (HELP.includes(name) && loaderOf(args[0]) === undefined)) {
    const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
    io.out(
      allHelp(
        verbs.map(({ verb }) => verb),
        language,
      ),
    );
    return 0;
  }
  if (name === '--version' || name === 'version') {
    io.out(versionText(process.versions.node, language));
    return 0;
  }
  const asked = HELP.includes(name) ? args[0] : name;
  const load = loaderOf(asked);
  if (load === undefined) {
    const problem = siteProblem('cli.verb', { verb: name, suggestion: suggested(name, Object.keys(VERBS)) });
    io.err(`${formatProblem(problemIn(problem, language))}\n`);
    return 2;
  }
  const { verb } = await load();
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

function loaderOf(name: string | undefined) {
  return name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
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
