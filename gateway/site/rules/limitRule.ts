import { limitProblems } from '../checks/limitChecks.ts';
import { pointRef } from '../schema/schemaParts.ts';
import { deadband, levels, unit } from './ruleFields.ts';
import { ofPoint, ruleKind } from './ruleKind.ts';
import { limitsText } from './ruleWords.ts';

/** A quantity at or beyond a limit. */
export const limitRule = ruleKind(
  'limit',
  { point: pointRef, unit, high: levels.optional(), low: levels.optional(), deadband },
  { is: { en: '{point} {limits}', zh: '{point} {limits}' } },
  {
    ...ofPoint,
    names: { en: 'limit', zh: '限值' },
    class: 'alarm',
    atOnce: true,
    inUnit: ['high', 'low', 'deadband'],
    describe: (rule, voice, own) => own('is', { point: rule.point, limits: limitsText(rule, voice) }),
    check: (rule, { about, whole, say }) =>
      about(rule.point, (measured) => limitProblems(rule, whole, measured, say)),
  },
);
