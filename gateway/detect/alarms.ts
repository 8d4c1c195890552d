import { rankOf } from './severity.ts';
import { type DetectState, tokenOf } from './state.ts';
import type { Alarm, DetectEffect } from './types.ts';

/** The alarms that stand: active, or waiting for an acknowledgement. Most severe first; of equals, unacknowledged first. */
export function currentAlarms(state: DetectState): Alarm[] {
  return [...state.rules.values()]
    .flatMap(({ episode }) =>
      episode === null ? [] : [{ ...episode.last, since: episode.since, durable: episode.durable }],
    )
    .toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity) || waiting(b) - waiting(a));
}

/**
 * The last transition of every standing alarm that is not known to be on disk: after a crash these are to be journaled
 * again. If a row was written after all there are two of the same step, which says nothing new and nothing wrong.
 */
export function unwritten(state: DetectState): Extract<DetectEffect, { kind: 'transition' }>[] {
  return [...state.rules.values()].flatMap(({ episode }) => {
    if (episode === null || episode.durable) return [];
    const { last, since, step } = episode;
    return [
      { kind: 'transition' as const, transition: last, at: since, token: tokenOf(last.occurrence, step) },
    ];
  });
}

function waiting({ to }: Alarm): number {
  return to === 'unacknowledged-active' || to === 'returned-unacknowledged' ? 1 : 0;
}
