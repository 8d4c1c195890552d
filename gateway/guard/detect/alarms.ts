import { severityRank } from '../../../drivers/vocabulary.ts';
import type { Alarm } from '../../control/alarm.ts';
import type { DetectState } from './state.ts';

/**
 * Every alarm that is not normal, masked ones too. Those that are masked come last; else most severe first, and of
 * equals unacknowledged first.
 */
export function currentAlarms(state: DetectState): Alarm[] {
  return [...state.rules.values()]
    .flatMap(({ episode }) =>
      episode === null ? [] : [{ ...episode.last, since: episode.since, durable: episode.durable }],
    )
    .toSorted(byUrgency);
}

/** What the order of alarms depends on. */
export type Ranked = Pick<Alarm, 'to' | 'condition' | 'severity'>;

/** Orders alarms for a person. */
export function byUrgency(a: Ranked, b: Ranked): number {
  return (
    Number(isMasked(a)) - Number(isMasked(b)) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    Number(isWaiting(b)) - Number(isWaiting(a))
  );
}

/** Whether something hides what the alarm is doing. */
export function isMasked({ to, condition }: Pick<Alarm, 'to' | 'condition'>): boolean {
  return to !== condition;
}

/** Whether it waits for an acknowledgement. */
export function isWaiting({ to }: Pick<Alarm, 'to'>): boolean {
  return (
    to === 'unacknowledged-active' || to === 'returned-unacknowledged' || to === 'latched-unacknowledged'
  );
}
