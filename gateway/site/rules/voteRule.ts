import { z } from 'zod';
import type { Problem } from '../../core/result.ts';
import { limitProblems } from '../checks/limitChecks.ts';
import { type Measurement, measurementOf } from '../checks/measurement.ts';
import { pointRef } from '../schema/schemaParts.ts';
import { deadband, levels, unit } from './ruleFields.ts';
import { ruleKind } from './ruleKind.ts';
import { limitsText } from './ruleWords.ts';

/** So many of several points beyond one limit. */
export const voteRule = ruleKind(
  'vote',
  {
    points: z.array(pointRef).min(2).max(16),
    atLeast: z.int().min(1),
    unit,
    high: levels.optional(),
    low: levels.optional(),
    deadband,
  },
  { is: { en: '{atLeast} of {points} {limits}', zh: '{points} 中至少 {atLeast} 个越限（{limits}）' } },
  {
    names: { en: 'vote of several sensors', zh: '多传感器表决' },
    class: 'alarm',
    atOnce: true,
    inUnit: ['high', 'low', 'deadband'],
    second: null,
    byItself: null,
    points: ({ points }) => points,
    subject: ({ points }) => points.join(' '),
    describe: (rule, voice, own) =>
      own('is', {
        atLeast: rule.atLeast,
        points: rule.points.join(voice.say('list.names')),
        limits: limitsText(rule, voice),
      }),
    check(rule, { find, whole, say }) {
      const problems: Problem[] = [];
      const measured: Measurement[] = [];
      for (const [i, reference] of rule.points.entries()) {
        const found = find(reference, ['points', i]);
        if (Array.isArray(found)) problems.push(...found);
        else measured.push(measurementOf(found.point, found.device));
        if (rule.points.indexOf(reference) !== i)
          problems.push(say(['points', i], 'site.second-vote', { point: reference }));
      }
      const { atLeast, points } = rule;
      if (atLeast > points.length)
        problems.push(say(['atLeast'], 'site.too-many-votes', { atLeast, count: points.length }));
      // a wrong unit is told of each point, everything else once
      const ofPoints = measured.flatMap((one) => limitProblems(rule, whole, one, say));
      const known = Map.groupBy(ofPoints, ({ code, what }) => `${code} ${what}`);
      return [...problems, ...[...known.values()].flatMap(([first]) => first ?? [])];
    },
  },
);
