import { z } from 'zod';
import type { Problem } from '../../core/result.ts';
import { words } from '../../text/named.ts';
import { differenceProblems } from '../checks/differenceChecks.ts';
import { measurementOf, unitNamed } from '../checks/measurement.ts';
import { pointRef } from '../schema/schemaParts.ts';
import { amounts, deadband, medians, unit } from './ruleFields.ts';
import { ofPoint, type RuleChecking, ruleKind } from './ruleKind.ts';
import { conditions, deadbandText, mediansText, movesText, sideText } from './ruleWords.ts';

/** How far hourly medians are from the commissioned baseline, and sudden steps beside them. */
export const changeRule = ruleKind(
  'change',
  {
    point: pointRef,
    unit,
    rising: amounts.optional(),
    falling: amounts.optional(),
    deadband,
    medians: medians.default(3),
    clearMedians: medians.optional(),
    compensation: z
      .strictObject({
        temperature: pointRef, // °C
        perDegree: z.number(), // what one degree adds to the point, in its unit
        reference: z.number(), // °C at which the baseline was taken
      })
      .optional(),
    step: amounts.optional(), // either way, against the median of the last 15 min
  },
  {
    is: { en: '{point} from its baseline {moves}', zh: '{point} 相对基准值{moves}' },
    compensation: {
      en: '{perDegree} {unit}/°C of {temperature} taken out',
      zh: '按 {temperature} 作温度补偿，{perDegree} {unit}/°C',
    },
  },
  {
    ...ofPoint,
    names: { en: 'change since commissioning', zh: '相对基准变化' },
    class: 'alarm',
    atOnce: false,
    inUnit: ['rising', 'falling', 'step', 'deadband'],
    describe(rule, voice, own) {
      const { point, unit, compensation } = rule;
      const parts = [
        ...movesText(rule, voice),
        ...mediansText(rule, null, voice),
        ...sideText('step', rule.step, unit, voice),
        ...(compensation === undefined ? [] : [own('compensation', { ...compensation, unit })]),
        ...deadbandText(rule, voice),
      ];
      return own('is', { point, moves: conditions(parts, voice) });
    },
    check(rule, checking) {
      const { about, whole, say } = checking;
      const own = about(rule.point, (measured) =>
        differenceProblems(rule, ['rising', 'falling', 'step'], whole && words('write.step'), measured, say),
      );
      return [...own, ...compensationProblems(rule.compensation?.temperature, checking)];
    },
  },
);

function compensationProblems(temperature: string | undefined, { find, say }: RuleChecking): Problem[] {
  if (temperature === undefined) return [];
  const at = ['compensation', 'temperature'];
  const found = find(temperature, at);
  if (Array.isArray(found)) return found;
  const { unit } = measurementOf(found.point, found.device);
  if (unit === '°C') return [];
  return [say(at, 'site.wrong-unit/compensation', { point: temperature, unit: unitNamed(unit) })];
}
