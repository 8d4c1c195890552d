import type { Catalog } from '../../drivers/catalog.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';
import type { Installation } from './installation.ts';
import { type Judge, loadSite, type PeriodsOf, readSite } from './load.ts';
import { lastGoodPath, readSiteSource } from './siteSource.ts';

/** What guard starts from: the site file, or the last good one with the reasons why not the newest. */
export type StartingSite = {
  readonly installation: Installation;
  readonly from: 'site-file' | 'last-good';
  /** The very text that was checked, to be kept as the last good one; null: it is that already. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
};

/**
 * Loads the site file; when it cannot be used, the last one that could. Writes nothing. An unreadable file never means
 * defaults: where there is no last good one either, everything that is wrong is told and nothing starts.
 */
export function loadStartingSite(
  path: string,
  catalog: Catalog,
  judges: readonly Judge[],
  pace?: PeriodsOf,
): Result<StartingSite, readonly Problem[]> {
  const source = readSiteSource(path);
  const site = source.ok ? readSite(source.value.text, path, catalog, judges, pace) : err([source.error]);
  if (source.ok && site.ok) {
    const { text } = source.value;
    const kept = readSiteSource(lastGoodPath(path));
    const known = kept.ok && kept.value.text === text; // spares the card
    return ok({ installation: site.value, from: 'site-file', text: known ? null : text, problems: [] });
  }
  const wrong = site.ok ? [] : site.error;
  const last = loadSite(lastGoodPath(path), catalog, judges, pace);
  if (last.ok) {
    const told = { ...siteProblem('site.last-good', { file: path }), where: lastGoodPath(path) };
    return ok({ installation: last.value, from: 'last-good', text: null, problems: [...wrong, told] });
  }
  const never = last.error.every(({ code }) => code === 'site.not-found');
  return err(never ? wrong : [...wrong, ...last.error]);
}
