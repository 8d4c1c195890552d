import type { Problem } from '../../core/result.ts';
import { SEVERITIES, type Severity } from '../schema/siteSchema.ts';
import type { Path } from '../siteText.ts';

/** Says what is wrong at a path below the rule. */
export type Say = (at: Path, code: string, what: string, hint: string) => Problem;

export type Limits = Partial<Record<Severity, number>> | undefined;
export type LevelLimit = { readonly severity: Severity; readonly limit: number };

/** The limits of one side, from blue to red. */
export function levelsOf(limits: Limits): LevelLimit[] {
  return SEVERITIES.flatMap((severity) => {
    const limit = limits?.[severity];
    return limit === undefined ? [] : [{ severity, limit }];
  });
}

/** Limits lie farther out the more severe they are. `sign` -1: farther out is lower. */
export function orderProblems(side: string, list: readonly LevelLimit[], sign: 1 | -1, say: Say): Problem[] {
  return list.flatMap(({ severity, limit }, i) => {
    const before = list[i - 1];
    if (before === undefined || (limit - before.limit) * sign > 0) return [];
    const what = `${severity} ${limit} is not beyond ${before.severity} ${before.limit}`;
    const hint = `${side} limits ${sign > 0 ? 'rise' : 'fall'} from blue over yellow and orange to red`;
    return [say([side, severity], 'severity-order', what, hint)];
  });
}
