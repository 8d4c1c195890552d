import type { Problem } from '../../core/result.ts';
import type { RuleOf } from '../schema/ruleSchema.ts';
import { tightProblems } from './accuracyChecks.ts';
import { levelsOf, orderProblems, type Say } from './levelChecks.ts';
import type { Measurement } from './measurement.ts';

type Limits = Pick<RuleOf<'limit'>, 'high' | 'low' | 'deadband' | 'unit'>;

/** A limit in the right unit, reachable, rising with severity, and leaving a band in which all is well. */
export function limitProblems(rule: Limits, whole: boolean, measured: Measurement, say: Say): Problem[] {
  const { name } = measured;
  const problems = quantityProblems(rule.unit, measured, say);
  if (!measured.numeric) return problems;
  const high = levelsOf(rule.high);
  const low = levelsOf(rule.low);
  if (whole && high.length + low.length === 0)
    problems.push(say([], 'no-limit', 'there is no limit', 'write high: { red: … } or low: { red: … }'));

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
          say(
            [side, severity],
            'out-of-reach',
            `${limit} ${rule.unit} lies outside what ${name} can measure (${least} to ${most})`,
            'choose a limit inside the range, or a sensor with another range',
          ),
        );
      // a limit so near the end of the range that the deadband reaches beyond it could never clear
      const clearsAt = limit - sign * rule.deadband;
      if (sign > 0 ? limit >= least && clearsAt <= least : limit <= most && clearsAt >= most)
        problems.push(
          say(
            [side, severity],
            'never-clears',
            `${severity} ${limit} with deadband ${rule.deadband} clears only beyond ${clearsAt}, where ${name} does not measure`,
            'make the deadband smaller or move the limit',
          ),
        );
    }
  }

  const lowestHigh = Math.min(...high.map(({ limit }) => limit));
  const highestLow = Math.max(...low.map(({ limit }) => limit));
  if (lowestHigh - rule.deadband <= highestLow + rule.deadband)
    problems.push(
      say(
        ['deadband'],
        'no-normal-band',
        `between high ${lowestHigh} and low ${highestLow} a deadband of ${rule.deadband} leaves no value that is normal`,
        'make the deadband smaller or the limits wider apart',
      ),
    );
  return problems;
}

/** A quantity, and in the unit of the rule. */
export function quantityProblems(
  unit: string,
  { name, numeric, ...measured }: Measurement,
  say: Say,
): Problem[] {
  if (!numeric)
    return [
      say(['point'], 'not-a-number', `${name} is a state, not a quantity`, 'use a rule of kind: state'),
    ];
  if (unit === measured.unit) return [];
  return [
    say(
      ['unit'],
      'wrong-unit',
      `${name} is in ${measured.unit || 'no unit'}, the limit is in ${unit}`,
      'write the limits in the unit of the point',
    ),
  ];
}
