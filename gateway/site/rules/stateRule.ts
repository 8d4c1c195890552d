import { guardProblems } from '../checks/stateChecks.ts';
import { pointRef, severity } from '../schema/schemaParts.ts';
import { equals } from './ruleFields.ts';
import { ofPoint, ruleKind } from './ruleKind.ts';
import { graded } from './ruleWords.ts';

/** A point that holds one particular state: a contact is closed, a detector says fault. */
export const stateRule = ruleKind(
  'state',
  { point: pointRef, equals, severity },
  { is: { en: '{point} is {value}: {severity}', zh: '{point} 为 {value}：{severity}' } },
  {
    ...ofPoint,
    names: { en: 'state', zh: '状态' },
    class: 'alarm',
    atOnce: true,
    inUnit: [],
    describe: (rule, voice, own) =>
      own('is', { point: rule.point, value: String(rule.equals), ...graded(rule, voice) }),
    check: (rule, { about, say }) =>
      about(rule.point, (_measured, { point }) => guardProblems(rule.equals, rule.point, point, say)),
  },
);
