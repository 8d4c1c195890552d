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

/**
 * The alarms that these rows tell of, in the order in which they came. A cover (shelf, maintenance) ends none. One that comes
 * back while it waits for its reset is another life of the same occurrence: in between it was over.
 */
export function alarmLives(rows: readonly AlarmRow[], date: (at: AlarmRow['at']) => Stamp): AlarmLife[] {
  const lives: AlarmLife[] = [];
  const newest = new Map<string, number>();
  for (const row of rows) {
    const at = date(row.at);
    const active = ACTIVE.includes(row.condition);
    const known = lives[newest.get(row.occurrence) ?? -1];
    const again = known !== undefined && active && known.over !== null;
    if (again) lives[newest.get(row.occurrence) ?? -1] = { ...known, ended: known.ended ?? at };
    if (known === undefined || again) newest.set(row.occurrence, lives.length);
    const before = known === undefined || again ? begun(row, again ? at : date(row.declared)) : known;
    const graver = SEVERITIES.indexOf(row.severity) > SEVERITIES.indexOf(before.severity);
    lives[newest.get(row.occurrence) ?? lives.length] = {
      ...before,
      severity: graver ? row.severity : before.severity,
      acknowledged:
        row.cause === 'acknowledged' ? (before.acknowledged ?? { at, by: row.actor }) : before.acknowledged,
      over: active ? null : (before.over ?? at),
      ended: row.to === ALARM_STATES.normal ? at : null,
    };
  }
  return lives;
}

function begun({ occurrence, ruleName: name, severity }: AlarmRow, raised: Stamp): AlarmLife {
  return { occurrence, name, severity, raised, acknowledged: null, over: null, ended: null };
}

/** What it is about stands, unseen or seen; beneath a cover too. */
const ACTIVE: readonly string[] = [
  ALARM_STATES['unacknowledged-active'],
  ALARM_STATES['acknowledged-active'],
];
