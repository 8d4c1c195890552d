import type { Rule, Severity } from '../../site/schema.ts';
import { rankOf } from '../severity.ts';
import { silenceOf, trustIn } from '../trust.ts';
import { forgetful, type RuleKind, sealed, type Verdict } from '../watch.ts';

type LimitRule = Extract<Rule, { kind: 'limit' }>;
type Bound = {
  readonly key: string;
  readonly severity: Severity;
  readonly limit: number;
  readonly sign: 1 | -1; // 1: high, -1: low
};

/**
 * A quantity at or beyond a limit: `high` when value ≥ limit, `low` when value ≤ limit. It is off again beyond the
 * deadband on the other side of the limit, and in between it keeps what was.
 */
export const limitWatch: RuleKind<'limit'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const bounds = [...boundsOf(rule, 'high', 1), ...boundsOf(rule, 'low', -1)];
  return sealed({
    ...forgetful,
    rule,
    device: point?.deviceId ?? '',
    point: rule.point,
    unit: rule.unit,
    levels: bounds,
    listensTo: [rule.point],
    silenceMs: silenceOf(point?.periodMs ?? 0),
    onReading(_memory, { value, quality, point: from }) {
      const trust = trustIn(quality);
      if (typeof value !== 'number' || !Number.isFinite(value) || trust === 'none')
        return { memory: null, finding: null };
      const verdicts = bounds.map((bound) => judge(value, bound, rule.deadband));
      return { memory: null, finding: { verdicts, clears: trust === 'full', value, quality, point: from } };
    },
  });
};

function judge(value: number, { limit, sign }: Bound, deadband: number): Verdict {
  const beyond = (value - limit) * sign;
  if (beyond >= 0) return 'on';
  return -beyond <= deadband ? 'band' : 'off';
}

function boundsOf(rule: LimitRule, side: 'high' | 'low', sign: 1 | -1): Bound[] {
  return Object.entries(rule[side] ?? {})
    .map(([name, limit]) => {
      const severity = name as Severity;
      return { key: `${side} ${severity}`, severity, limit, sign };
    })
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity));
}
