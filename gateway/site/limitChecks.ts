import type { Problem } from '../core/result.ts';
import { mistake } from './checking.ts';
import { type Rule, SEVERITIES, type Severity } from './schema.ts';
import type { Entry } from './shape.ts';
import type { Path, SiteText } from './siteText.ts';

/** What a limit is compared with. */
type Measurement = {
  readonly numeric: boolean;
  readonly unit: string;
  readonly range: readonly [low: number, high: number];
};

type LimitRule = Extract<Rule, { kind: 'limit' }>;

/** A limit in the right unit, reachable, rising with severity, and leaving a band in which all is well. */
export function limitProblems(
  rule: LimitRule,
  { path, whole }: Entry<unknown>,
  measured: Measurement,
  text: SiteText,
): Problem[] {
  const add = (at: Path, code: string, what: string, hint: string) =>
    mistake(text, [...path, ...at], code, what, hint);
  if (!measured.numeric)
    return [
      add(['point'], 'not-a-number', `${rule.point} is a state, not a quantity`, 'use a rule of kind: state'),
    ];
  const problems: Problem[] = [];
  if (rule.unit !== measured.unit)
    problems.push(
      add(
        ['unit'],
        'wrong-unit',
        `${rule.point} is in ${measured.unit || 'no unit'}, the limit is in ${rule.unit}`,
        'write the limits in the unit of the point',
      ),
    );
  const high = levels(rule.high);
  const low = levels(rule.low);
  if (whole && high.length + low.length === 0)
    problems.push(add([], 'no-limit', 'there is no limit', 'write high: { red: … } or low: { red: … }'));

  for (const [side, list, sign] of [
    ['high', high, 1],
    ['low', low, -1],
  ] as const) {
    list.forEach(({ severity, limit }, i) => {
      const before = list[i - 1];
      if (before !== undefined && (limit - before.limit) * sign <= 0)
        problems.push(
          add(
            [side, severity],
            'severity-order',
            `${severity} ${limit} is not beyond ${before.severity} ${before.limit}`,
            `${side} limits ${sign > 0 ? 'rise' : 'fall'} from blue over yellow and orange to red`,
          ),
        );
      const [least, most] = measured.range;
      if (limit < least || limit > most)
        problems.push(
          add(
            [side, severity],
            'out-of-reach',
            `${limit} ${rule.unit} lies outside what ${rule.point} can measure (${least} to ${most})`,
            'choose a limit inside the range, or a sensor with another range',
          ),
        );
      // a limit so near the end of the range that the deadband reaches beyond it could never clear
      const clearsAt = limit - sign * rule.deadband;
      if (sign > 0 ? limit >= least && clearsAt <= least : limit <= most && clearsAt >= most)
        problems.push(
          add(
            [side, severity],
            'never-clears',
            `${severity} ${limit} with deadband ${rule.deadband} clears only beyond ${clearsAt}, where ${rule.point} does not measure`,
            'make the deadband smaller or move the limit',
          ),
        );
    });
  }

  const lowestHigh = Math.min(...high.map(({ limit }) => limit));
  const highestLow = Math.max(...low.map(({ limit }) => limit));
  if (lowestHigh - rule.deadband <= highestLow + rule.deadband)
    problems.push(
      add(
        ['deadband'],
        'no-normal-band',
        `between high ${lowestHigh} and low ${highestLow} a deadband of ${rule.deadband} leaves no value that is normal`,
        'make the deadband smaller or the limits wider apart',
      ),
    );
  return problems;
}

function levels(limits: LimitRule['high']): { severity: Severity; limit: number }[] {
  return SEVERITIES.flatMap((severity) => {
    const limit = limits?.[severity];
    return limit === undefined ? [] : [{ severity, limit }];
  });
}
