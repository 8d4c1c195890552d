import { qualityClass } from '../../../../drivers/quality.ts';
import { forgetful, type MakeWatch, sealed } from '../ruleWatch.ts';

/** The point by which annunciation tells whether a device does what it is told. Nothing polls it. */
export function obeysPoint(deviceId: string): string {
  return `${deviceId}/annunciator.obeys`;
}

/**
 * An annunciator that does not do what it is told, or cannot be reached: then there is no telling whether anybody would
 * hear an alarm. `quality` tells the two apart.
 */
export const annunciatorWatch: MakeWatch<'annunciator'> = (rule) => {
  const point = obeysPoint(rule.device);
  return sealed({
    ...forgetful,
    rule,
    device: rule.device,
    point,
    unit: '',
    levels: [{ key: 'disobeys', severity: rule.severity, limit: null }],
    listensTo: [point],
    silenceMs: Number.POSITIVE_INFINITY, // it is told when it changes
    onReading(_memory, { value, quality }) {
      const unreachable = qualityClass(quality) === 'bad';
      if (typeof value !== 'boolean' && !unreachable) return { memory: null, finding: null };
      const verdict = value === true && !unreachable ? 'off' : 'on';
      return { memory: null, finding: { verdicts: [verdict], clears: true, value, quality, point } };
    },
  });
};
