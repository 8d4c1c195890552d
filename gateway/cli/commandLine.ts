import { formatProblem } from '../core/result.ts';
import { suggested } from '../site/suggestion.ts';
import { problemIn } from '../text/problemText.ts';
import { siteProblem } from '../text/siteProblem.ts';
import { allHelp, languageIn, usageText, verbHelp, versionText } from './help.ts';
import { type Io, UsageError, type Verb } from './verb.ts';

// Verbs are loaded when asked for: guard must never load MQTT, and `profiles list` need not load anything.
const VERBS: Record<string, () => Promise<{ verb: Verb }>> = {
  demo: () => import('./demo.ts'),
  up: () => import('./up.ts'),
  guard: () => import('./guard.ts'),
  courier: () => import('./courier.ts'),
  desk: () => import('./desk.ts'),
  check: () => import('./check.ts'),
  doctor: () => import('./doctor.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  bundle: () => import('./bundle.ts'),
  support: () => import('./support.ts'),
  identity: () => import('./identity.ts'),
  label: () => import('./label.ts'),
  read: () => import('./read.ts'),
  values: () => import('./values.ts'),
  scan: () => import('./scan.ts'),
  device: () => import('./device.ts'),
  alarms: () => import('./alarms.ts'),
  lift: () => import('./lift.ts'),
  record: () => import('./record.ts'),
  journal: () => import('./journal.ts'),
  listen: () => import('./listen.ts'),
  ingest: () => import('./ingest.ts'),
  tell: () => import('./tell.ts'),
  simulate: () => import('./simulate.ts'),
  firmware: () => import('./firmware.ts'),
  opcua: () => import('./opcua.ts'),
  people: () => import('./people.ts'),
  site: () => import('./site.ts'),
  profiles: () => import('./profiles.ts'),
};

/** What other programs call it. */
const MEANT: Readonly<Record<string, string>> = {
  ...{
    start: 'up',
    run: 'up',
    restart: 'up',
    serve: 'up',
    status: 'alarms',
    ack: 'alarms',
    silence: 'alarms',
  },
  ...{
    watch: 'values',
    show: 'values',
    monitor: 'values',
    list: 'profiles',
    validate: 'check',
    config: 'site',
  },
};

const HELP = ['help', '--help', '-h'];

/** Runs the verb that `words` begin with. Gives the exit status. */
export async function runCommandLine(words: readonly string[], usual: Io): Promise<number> {
  const [name, ...args] = words;
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
    const problem = siteProblem('cli.verb', {
      verb: name,
      suggestion: suggested(MEANT[name] ?? name, Object.keys(VERBS)),
    });
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
