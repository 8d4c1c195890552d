import { readFileSync } from 'node:fs';
import type { Catalog } from '../../drivers/catalog.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';
import type { Installation } from './installation.ts';
import { type Judge, loadSite } from './load.ts';
import { keepLastGood, lastGoodPath } from './save.ts';

/** What guard starts from: the site file, or the last good one with the reasons why not the newest. */
export type StartingSite = {
  readonly installation: Installation;
  readonly from: 'site-file' | 'last-good';
  readonly problems: readonly Problem[];
};

/**
 * Loads the site file; when it cannot be used, the last one that could. An unreadable file never means defaults: where
 * there is no last good one either, everything that is wrong is told and nothing starts.
 */
export async function loadStartingSite(
  path: string,
  catalog: Catalog,
  judges: readonly Judge[],
): Promise<Result<StartingSite, readonly Problem[]>> {
  const site = loadSite(path, catalog, judges);
  if (site.ok) {
    const problem = await refreshLastGood(path);
    return ok({ installation: site.value, from: 'site-file', problems: problem === null ? [] : [problem] });
  }
  const last = loadSite(lastGoodPath(path), catalog, judges);
  if (last.ok) {
    const told = { ...siteProblem('site.last-good', { file: path }), where: lastGoodPath(path) };
    return ok({ installation: last.value, from: 'last-good', problems: [...site.error, told] });
  }
  const never = last.error.every(({ code }) => code === 'site.not-found');
  return err(never ? site.error : [...site.error, ...last.error]);
}

/** Spares the card: writes only what differs. A folder that must not be written to is told, not fatal. */
async function refreshLastGood(path: string): Promise<Problem | null> {
  const source = readFileSync(path, 'utf8');
  return readIfThere(lastGoodPath(path)) === source ? null : keepLastGood(path, source);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
