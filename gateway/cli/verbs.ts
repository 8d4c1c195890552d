import type { Problem } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';
import type { Verb } from './verb.ts';

// Verbs are loaded when asked for: guard must never load MQTT, and `profiles list` need not load anything.
const VERBS = {
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
} as const satisfies Record<string, () => Promise<{ verb: Verb | null }>>;

/** A verb of the command `lifeline`, whether this installation has it or not. */
export type VerbName = keyof typeof VERBS;

export const VERB_NAMES = Object.keys(VERBS) as readonly VerbName[];

export function isVerb(name: string | undefined): name is VerbName {
  return name !== undefined && Object.hasOwn(VERBS, name);
}

/** A verb by its name; null where this installation was made without it: a box has no simulator. */
export async function verbOf(name: VerbName): Promise<Verb | null> {
  try {
    return (await VERBS[name]()).verb;
  } catch (error) {
    const { code, url } = error as { code?: unknown; url?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND' && new RegExp(`/cli/${name}\\.[jt]s$`).test(String(url))) return null;
    throw error;
  }
}

/** All verbs that this installation has. */
export async function hereVerbs(): Promise<readonly Verb[]> {
  const verbs = await Promise.all(VERB_NAMES.map(verbOf));
  return verbs.filter((verb) => verb !== null);
}

/** What is told of a verb that this installation does not have. */
export function absentVerb(name: VerbName): Problem {
  return siteProblem(name === 'opcua' ? 'cli.no-opcua' : 'cli.not-here', { verb: name });
}
