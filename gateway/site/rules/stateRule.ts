import { z } from 'zod';
import { guardProblems } from '../checks/stateChecks.ts';
import { pointRef, severity } from '../schema/schemaParts.ts';
import { equals } from './ruleFields.ts';
import { ofPoint, ruleKind } from './ruleKind.ts';
import { graded } from './ruleWords.ts';

/** A point that holds one particular state: a contact is closed, a detector says fault. */
export const stateRule = ruleKind(
  'state',
  { point: pointRef, equals: z.union([equals, z.array(equals).min(1)]), severity }, // one state, or one of several
  { is: { en: '{point} is {value}: {severity}', zh: '{point} 为 {value}：{severity}' } },
  {
    ...ofPoint,
    names: { en: 'state', zh: '状态' },
    class: 'alarm',
    atOnce: true,
    inUnit: [],
    describe: (rule, voice, own) =>
      own('is', {
        point: rule.point,
        value: [rule.equals].flat().join(voice.language === 'zh' ? ' 或 ' : ' or '),
        ...graded(rule, voice),
      }),
    check: (rule, { about, say }) =>
      about(rule.point, (_measured, { point }) =>
        [rule.equals].flat().flatMap((one) => guardProblems(one, rule.point, point, say)),
      ),
  },
);
