import { type Rule, SEVERITIES } from './schema.ts';

/** A rule in one line, as lists and the birth document show it. */
export function ruleText(rule: Rule): string {
  const delays = [
    ...(rule.onDelayS > 0 ? [`after ${rule.onDelayS} s`] : []),
    ...(rule.offDelayS > 0 ? [`clears after ${rule.offDelayS} s`] : []),
  ];
  return [condition(rule), ...delays].join(', ');
}

function condition(rule: Rule): string {
  switch (rule.kind) {
    case 'limit': {
      const sides = (['high', 'low'] as const).flatMap((side) => {
        const limits = SEVERITIES.flatMap((severity) => {
          const limit = rule[side]?.[severity];
          return limit === undefined ? [] : [`${severity} ${limit}`];
        });
        return limits.length === 0 ? [] : [`${side} ${limits.join(', ')} ${rule.unit}`];
      });
      const deadband = rule.deadband > 0 ? [`deadband ${rule.deadband}`] : [];
      return `${rule.point} ${[...sides, ...deadband].join('; ')}`;
    }
    case 'state':
      return `${rule.point} is ${rule.equals}: ${rule.severity}`;
    case 'loss-of-sensing':
      return `${rule.device} is not heard, or says nothing usable: ${rule.severity}`;
  }
}
