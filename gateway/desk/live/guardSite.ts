import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import type { Problem, Result } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { loadSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { lastGoodPath } from '../../site/siteSource.ts';
import type { Promised } from './promised.ts';

/** The site that guard has taken up, and what is promised of it; null: it cannot be read. */
export type GuardSite = {
  readonly site: Result<Installation, readonly Problem[]>;
  readonly promised: Promised | null;
};

/** Reads guard's copy of the site file at `path`. It was proved by guard, so its alarm times are not judged again. */
export function readGuardSite(path: string): Result<Installation, readonly Problem[]> {
  return loadSite(lastGoodPath(path), readProfiles(path), [], fastestPeriods);
}
