import { join, resolve } from 'node:path';
import { fastestPeriods } from '../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../alarmTime/lineJudges.ts';
import { type ControlClient, connectControl } from '../control/client.ts';
import type { GuardStatus } from '../control/protocol.ts';
import type { Clock } from '../core/clock.ts';
import { loadStartingSite } from '../site/lastGood.ts';
import { readProfiles } from '../site/profiles.ts';
import type { Box, CheckUp } from './box.ts';
import { findingsOf } from './checkUp.ts';
import { keptMark } from './journalMark.ts';
import { askKernelLog } from './kernelLog.ts';

const PATIENCE_MS = 3_000;
const MOST_TOLD = 60;
const LONGEST = 300;
/** Where the programs of the package keep what is theirs. */
const OF_PROGRAMS = ['var/lib/lifeline-desk', 'var/lib/lifeline-opcua', 'var/lib/lifeline-courier'];

export type BoxPlace = {
  readonly site: string; // path of the site file
  readonly run: string; // folder of guard's sockets
  readonly root: string; // of the system: `/`, another one in tests
  readonly kept: string | null; // file of how large the journal was
};

/** What is known of a box before it is looked at; `client` stays open for what is told guard afterwards. */
export async function openBox(
  { site, run, root, kept }: BoxPlace,
  clock: Clock,
): Promise<{ readonly box: Box; readonly client: ControlClient }> {
  const path = resolve(site);
  const loaded = loadStartingSite(path, readProfiles(path), LINE_JUDGES, fastestPeriods);
  const installation = loaded.ok ? loaded.value.installation : null;
  const state = resolve(path, '..', installation?.journal.folder ?? 'journal');
  const client = connectControl(join(run, 'desk.sock'), clock, { name: 'doctor' });
  const opened = await client.opened(PATIENCE_MS);
  const status = opened.ok ? await client.request({ verb: 'status' }) : opened;
  const box: Box = {
    ...{ root, site: path, installation, state, clock },
    siteProblems: loaded.ok ? loaded.value.problems : loaded.error,
    guard: status.ok ? (status.value as GuardStatus) : null, // of its own guard: made by the same program
    stateFolders: [
      join(run, 'desk'),
      join(state, 'opcua'),
      ...OF_PROGRAMS.map((folder) => join(root, folder)),
    ],
    kernelLog: async () => (root === '/' ? await askKernelLog() : null), // a prepared folder has none
    before: kept === null ? null : keptMark(kept),
  };
  return { box, client };
}

/** What guard is told, within what its socket takes: its own problems it knows already. */
export function findingsForGuard(checkUp: CheckUp) {
  return findingsOf(checkUp)
    .filter(({ code }) => code.startsWith('doctor.'))
    .slice(0, MOST_TOLD)
    .map(({ said, where }) => ({
      key: said?.key ?? '',
      named: Object.fromEntries(
        Object.entries(said?.named ?? {}).map(([name, value]) => [
          name,
          typeof value === 'string' ? value.slice(0, LONGEST) : value,
        ]),
      ),
      ...(where === undefined ? {} : { where: where.slice(0, LONGEST) }),
    }));
}
