import { statfsSync } from 'node:fs';
import type { Problem } from '../core/result.ts';
import { askTimedatectl, SystemSynchronisation } from '../core/synchronisation.ts';
import { isElsewhere, readIdentity } from '../identity/boxIdentity.ts';
import { hardwareOf } from '../identity/hardware.ts';
import { doctorProblem } from '../text/problems/doctorProblems.ts';
import {
  at,
  type Box,
  type BoxCheck,
  type CheckName,
  type CheckResult,
  type CheckUp,
  looked,
  NOT_LOOKED,
} from './box.ts';
import { checkAdapters } from './checks/adapterCheck.ts';
import { checkBrokers } from './checks/brokerCheck.ts';
import { checkCertificates } from './checks/certificateCheck.ts';
import { checkDisk, checkSpace, checkWear } from './checks/diskChecks.ts';
import { checkJournalSize, journalBytes } from './checks/journalCheck.ts';
import { checkTemperature, checkVoltage } from './checks/powerCheck.ts';
import { checkMemory, checkPrograms, checkWrites } from './checks/processChecks.ts';
import { checkRights } from './checks/rightsCheck.ts';
import { checkUpdate } from './checks/updateCheck.ts';
import { markOf } from './journalMark.ts';
import { boxProcesses } from './processes.ts';

/** All findings, in the order in which they matter. */
export function findingsOf({ checks }: CheckUp): readonly Problem[] {
  return checks.flatMap(({ findings }) => findings);
}

/**
 * Looks at everything, whatever becomes of the others; takes as long as the slowest broker, some seconds at most. Nothing
 * of the box is changed.
 */
export async function checkUp(box: Box): Promise<CheckUp> {
  const processes = boxProcesses(box);
  const checks: readonly (readonly [CheckName, BoxCheck])[] = [
    ['site', checkSite],
    ['guard', checkGuard],
    ['processes', (one) => checkPrograms(one, processes)],
    ['memory', (one) => checkMemory(one, processes)],
    ['adapters', checkAdapters],
    ['voltage', checkVoltage],
    ['temperature', checkTemperature],
    ['disk', checkDisk],
    ['wear', checkWear],
    ['space', checkSpace],
    ['journal', (one) => checkJournalSize(one, freeBytes(one))],
    ['writes', (one) => checkWrites(one, processes)],
    ['clock', checkClock],
    ['certificates', checkCertificates],
    ['brokers', checkBrokers],
    ['rights', checkRights],
    ['update', checkUpdate],
    ['identity', checkIdentity],
  ];
  const utc = box.clock.utc();
  const bytes = journalBytes(box.state);
  return {
    utc,
    journal: bytes === 0 ? null : markOf(box.before, bytes, utc),
    checks: await Promise.all(
      checks.map(async ([check, look]) => ({ check, ...(await contained(look, box)) })),
    ),
  };
}

/** A file that vanishes while it is looked at, a disk that answers with an error: that check could not look. */
async function contained(look: BoxCheck, box: Box): Promise<CheckResult> {
  try {
    return await look(box);
  } catch {
    return NOT_LOOKED;
  }
}

function checkSite({ site, siteProblems, installation }: Box): CheckResult {
  if (siteProblems.length === 0) return looked(installation?.gateway.id ?? null);
  const named = { count: siteProblems.length, first: siteProblems[0]?.what ?? '', file: site };
  return looked(null, at(site, doctorProblem('doctor.site', named)));
}

/** Whether the card was made in this box; where nobody tells which board it is, that cannot be said. */
function checkIdentity({ site, root }: Box): CheckResult {
  const identity = readIdentity(site);
  const here = hardwareOf(root);
  if (identity === null || identity.hardware === null || here === null) return NOT_LOOKED;
  const { gateway, hardware: made } = identity;
  const cloned = isElsewhere(identity, here) ? doctorProblem('doctor.cloned', { made, here }) : null;
  return looked(gateway, cloned);
}

/** What guard itself has to say stands here too, so that one place has everything. */
function checkGuard({ guard }: Box): CheckResult {
  if (guard === null) return looked(null, doctorProblem('doctor.guard-silent'));
  return looked(guard.software, ...guard.problems.filter(({ code }) => !code.startsWith('doctor.')));
}

async function checkClock({ clock, root }: Box): Promise<CheckResult> {
  let kernel: boolean | null = null; // a prepared folder has a file at most
  const asked = new SystemSynchronisation(clock, root, async () => {
    kernel = root === '/' ? await askTimedatectl() : null;
    return kernel;
  });
  const told = asked.look().proven !== Number.NEGATIVE_INFINITY; // timesyncd left its file
  await asked.settled();
  if (!told && kernel === null) return NOT_LOOKED;
  return looked(null, asked.look().synchronised ? null : doctorProblem('doctor.clock'));
}

function freeBytes({ state }: Box): number {
  const { bavail, bsize } = statfsSync(state);
  return bavail * bsize;
}
