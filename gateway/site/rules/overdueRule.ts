import { z } from 'zod';
import { OVERDUE } from '../../../drivers/vocabulary.ts';
import { words } from '../../text/named.ts';
import { OVERDUE_WORDS } from '../../text/siteTerms.ts';
import { id, severity } from '../schema/schemaParts.ts';
import { nameOf, ofNoPoint, ruleKind } from './ruleKind.ts';
import { graded } from './ruleWords.ts';

/** What a device says of the task, and how a rule about it is named. */
const TASKS = {
  calibration: { key: 'calibrationDue', en: 'calibration overdue', zh: '校准超期' },
  'bump-test': { key: 'bumpTest', en: 'bump test overdue', zh: '通气测试超期' },
} as const;

/** Made for every device that states a calibration date or bump tests. */
export const overdueRule = ruleKind(
  'overdue',
  { device: id, of: z.enum(OVERDUE), severity: severity.default('yellow') },
  { is: { en: 'the {what} of {device} is overdue: {severity}', zh: '{device} {what}逾期：{severity}' } },
  {
    ...ofNoPoint,
    names: { en: 'calibration or test overdue', zh: '校准或试验逾期' },
    class: 'fault',
    subject: ({ device, of }) => `${device} ${of}`,
    describe: (rule, voice, own) =>
      own('is', {
        what: OVERDUE_WORDS[rule.of][voice.language],
        device: rule.device,
        ...graded(rule, voice),
      }),
    check(rule, { device, say }) {
      const known = device(rule.device);
      if (known === undefined || known[TASKS[rule.of].key] !== undefined) return [];
      return [say(['of'], `site.no-due-date/${rule.of}`, { device: rule.device })];
    },
    second: ({ device, of }, other, say) =>
      say(['device'], 'site.second-rule/overdue', { of: words(`overdue.${of}`), device, other }),
    byItself: ({ devices }) =>
      devices.flatMap((device) =>
        OVERDUE.filter((of) => device[TASKS[of].key] !== undefined).map((of) => ({
          id: `${device.id}.${of}-overdue`,
          name: nameOf(device, TASKS[of].en, TASKS[of].zh),
          device: device.id,
          of,
        })),
      ),
  },
);
