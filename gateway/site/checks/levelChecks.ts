import { SEVERITIES, type Severity } from '../../../drivers/vocabulary.ts';
import type { Problem, Text } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import type { SiteNamed, SiteProblem } from '../../text/siteProblem.ts';

import type { Path } from '../siteText.ts';

/** Says what is wrong at a path below the rule. */
export type SayAtRule = <K extends SiteProblem>(at: Path, key: K, ...named: SiteNamed<K>) => Problem;

export type LevelLimits = Partial<Record<Severity, number>> | undefined;
export type LevelLimit = { readonly severity: Severity; readonly limit: number };

/** The limits of one side, from blue to red. */
export function levelsOf(limits: LevelLimits): LevelLimit[] {
  return SEVERITIES.flatMap((severity) => {
    const limit = limits?.[severity];
    return limit === undefined ? [] : [{ severity, limit }];
  });
}

/** LevelLimits lie farther out the more severe they are. `sign` -1: farther out is lower. */
export function orderProblems(
  side: string,
  list: readonly LevelLimit[],
  sign: 1 | -1,
  say: SayAtRule,
): Problem[] {
  return list.flatMap(({ severity, limit }, i) => {
    const before = list[i - 1];
    if (before === undefined || (limit - before.limit) * sign > 0) return [];
    const key = sign > 0 ? 'site.severity-order/rise' : 'site.severity-order/fall';
    const named = { level: levelNamed({ severity, limit }), before: levelNamed(before), side };
    return [say([side, severity], key, named)];
  });
}

/** `yellow 20` */
export function levelNamed({ severity, limit }: LevelLimit): Text {
  return words('level.limit', { severity: words(`severity.${severity}`), limit });
}
