import { words } from '../../text/named.ts';
import { differenceProblems, windowProblems } from '../checks/differenceChecks.ts';
import { pointRef } from '../schema/schemaParts.ts';
import { amounts, deadband, medians, unit, windowS } from './ruleFields.ts';
import { ofPoint, ruleKind } from './ruleKind.ts';
import { conditions, deadbandText, mediansText, movesText, spanText } from './ruleWords.ts';

/** How far a quantity moved within a window: up to an hour its readings, up to a week hourly medians, beyond daily ones. */
export const rateRule = ruleKind(
  'rate',
  {
    point: pointRef,
    unit,
    windowS,
    rising: amounts.optional(),
    falling: amounts.optional(),
    deadband,
    medians: medians.default(1), // so many in a row raise it; windows of an hour and more
    clearMedians: medians.optional(), // and so many in a row end it; default: as many
  },
  { is: { en: '{point} within {span} {moves}', zh: '{point} 在 {span}内{moves}' } },
  {
    ...ofPoint,
    names: { en: 'rate of change', zh: '变化速率' },
    class: 'alarm',
    atOnce: false,
    inUnit: ['rising', 'falling', 'deadband'],
    describe(rule, voice, own) {
      const parts = [...movesText(rule, voice), ...mediansText(rule, 1, voice), ...deadbandText(rule, voice)];
      return own('is', {
        point: rule.point,
        span: spanText(rule.windowS, voice),
        moves: conditions(parts, voice),
      });
    },
    check: (rule, { about, whole, say }) =>
      about(rule.point, (measured) => [
        ...differenceProblems(rule, ['rising', 'falling'], whole && words('write.rising'), measured, say),
        ...(measured.numeric ? windowProblems(rule.windowS, measured, say) : []),
      ]),
  },
);
