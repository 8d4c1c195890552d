import { aboutPoint, forgetful, type MakeWatch, sealed } from '../ruleWatch.ts';
import { trustIn } from '../trust.ts';

/** A point that holds one particular state: a contact is closed, a detector says fault. */
export const stateWatch: MakeWatch<'state'> = (rule, { points }) => {
  const point = points.get(rule.point);
  const wanted: readonly unknown[] = Array.isArray(rule.equals) ? rule.equals : [rule.equals];
  const limit = Array.isArray(rule.equals) ? rule.equals.join(' / ') : rule.equals;
  return sealed({
    ...forgetful,
    ...aboutPoint(rule, point),
    unit: point?.unit ?? '',
    levels: [{ key: 'state', severity: rule.severity, limit }],
    onReading(_memory, { value, quality, point: from }) {
      const trust = trustIn(quality);
      if (value === null || trust === 'none') return { memory: null, finding: null };
      const verdict = wanted.includes(value) ? 'on' : 'off';
      return {
        memory: null,
        finding: { verdicts: [verdict], clears: trust === 'full', value, quality, point: from },
      };
    },
  });
};
