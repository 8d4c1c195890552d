import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LINE_JUDGES } from '../alarmTime/lineJudges.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Installation, Line } from '../site/installation.ts';
import { loadStartingSite } from '../site/lastGood.ts';
import { loadSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { keepLastGood } from '../site/save.ts';

/** The installation to run on, and everything an operator should hear about how it was found. */
export async function startingSite(
  path: string,
): Promise<Result<{ installation: Installation; problems: readonly Problem[] }, readonly Problem[]>> {
  const catalog = readProfiles(path);
  const site = await loadStartingSite(path, catalog, LINE_JUDGES);
  if (!site.ok) return err([...catalog.problems, ...site.error]);
  return ok({
    installation: site.value.installation,
    problems: [...catalog.problems, ...site.value.problems],
  });
}

/**
 * The site file as it is now, or what is wrong with it: a running guard does not fall back, it stays as it is. A copy
 * that cannot be kept is told and refuses nothing.
 */
export async function changedSite(
  path: string,
  tell: (problem: Problem) => void,
): Promise<Result<Installation, readonly Problem[]>> {
  const catalog = readProfiles(path);
  for (const problem of catalog.problems) tell(problem);
  const site = loadSite(path, catalog, LINE_JUDGES);
  const unkept = site.ok ? await keepLastGood(path, readFileSync(path, 'utf8')) : null;
  if (unkept !== null) tell(unkept);
  return site;
}

/** Where the journal and the small state files are. */
export function stateFolder({ folder, journal }: Installation): string {
  return resolve(folder, journal.folder);
}

/** Relative device paths start at the site file's folder. */
export function placed({ connection }: Line, { folder }: Installation): Line['connection'] {
  return connection.type === 'serial'
    ? { ...connection, path: resolve(folder, connection.path) }
    : connection;
}

/** Makes the folder of the control sockets. Without it nobody could ask or acknowledge anything: guard does not start. */
export function makeRunFolder(run: string): Result<void, readonly Problem[]> {
  try {
    mkdirSync(run, { recursive: true });
    return ok(undefined);
  } catch (error) {
    const what = `the run folder cannot be made: ${(error as Error).message}`;
    return err([
      { code: 'guard.run-folder', what, where: run, hint: 'give a folder this user may write to with --run' },
    ]);
  }
}
