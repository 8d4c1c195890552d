import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import type { Installation, Line } from '../site/installation.ts';
import { loadStartingSite } from '../site/lastGood.ts';
import { readProfiles } from '../site/profiles.ts';

/** The installation to run on, and everything an operator should hear about how it was found. */
export async function startingSite(
  path: string,
): Promise<Result<{ installation: Installation; problems: readonly Problem[] }, readonly Problem[]>> {
  const catalog = readProfiles(path);
  const site = await loadStartingSite(path, catalog);
  if (!site.ok) return err([...catalog.problems, ...site.error]);
  return ok({
    installation: site.value.installation,
    problems: [...catalog.problems, ...site.value.problems],
  });
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
