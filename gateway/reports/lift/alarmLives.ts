import { VIRTUAL_POINTS } from '../../../drivers/lift/virtualPoints.ts';
import { ALARM_STATES, SEVERITIES, type Severity } from '../../../drivers/vocabulary.ts';
import type { AlarmEvent, EventBody, WireText } from '../../telemetry/wire/model.ts';
import type { Stamp } from './stamp.ts';

/** An alarm of a lift from its first announcement to its end. */
export type AlarmLife = {
  readonly occurrence: string;
  readonly name: WireText;
  readonly severity: Severity; // the gravest it had
  readonly raised: Stamp;
  readonly acknowledged: { readonly at: Stamp; readonly by: string | null } | null;
  /** When what it is about was over; null: it stands, or its end was not seen. */
  readonly over: Stamp | null;
  /** When the alarm was: what it is about may be over long before somebody resets it. null: it waits for that. */
  readonly ended: Stamp | null;
};

type AlarmRow = AlarmEvent & Pick<EventBody, 'at'>;

/** Whether a point is one of those that detection makes of a lift. */
export function isOfLift(point: string | null): boolean {
  const [, name] = point?.split('/') ?? [];
  return VIRTUAL_POINTS.some((one) => one.name === name || one.name === `lift.${name}`);
}

/** The alarms that these rows tell of, in the order in which they came. A cover (shelf, maintenance) ends none. */
export function alarmLives(rows: readonly AlarmRow[], date: (at: AlarmRow['at']) => Stamp): AlarmLife[] {
  const found = new Map<string, AlarmLife>();
  for (const row of rows) {
    const before = found.get(row.occurrence) ?? {
      ...{ occurrence: row.occurrence, name: row.ruleName, severity: row.severity },
      ...{ raised: date(row.declared), acknowledged: null, over: null, ended: null },
    };
    const at = date(row.at);
    const graver = SEVERITIES.indexOf(row.severity) > SEVERITIES.indexOf(before.severity);
    found.set(row.occurrence, {
      ...before,
      severity: graver ? row.severity : before.severity,
      acknowledged:
        row.cause === 'acknowledged' ? (before.acknowledged ?? { at, by: row.actor }) : before.acknowledged,
      over: ACTIVE.includes(row.condition) ? null : (before.over ?? at),
      ended: row.to === ALARM_STATES.normal ? at : null,
    });
  }
  return [...found.values()];
}

/** What it is about stands, unseen or seen; beneath a cover too. */
const ACTIVE: readonly string[] = [
  ALARM_STATES['unacknowledged-active'],
  ALARM_STATES['acknowledged-active'],
];
