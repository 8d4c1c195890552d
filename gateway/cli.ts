import { type Io, UsageError, type Verb } from './cli/verb.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { formatProblem } from './core/result.ts';
import { suggestion } from './site/suggestion.ts';
import { languageOf } from './text/language.ts';

// Verbs are loaded when asked for: guard must never load MQTT, and `profiles list` need not load anything.
const VERBS: Record<string, () => Promise<{ verb: Verb }>> = {
  demo: () => import('./cli/demo.ts'),
  up: () => import('./cli/up.ts'),
  guard: () => import('./cli/guard.ts'),
  courier: () => import('./cli/courier.ts'),
  desk: () => import('./cli/desk.ts'),
  check: () => import('./cli/check.ts'),
  read: () => import('./cli/read.ts'),
  alarms: () => import('./cli/alarms.ts'),
  lift: () => import('./cli/lift.ts'),
  journal: () => import('./cli/journal.ts'),
  listen: () => import('./cli/listen.ts'),
  tell: () => import('./cli/tell.ts'),
  simulate: () => import('./cli/simulate.ts'),
  firmware: () => import('./cli/firmware.ts'),
  opcua: () => import('./cli/opcua.ts'),
  people: () => import('./cli/people.ts'),
  profiles: () => import('./cli/profiles.ts'),
};

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  const load = name === undefined ? undefined : VERBS[name];
  if (load === undefined) {
    if (name === undefined || name === 'help' || name === '--help') return printVerbs();
    const hint = `${suggestion(name, Object.keys(VERBS))} \`lifeline help\` explains them`;
    process.stderr.write(
      `${formatProblem({ code: 'cli.verb', what: `there is no verb '${name}'`, hint })}\n`,
    );
    return 2;
  }
  const { verb } = await load();
  if (args.includes('--help')) {
    process.stdout.write(`lifeline ${verb.usage}\n${verb.summary}\n`);
    return 0;
  }
  try {
    return await verb.run(args, systemIo());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nUsage: lifeline ${verb.usage}\n`);
    return 2;
  }
}

async function printVerbs(): Promise<number> {
  for (const load of Object.values(VERBS)) {
    const { verb } = await load();
    process.stdout.write(`  lifeline ${verb.usage}\n      ${verb.summary}\n`);
  }
  return 0;
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

// A reader that went away (`lifeline listen | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// What a verb left behind (a thread that waits for a disk, a connection) must not keep the process.
const status = await main();
process.stdout.write('', () => process.exit(status));
