import { rankOf } from './severity.ts';
import type { DetectState } from './state.ts';
import type { Alarm } from './types.ts';

/** The alarms that stand: active, or waiting for an acknowledgement. Most severe first; of equals, unacknowledged first. */
export function currentAlarms(state: DetectState): Alarm[] {
  return [...state.rules.values()]
    .flatMap(({ episode }) =>
      episode === null ? [] : [{ ...episode.last, since: episode.since, durable: episode.durable }],
    )
    .toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity) || waiting(b) - waiting(a));
}

function waiting({ to }: Alarm): number {
  return to === 'unacknowledged-active' || to === 'returned-unacknowledged' ? 1 : 0;
}
