import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Voice } from './voice.ts';

const PROGRAM = 'lifeline alarms';

/** What a person does next about an alarm, with the command where there is one. A rule has one alarm, so its id is enough. */
export function nextStep(alarm: ScreenAlarm, { say }: Voice): string | null {
  const { rule } = alarm;
  switch (alarm.to) {
    case 'unacknowledged-active':
      return say('next.look', { command: `${PROGRAM} ack ${rule}` });
    case 'acknowledged-active':
      return alarm.latches
        ? say('next.remove-cause-reset', { command: `${PROGRAM} reset ${rule}` })
        : say('next.remove-cause');
    case 'returned-unacknowledged':
      return say('next.acknowledge-over', { command: `${PROGRAM} ack ${rule}` });
    case 'latched-unacknowledged':
    case 'latched-acknowledged':
      return say('next.reset', { command: `${PROGRAM} reset ${rule}` });
    case 'shelved':
      return say('next.unshelve', { command: `${PROGRAM} unshelve ${rule}` });
    case 'suppressed':
      return alarm.period === null
        ? null
        : say('next.end-maintenance', { command: endMaintenance(alarm.period) });
    case 'out-of-service':
      return say('next.in-service', { command: `${PROGRAM} in-service ${rule}` });
    default:
      return null;
  }
}

/** The command that ends a maintenance period early. */
export function endMaintenance(period: string): string {
  return `${PROGRAM} maintenance --end ${period}`;
}
