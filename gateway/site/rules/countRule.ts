import { z } from 'zod';
import { words } from '../../text/named.ts';
import { windowProblems } from '../checks/differenceChecks.ts';
import { levelsOf, orderProblems } from '../checks/levelChecks.ts';
import { guardProblems } from '../checks/stateChecks.ts';
import { pointRef, severity } from '../schema/schemaParts.ts';
import { equals, windowS } from './ruleFields.ts';
import { ofPoint, ruleKind } from './ruleKind.ts';
import { levelsText, spanText } from './ruleWords.ts';

/** How often a state began within a window; without `equals` by how much a counter went up. */
export const countRule = ruleKind(
  'count',
  {
    point: pointRef,
    equals: equals.optional(),
    windowS,
    atLeast: z.partialRecord(severity, z.int().positive()),
  },
  {
    becomes: {
      en: '{point} becomes {value} within {span} at least {levels} times',
      zh: '{point} 在 {span}内变为 {value} 的次数达到：{levels} 次',
    },
    'goes-up': {
      en: '{point} goes up within {span} at least {levels} times',
      zh: '{point} 在 {span}内计数增量达到：{levels} 次',
    },
  },
  {
    ...ofPoint,
    names: { en: 'frequency', zh: '次数' },
    class: 'alarm',
    atOnce: true,
    inUnit: [],
    describe({ point, equals, windowS, atLeast }, voice, own) {
      const told = { point, span: spanText(windowS, voice), levels: levelsText(atLeast, voice) ?? '' };
      return equals === undefined ? own('goes-up', told) : own('becomes', { ...told, value: String(equals) });
    },
    check: (rule, { about, whole, say }) =>
      about(rule.point, (measured, { point }) => {
        const levels = levelsOf(rule.atLeast);
        const problems = [
          ...orderProblems('atLeast', levels, 1, say),
          ...windowProblems(rule.windowS, measured, say),
        ];
        if (whole && levels.length === 0)
          problems.push(say(['atLeast'], 'site.no-limit', { example: words('write.at-least') }));
        if (rule.equals !== undefined) problems.push(...guardProblems(rule.equals, rule.point, point, say));
        else if (!measured.numeric) problems.push(say([], 'site.no-state', { point: rule.point }));
        return problems;
      }),
  },
);
