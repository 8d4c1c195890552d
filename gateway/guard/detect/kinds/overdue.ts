import { z } from 'zod';
import { dayOf } from '../../../site/civilDate.ts';
import type { Device } from '../../../site/installation.ts';
import type { RuleOf } from '../../../site/rules/ruleKinds.ts';
import { type MakeWatch, sealed } from '../ruleWatch.ts';

const DAY_MS = 86_400_000;

const memorySchema = z.object({ since: z.number(), overdue: z.boolean().nullable() }); // mono; null: not looked yet
type OverdueMemory = Readonly<z.infer<typeof memorySchema>>;

/**
 * A calibration or a bump test that is overdue: its day (UTC) has passed. On civil time alone, and while that is not
 * sure what was found stands.
 */
export const overdueWatch: MakeWatch<'overdue'> = (rule, { devices }) => {
  const dueUtc = overdueAt(rule, devices.get(rule.device));
  return sealed<OverdueMemory>({
    rule,
    device: rule.device,
    point: null,
    unit: '',
    levels: [{ key: 'overdue', severity: rule.severity, limit: null }],
    listensTo: [],
    silenceMs: Number.POSITIVE_INFINITY,
    begin: (now) => ({ since: now, overdue: null }),
    onReading: (memory) => ({ memory, finding: null }),
    onTick(memory, now, utcOffset) {
      if (utcOffset === null || dueUtc === null) return { memory, finding: null };
      const overdue = now + utcOffset >= dueUtc;
      if (overdue === memory.overdue) return { memory, finding: null };
      return {
        memory: { ...memory, overdue },
        finding: {
          verdicts: [overdue ? 'on' : 'off'],
          clears: true,
          value: null,
          quality: overdue ? 'drift' : 'good',
          point: null,
        },
      };
    },
    nextDue({ since, overdue }, utcOffset) {
      if (utcOffset === null || dueUtc === null || overdue === true) return null;
      return overdue === null ? since : Math.max(since, dueUtc - utcOffset);
    },
    // the day may be another one now
    revive: (_memory, _byMs, now) => ({ since: now, overdue: null }),
  });
};

/** UTC from which it is overdue: the day after the one it is due on. Null where the device states no day. */
function overdueAt({ of }: RuleOf<'overdue'>, device: Device | undefined): number | null {
  if (device === undefined) return null;
  const { calibrationDue, bumpTest } = device;
  if (of === 'calibration') return calibrationDue === undefined ? null : (dayOf(calibrationDue) + 1) * DAY_MS;
  return bumpTest === undefined ? null : (dayOf(bumpTest.last) + bumpTest.everyDays + 1) * DAY_MS;
}
