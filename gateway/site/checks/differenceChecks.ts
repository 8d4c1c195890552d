import type { Problem, Text } from '../../core/result.ts';
import { tightProblems } from './accuracyChecks.ts';
import { type LevelLimits, levelNamed, levelsOf, orderProblems, type SayAtRule } from './levelChecks.ts';
import { quantityProblems } from './limitChecks.ts';
import type { Measurement } from './measurement.ts';

type Differences<S extends string> = { readonly unit: string; readonly deadband: number } & {
  readonly [side in S]?: LevelLimits;
};

/**
 * A rule about a difference: in the right unit, rising with severity, wide enough for the sensor, and such that it can
 * end again.
 *
 * @param sides the fields that hold its levels
 * @param example what to write where there is no level; false: nothing can be said of what is missing
 * @param inUnit a limit in the unit of the point, where the rule speaks another (per cent)
 */
export function differenceProblems<S extends string>(
  rule: Differences<S>,
  sides: readonly S[],
  example: Text | false,
  measured: Measurement,
  say: SayAtRule,
  inUnit?: (limit: number) => number,
): Problem[] {
  const problems = quantityProblems(rule.unit, measured, say);
  if (!measured.numeric) return problems;
  if (example !== false && sides.every((side) => levelsOf(rule[side]).length === 0))
    problems.push(say([], 'site.no-limit', { example }));
  for (const side of sides) {
    const levels = levelsOf(rule[side]);
    problems.push(...orderProblems(side, levels, 1, say));
    problems.push(...tightProblems(side, levels, measured, say, inUnit));
    const lowest = levels[0];
    if (lowest !== undefined && rule.deadband >= lowest.limit)
      problems.push(
        say([side, lowest.severity], 'site.never-clears/difference', {
          level: levelNamed(lowest),
          deadband: rule.deadband,
        }),
      );
  }
  return problems;
}

const SHORTEST_PERIODS = 3;

/** A window in which a point is read less than three times shows no course. */
export function windowProblems(
  windowS: number,
  { name, periodMs }: Pick<Measurement, 'name' | 'periodMs'>,
  say: SayAtRule,
): Problem[] {
  if (windowS * 1000 >= SHORTEST_PERIODS * periodMs) return [];
  return [
    say(['windowS'], 'site.short-window', {
      window: windowS,
      point: name,
      times: SHORTEST_PERIODS,
      period: periodMs / 1000,
      least: (SHORTEST_PERIODS * periodMs) / 1000,
    }),
  ];
}
