import type { Alarm } from '../../gateway/control/alarm.ts';
import type { ControlAsk } from '../../gateway/control/client.ts';
import { GAS_POINTS, ruleOf } from './house.ts';

/** Who may come to the gateway's page at the same time. */
export const CLIENTS = ['wang', 'li', 'chen'] as const;

/** One of the things that somebody may ask for, with these alarms before him. `of` draws one. */
export function somethingAsked(of: <T>(among: readonly T[]) => T, alarms: readonly Alarm[]): ControlAsk {
  const actor = of(CLIENTS);
  const rule = ruleOf(of(GAS_POINTS));
  const alarm = alarms.length === 0 ? undefined : of(alarms);
  return of<ControlAsk>([
    { verb: 'silence', actor },
    { verb: 'test', actor },
    { verb: 'reset', actor },
    { verb: 'reopen-valve', actor, point: 'node/gas_valve' },
    { verb: 'shelve', actor, rule, forS: 60, reason: 'simulated' },
    { verb: 'unshelve', actor, rule },
    { verb: 'maintenance', actor, devices: ['gas-1'], forS: 30, reason: 'simulated' },
    { verb: 'status' },
    { verb: 'alarms' },
    ...(alarm === undefined
      ? []
      : ([
          { verb: 'acknowledge', actor, occurrence: alarm.occurrence, seen: alarm },
          { verb: 'acknowledge', actor, occurrence: alarm.occurrence, seen: alarm },
          { verb: 'reset', actor, occurrence: alarm.occurrence },
        ] as ControlAsk[])),
  ]);
}
