import { z } from 'zod';
import { SEVERITIES } from '../../../drivers/vocabulary.ts';
import { words } from '../../text/named.ts';
import { differenceProblems, windowProblems } from '../checks/differenceChecks.ts';
import { pointRef, seconds, severity } from '../schema/schemaParts.ts';
import { amounts, deadband, unit, windowS } from './ruleFields.ts';
import { ofPoint, ruleKind } from './ruleKind.ts';
import { conditions, deadbandText, graded, sideText, spanText } from './ruleWords.ts';

/** A fall within a window, against the median of the last 15 min: in the point's unit, or in per cent of that median. */
export const dropRule = ruleKind(
  'drop',
  {
    point: pointRef,
    unit,
    windowS: windowS.max(900),
    fall: amounts,
    holdS: z.partialRecord(severity, seconds).default({}), // how long it must stay down
    deadband,
  },
  {
    is: { en: '{point} within {span} {moves}', zh: '{point} 在 {span}内{moves}' },
    held: { en: '{severity} held {s} s', zh: '{severity}须持续 {s} s' },
  },
  {
    ...ofPoint,
    names: { en: 'sudden drop', zh: '骤降' },
    class: 'alarm',
    atOnce: true,
    inUnit: ['fall', 'deadband'],
    describe(rule, voice, own) {
      const held = SEVERITIES.flatMap((severity) => {
        const s = rule.holdS[severity];
        return s === undefined ? [] : [own('held', { ...graded({ severity }, voice), s })];
      });
      const parts = [
        ...sideText('falls', rule.fall, rule.unit, voice),
        ...held,
        ...deadbandText(rule, voice),
      ];
      return own('is', {
        point: rule.point,
        span: spanText(rule.windowS, voice),
        moves: conditions(parts, voice),
      });
    },
    check: (rule, { about, whole, say }) =>
      about(rule.point, (measured) => {
        const example = whole && words('write.fall');
        // of a fall in per cent the sensor's whole range is the most that it can be a part of
        const relative = rule.unit === '%' && measured.unit !== '%';
        const most = measured.range[1];
        return [
          ...(relative
            ? differenceProblems(
                { ...rule, unit: measured.unit },
                ['fall'],
                example,
                measured,
                say,
                (part) => (part / 100) * most,
              )
            : differenceProblems(rule, ['fall'], example, measured, say)),
          ...(measured.numeric ? windowProblems(rule.windowS, measured, say) : []),
        ];
      }),
  },
);
