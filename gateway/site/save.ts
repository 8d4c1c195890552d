import type { Catalog } from '../../drivers/catalog.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { StateFile } from '../core/stateFile.ts';
import { siteProblem } from '../text/siteProblem.ts';
import type { Installation } from './installation.ts';
import { type Judge, readSite } from './load.ts';
import { lastGoodPath } from './siteSource.ts';

/**
 * Saves a site file: checked first, so that what is on disk can always be started from; then whole or not at all, and
 * kept as the last good one. A power cut in between leaves the old or the new file, never half of one.
 */
export async function saveSite(
  path: string,
  source: string,
  catalog: Catalog,
  judges: readonly Judge[],
): Promise<Result<Installation, readonly Problem[]>> {
  const site = readSite(source, path, catalog, judges);
  if (!site.ok) return site;
  const problem = (await writeFileWhole(path, source)) ?? (await keepLastGood(path, source));
  return problem === null ? ok(site.value) : err([problem]);
}

/** Keeps a text that was accepted beside the site file. Answers with what went wrong, or null. */
export function keepLastGood(path: string, source: string): Promise<Problem | null> {
  return writeFileWhole(lastGoodPath(path), source);
}

/** Writes the site file itself, whole or not at all. The text must have been checked. */
export function writeSiteFile(path: string, source: string): Promise<Problem | null> {
  return writeFileWhole(path, source);
}

async function writeFileWhole(path: string, source: string): Promise<Problem | null> {
  let trouble: Problem | null = null;
  const file = new StateFile(path, (problem) => {
    trouble = { ...siteProblem('site.unwritable', { reason: problem.what }), where: path };
  });
  file.save(source);
  await file.settled();
  return trouble;
}
