import type { Instant } from '../../drivers/reading.ts';
import type { AlarmEvent, EventBody } from '../../gateway/telemetry/index.ts';

/** The `nth` step of a gas alarm that comes and goes: even ones raise an occurrence, odd ones end it. */
export function alarmStep(nth: number, at: Instant): AlarmEvent & EventBody {
  const raised = nth % 2 === 0;
  return {
    type: 'alarm',
    rule: 'gas-high',
    ruleName: { en: 'Gas in the kitchen is high', zh: '厨房燃气浓度过高' },
    occurrence: `gas-high#${Math.floor(nth / 2) + 1}`,
    cause: raised ? 'raised' : 'returned',
    from: raised ? 'A' : 'B',
    to: raised ? 'B' : 'A',
    severity: 'red',
    device: 'gas',
    deviceName: { en: 'Gas detector', zh: '燃气探测器' },
    place: { en: 'Kitchen', zh: '厨房' },
    point: 'gas/concentration',
    value: raised ? 27.5 : 3.5,
    limit: 20,
    unit: '%LEL',
    quality: 'good',
    onset: at,
    declared: at,
    actor: null,
    condition: raised ? 'B' : 'A',
    announcement: 1,
    group: null,
    reason: null,
    until: null,
    at,
  };
}
