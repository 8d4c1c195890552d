import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Installation } from '../../site/installation.ts';
import type { Text } from '../../text/language.ts';
import { TO_DO_MESSAGES } from '../../text/toDoMessages.ts';

type Step = keyof typeof TO_DO_MESSAGES;
/** As guard tells it; its rule in words does not matter here. */
type Shown = Omit<ScreenAlarm, 'ruleText'>;

/** What somebody is to do about an alarm, in their order: by what it is about, then by how it stands. */
export function toDoOf(alarm: Shown, installation: Installation | null): Text[] {
  return [...about(alarm, installation), ...standing(alarm)].map((step) => TO_DO_MESSAGES[step]);
}

function about(alarm: Shown, installation: Installation | null): readonly Step[] {
  if (alarm.condition === 'normal') return [];
  if (alarm.kind === 'loss-of-sensing') return ['blind.look'];
  if (alarm.kind === 'annunciator') return ['fault.siren'];
  if (alarm.class === 'fault') return ['any.look'];
  const device = installation?.devices.get(alarm.device);
  if (device?.madeOf !== undefined)
    return alarm.rule.endsWith('.entrapment') ? ['lift.talk', 'lift.call', 'lift.told'] : ['lift.call'];
  const role = (alarm.point === null ? undefined : installation?.points.get(alarm.point)?.profile.role) ?? '';
  if (role.startsWith('gas.')) return ['gas.away', 'gas.spark', 'gas.air', 'gas.call'];
  if (/^(tilt|crack|settlement|displacement)/.test(role)) return ['structure.look', 'structure.call'];
  if (/^(pressure|flow|level|water|leak)/.test(role)) return ['any.look', 'water.shut'];
  return ['any.look'];
}

function standing({ to, reset }: Shown): readonly Step[] {
  if (to === 'unacknowledged-active') return ['any.ack'];
  return reset.possible ? ['any.reset'] : [];
}
