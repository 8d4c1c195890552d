import type { Log } from '../core/log.ts';
import type { Problem, Result } from '../core/result.ts';
import { type CarriedSite, readCarriedSite } from './carriedSite.ts';
import { lastGoodPath } from './siteSource.ts';

/**
 * What guard runs on, for its companions, who write neither file and judge nothing: the copy that guard keeps of what it
 * has taken up. Before guard has ever started there is none; then the site file itself.
 */
export function siteGuardRunsOn(path: string, log: Log): Result<CarriedSite, readonly Problem[]> {
  const kept = readCarriedSite(lastGoodPath(path));
  if (kept.ok) return kept;
  const missing = kept.error.every(({ code }) => code === 'site.not-found');
  if (!missing) for (const problem of kept.error) log.problem(problem);
  return readCarriedSite(path);
}
