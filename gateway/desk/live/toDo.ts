import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Installation } from '../../site/installation.ts';
import { alarmClass } from '../../site/rules/ruleKinds.ts';
import type { AlarmEvent } from '../../telemetry/index.ts';
import type { TO_DO_MESSAGES } from '../../text/toDoMessages.ts';

/** The letter of a state in which nothing holds any more. */
const NORMAL = 'A';

export type ToDoStep = keyof typeof TO_DO_MESSAGES;
/** What is to be known of an alarm for it. */
type AlarmAt = Pick<ScreenAlarm, 'condition' | 'kind' | 'class' | 'device' | 'point' | 'rule' | 'to'> & {
  readonly reset: { readonly possible: boolean };
};

/** What somebody is to do about an alarm, in their order: by what it is about, then by how it stands. */
export function toDoOf(alarm: AlarmAt, installation: Installation | null): ToDoStep[] {
  return [...about(alarm, installation), ...standing(alarm)];
}

/** The same of an alarm as the journal has it, while guard says nothing: it may have gone on, but nobody is to wait for that. */
export function toDoUnheard(last: AlarmEvent, installation: Installation | null): ToDoStep[] {
  const rule = installation?.rules.find(({ id }) => id === last.rule);
  if (last.condition === NORMAL || rule === undefined) return [];
  const { device, point } = last;
  const asActive = { condition: 'acknowledged-active', to: 'acknowledged-active' } as const;
  const known = { kind: rule.kind, class: alarmClass(rule), rule: rule.id, device, point };
  return toDoOf({ ...known, ...asActive, reset: { possible: false } }, installation);
}

function about(alarm: AlarmAt, installation: Installation | null): readonly ToDoStep[] {
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

function standing({ to, reset }: AlarmAt): readonly ToDoStep[] {
  if (to === 'unacknowledged-active') return ['any.ack'];
  return reset.possible ? ['any.reset'] : [];
}
