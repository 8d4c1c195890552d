import type { Problem } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import { tightProblems } from './accuracyChecks.ts';
import { type LevelLimits, levelNamed, levelsOf, orderProblems, type SayAtRule } from './levelChecks.ts';
import { type Measurement, unitNamed } from './measurement.ts';

type RuleWithLimits = {
  readonly high?: LevelLimits;
  readonly low?: LevelLimits;
  readonly unit: string;
  readonly deadband: number;
};

/** A limit in the right unit, reachable, rising with severity, and leaving a band in which all is well. */
export function limitProblems(
  rule: RuleWithLimits,
  whole: boolean,
  measured: Measurement,
  say: SayAtRule,
): Problem[] {
  const { name } = measured;
  const problems = quantityProblems(rule.unit, measured, say);
  if (!measured.numeric) return problems;
  const high = levelsOf(rule.high);
  const low = levelsOf(rule.low);
  if (whole && high.length + low.length === 0)
    problems.push(say([], 'site.no-limit', { example: words('write.high') }));

  for (const [side, list, sign] of [
    ['high', high, 1],
    ['low', low, -1],
  ] as const) {
    problems.push(...orderProblems(side, list, sign, say));
    if (measured.differs) problems.push(...tightProblems(side, list, measured, say));
    for (const { severity, limit } of list) {
      const [least, most] = measured.range;
      if (limit < least || limit > most)
        problems.push(
          say([side, severity], 'site.out-of-reach', { limit, unit: rule.unit, point: name, least, most }),
        );
      // a limit so near the end of the range that the deadband reaches beyond it could never clear
      const clearsAt = limit - sign * rule.deadband;
      if (sign > 0 ? limit >= least && clearsAt <= least : limit <= most && clearsAt >= most)
        problems.push(
          say([side, severity], 'site.never-clears', {
            level: levelNamed({ severity, limit }),
            deadband: rule.deadband,
            clears: clearsAt,
            point: name,
          }),
        );
    }
  }

  const lowestHigh = Math.min(...high.map(({ limit }) => limit));
  const highestLow = Math.max(...low.map(({ limit }) => limit));
  if (lowestHigh - rule.deadband <= highestLow + rule.deadband)
    problems.push(
      say(['deadband'], 'site.no-normal-band', {
        high: lowestHigh,
        low: highestLow,
        deadband: rule.deadband,
      }),
    );
  return problems;
}

/** A quantity, and in the unit of the rule. */
export function quantityProblems(
  unit: string,
  { name, numeric, ...measured }: Measurement,
  say: SayAtRule,
): Problem[] {
  if (!numeric) return [say(['point'], 'site.not-a-number', { point: name })];
  if (unit === measured.unit) return [];
  return [
    say(['unit'], 'site.wrong-unit/limit', {
      point: name,
      own: unitNamed(measured.unit),
      unit: unitNamed(unit),
    }),
  ];
}
