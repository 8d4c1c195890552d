import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import { type Box, type CheckResult, looked, systemFile, systemFolder } from '../box.ts';

const OURS = /^lifeline(-[a-z]+)?$/;
/** dpkg-query(1): states in which nothing waits to be done. */
const SETTLED = ['installed', 'config-files', 'not-installed'];

/** Whether the last update was taken back (`judge-update` leaves its word) or broken off, and whether the next one comes at night. */
export function checkUpdate(box: Box): CheckResult {
  const outcome = systemFile(box, 'var/lib/lifeline-update/outcome.env');
  const why = /^LIFELINE_FELL_BACK=(.*)$/m.exec(outcome ?? '')?.[1];
  const torn = brokenOff(box);
  const zones = otherZone(box);
  return looked(
    null,
    why === undefined ? null : doctorProblem('doctor.fell-back', { why }),
    torn.length === 0 ? null : doctorProblem('doctor.update-broken-off', { packages: torn.join(' ') }),
    zones === null ? null : doctorProblem('doctor.time-zone', zones),
  );
}

/** Packages of ours that dpkg has begun with and not brought to an end, while it does not run. */
function brokenOff(box: Box): readonly string[] {
  // what it did last stands in numbered files until it ends in order
  const journal = systemFolder(box, 'var/lib/dpkg/updates').filter((name) => /^\d+$/.test(name));
  const files = ['var/lib/dpkg/status', ...journal.map((name) => `var/lib/dpkg/updates/${name}`)];
  const states = new Map<string, string>();
  for (const file of files)
    for (const entry of (systemFile(box, file) ?? '').split('\n\n')) {
      const name = /^Package: (.*)$/m.exec(entry)?.[1] ?? '';
      if (OURS.test(name)) states.set(name, /^Status: .* (\S+)$/m.exec(entry)?.[1] ?? '');
    }
  const torn = [...states].filter(([, state]) => !SETTLED.includes(state)).map(([name]) => name);
  return torn.length > 0 && isInstalling(box) ? [] : torn;
}

function isInstalling(box: Box): boolean {
  return systemFolder(box, 'proc').some((pid) => systemFile(box, `proc/${pid}/comm`) === 'dpkg');
}

/** The window of updates that come by themselves is in the box's time, which is not always that of its building. */
function otherZone(box: Box): { readonly system: string; readonly site: string } | null {
  const unattended = /^LIFELINE_UNATTENDED=yes$/m.test(systemFile(box, 'etc/lifeline/lifeline.env') ?? '');
  const site = box.installation?.gateway.timeZone;
  const system = systemZone(box);
  if (!unattended || site === undefined || system === null) return null;
  const shown = (timeZone: string) =>
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
      box.clock.utc(),
    );
  try {
    return shown(site) === shown(system) ? null : { system, site };
  } catch {
    return null; // a zone that this program does not know
  }
}

function systemZone({ root }: Box): string | null {
  try {
    return /zoneinfo\/(.+)$/.exec(readlinkSync(join(root, 'etc/localtime')))?.[1] ?? null;
  } catch {
    return null;
  }
}
