import type { Log } from '../core/log.ts';
import type { Problem, Result } from '../core/result.ts';
import type { Installation } from './installation.ts';
import { loadSite } from './load.ts';
import { readProfiles } from './profiles.ts';
import { lastGoodPath } from './save.ts';

/**
 * What guard runs on, for its companions, who write neither file and judge nothing: the copy that guard keeps of what it
 * has taken up. Before guard has ever started there is none; then the site file itself.
 */
export function siteGuardRunsOn(path: string, log: Log): Result<Installation, readonly Problem[]> {
  const kept = loadSite(lastGoodPath(path), readProfiles(path), []);
  if (kept.ok) return kept;
  const missing = kept.error.every(({ code }) => code === 'site.not-found');
  if (!missing) for (const problem of kept.error) log.problem(problem);
  return loadSite(path, readProfiles(path), []);
}
