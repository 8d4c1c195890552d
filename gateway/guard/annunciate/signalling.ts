import type { AlarmState } from '../../../drivers/vocabulary.ts';
import type { Sounded } from './policy.ts';
import type { Annunciated } from './state.ts';

const MASKED: readonly AlarmState[] = ['shelved', 'suppressed', 'out-of-service'];
const LOUD: readonly AlarmState[] = [
  'unacknowledged-active',
  'acknowledged-active',
  'latched-unacknowledged',
  'latched-acknowledged',
];
const ACKNOWLEDGED: readonly AlarmState[] = ['acknowledged-active', 'latched-acknowledged'];
const RESETTABLE: readonly AlarmState[] = [
  'returned-unacknowledged',
  'latched-unacknowledged',
  'latched-acknowledged',
];

/** Whether somebody shelved it, or it is suppressed or out of service: it signals nothing. */
export function masked({ to }: Sounded): boolean {
  return MASKED.includes(to);
}

/** Whether an alarm may signal anything. */
export function signals(alarm: Sounded): boolean {
  return !masked(alarm) && alarm.condition !== 'normal';
}

/** Whether it may sound at all: its condition holds or is latched. */
export function loud(alarm: Sounded): boolean {
  return signals(alarm) && LOUD.includes(alarm.condition);
}

/** Whether it is acknowledged as it stands, be it for an earlier announcement. */
export function acknowledgedNow({ condition }: Sounded): boolean {
  return ACKNOWLEDGED.includes(condition);
}

/** Whether a reset would end it. */
export function resettable(alarm: Sounded): boolean {
  return signals(alarm) && RESETTABLE.includes(alarm.condition);
}

/** Whether its present announcement is to be heard, tone and siren permitting. */
export function unanswered(alarm: Sounded, heard: Annunciated | undefined): boolean {
  if (!loud(alarm) || heard?.silenced?.announcement === alarm.announcement) return false;
  return !(acknowledgedNow(alarm) && heard !== undefined && heard.acknowledged >= alarm.announcement);
}
