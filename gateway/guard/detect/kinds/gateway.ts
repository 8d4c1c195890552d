import { GATEWAY } from '../../../../drivers/vocabulary.ts';
import { forgetful, type MakeWatch, sealed } from '../ruleWatch.ts';

/** The point by which guard tells of a concern: true while it is well, false while it is not. Nothing polls it. */
export function concernPoint(concern: string): string {
  return `${GATEWAY}/${concern}`;
}

/** A fault of the gateway itself, as guard tells it. */
export const gatewayWatch: MakeWatch<'gateway'> = (rule) => {
  const point = concernPoint(rule.concern);
  return sealed({
    ...forgetful,
    rule,
    device: GATEWAY,
    point,
    unit: '',
    levels: [{ key: 'fault', severity: rule.severity, limit: null }],
    listensTo: [point],
    silenceMs: Number.POSITIVE_INFINITY, // it is told when it changes
    onReading(_memory, { value, quality }) {
      if (typeof value !== 'boolean') return { memory: null, finding: null };
      const verdict = value ? 'off' : 'on';
      return { memory: null, finding: { verdicts: [verdict], clears: true, value, quality, point } };
    },
  });
};
