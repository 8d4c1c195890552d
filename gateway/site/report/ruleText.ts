import { type Rule, type RuleOf, SEVERITIES, type Severity } from '../schema/siteSchema.ts';

/** A rule in one line, as lists and the birth document show it. */
export function ruleText(rule: Rule): string {
  const atOnce = rule.atOnce.length > 0 ? ` (${rule.atOnce.join(', ')} at once)` : '';
  const more = [
    ...(rule.onDelayS > 0 ? [`after ${rule.onDelayS} s${atOnce}`] : []),
    ...(rule.offDelayS > 0 ? [`clears after ${rule.offDelayS} s`] : []),
    ...(rule.latch.length > 0 ? [`latches ${rule.latch.join(', ')}`] : []),
  ];
  return [condition(rule), ...more].join(', ');
}

function condition(rule: Rule): string {
  switch (rule.kind) {
    case 'limit':
      return `${rule.point} ${limits(rule)}`;
    case 'rate': {
      const rows = rowsText(rule.medians, rule.clearMedians, 1);
      return `${rule.point} within ${spanText(rule.windowS)} ${[...moves(rule), ...rows, ...band(rule)].join('; ')}`;
    }
    case 'change': {
      const { compensation, unit } = rule;
      const parts = [
        ...moves(rule),
        ...rowsText(rule.medians, rule.clearMedians, 0),
        ...side('step', rule.step, unit),
        ...(compensation === undefined
          ? []
          : [`${compensation.perDegree} ${unit}/°C of ${compensation.temperature} taken out`]),
        ...band(rule),
      ];
      return `${rule.point} from its baseline ${parts.join('; ')}`;
    }
    case 'drop': {
      const held = SEVERITIES.flatMap((severity) => {
        const holdS = rule.holdS[severity];
        return holdS === undefined ? [] : [`${severity} held ${holdS} s`];
      });
      const fall = side('falls', rule.fall, rule.unit);
      return `${rule.point} within ${spanText(rule.windowS)} ${[...fall, ...held, ...band(rule)].join('; ')}`;
    }
    case 'state':
      return `${rule.point} is ${rule.equals}: ${rule.severity}`;
    case 'count': {
      const what = rule.equals === undefined ? 'goes up' : `becomes ${rule.equals}`;
      return `${rule.point} ${what} within ${spanText(rule.windowS)} ${side('at least', rule.atLeast, 'times').join('')}`;
    }
    case 'vote':
      return `${rule.atLeast} of ${rule.points.join(', ')} ${limits(rule)}`;
    case 'loss-of-sensing':
      return `${rule.device} is not heard, or says nothing usable: ${rule.severity}`;
    case 'overdue':
      return `the ${rule.of} of ${rule.device} is overdue: ${rule.severity}`;
    case 'gateway':
      return `the gateway's own ${rule.concern} is at fault: ${rule.severity}`;
    case 'annunciator':
      return `${rule.device} cannot be reached or does not do what it is told: ${rule.severity}`;
  }
}

type Limits = Partial<Record<Severity, number>> | undefined;

function limits(rule: Pick<RuleOf<'limit'>, 'high' | 'low' | 'unit' | 'deadband'>): string {
  return [...side('high', rule.high, rule.unit), ...side('low', rule.low, rule.unit), ...band(rule)].join(
    '; ',
  );
}

function moves(rule: RuleOf<'rate'> | RuleOf<'change'>): string[] {
  return [...side('rises', rule.rising, rule.unit), ...side('falls', rule.falling, rule.unit)];
}

function side(word: string, levels: Limits, unit: string): string[] {
  const texts = SEVERITIES.flatMap((severity) => {
    const limit = levels?.[severity];
    return limit === undefined ? [] : [`${severity} ${limit}`];
  });
  return texts.length === 0 ? [] : [`${word} ${texts.join(', ')} ${unit}`];
}

function band({ deadband }: { readonly deadband: number }): string[] {
  return deadband > 0 ? [`deadband ${deadband}`] : [];
}

function rowsText(raising: number, clearing: number | undefined, silent: number): string[] {
  if (raising === silent && clearing === undefined) return [];
  return [
    `${raising} medians in a row${clearing === undefined ? '' : `, clears after ${clearing} in a row`}`,
  ];
}

function spanText(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return `${seconds} s`;
}
