import type { Problem } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import type { RuleOf } from '../schema/ruleSchema.ts';
import { tightProblems } from './accuracyChecks.ts';
import { type LevelLimit, levelNamed, levelsOf, orderProblems, type SayAtRule } from './levelChecks.ts';
import { quantityProblems } from './limitChecks.ts';
import type { Measurement } from './measurement.ts';

type DifferenceRule = RuleOf<'rate'> | RuleOf<'change'> | RuleOf<'drop'>;

/**
 * A rule about a difference: in the right unit, rising with severity, wide enough for the sensor, and such that it can
 * end again.
 */
export function differenceProblems(
  rule: DifferenceRule,
  whole: boolean,
  measured: Measurement,
  say: SayAtRule,
): Problem[] {
  const relative = rule.kind === 'drop' && rule.unit === '%' && measured.unit !== '%';
  const problems = quantityProblems(relative ? measured.unit : rule.unit, measured, say);
  if (!measured.numeric) return problems;
  const sides = sidesOf(rule);
  if (whole && sides.every(([, levels]) => levels.length === 0))
    problems.push(say([], 'site.no-limit', { example: EXAMPLES[rule.kind] }));
  // of a fall in per cent the sensor's whole range is the most that it can be a part of
  const most = measured.range[1];
  const inUnit = relative ? (limit: number) => (limit / 100) * most : undefined;
  for (const [side, levels] of sides) {
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
  if (rule.kind === 'rate' || rule.kind === 'drop')
    problems.push(...windowProblems(rule.windowS, measured, say));
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

function sidesOf(rule: DifferenceRule): (readonly [side: string, levels: LevelLimit[]])[] {
  switch (rule.kind) {
    case 'drop':
      return [['fall', levelsOf(rule.fall)]];
    case 'rate':
      return [
        ['rising', levelsOf(rule.rising)],
        ['falling', levelsOf(rule.falling)],
      ];
    case 'change':
      return [
        ['rising', levelsOf(rule.rising)],
        ['falling', levelsOf(rule.falling)],
        ['step', levelsOf(rule.step)],
      ];
  }
}

const EXAMPLES = {
  drop: words('write.fall'),
  rate: words('write.rising'),
  change: words('write.step'),
};
