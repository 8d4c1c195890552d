import type { Log } from '../core/log.ts';
import { err, type Problem, type Result } from '../core/result.ts';
import type { Installation } from './installation.ts';
import { loadSite } from './load.ts';
import { readProfiles } from './profiles.ts';
import { lastGoodPath } from './save.ts';

/** The site file, or the last good one: what guard runs on. For its companions, who write neither. */
export function siteGuardRunsOn(path: string, log: Log): Result<Installation, readonly Problem[]> {
  const catalog = readProfiles(path);
  const site = loadSite(path, catalog);
  if (site.ok) return site;
  const last = loadSite(lastGoodPath(path), catalog);
  if (!last.ok) return err(site.error);
  for (const problem of site.error) log.problem(problem);
  log.info(`running on the last good site file ${lastGoodPath(path)}`);
  return last;
}
