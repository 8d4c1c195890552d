import type { Instant } from '../../drivers/reading.ts';
import type { Installation } from '../site/installation.ts';
import { removed } from './lifecycle.ts';
import { watchOf } from './ruleKinds.ts';
import { adopted, begun, nextDueOf, subjectOf } from './ruleState.ts';
import type { DetectState } from './state.ts';
import { type Outcome, Turn } from './turn.ts';
import type { DetectInput } from './types.ts';
import type { Watch } from './watch.ts';

export type { Outcome } from './turn.ts';

/**
 * Decides what is an alarm: pure, `(state, input) → { state, effects }`. Everything that changes is in the state; the
 * detector itself is the rules of one installation.
 */
export type Detector = {
  /** Nothing known yet. Devices have from `at` on to be heard. */
  begin(at: Instant): DetectState;
  step(state: DetectState, input: DetectInput): Outcome;
  /** When a tick will say something new, in `mono`; null when only an input can. */
  nextDue(state: DetectState): number | null;
  /**
   * Takes over a state of another installation (reload) or another run (restart). The time in which nobody listened
   * does not count for delays and silences; across boots, delays that were running start again. An alarm whose rule is
   * gone, or speaks of another point now, ends as removed by configuration.
   */
  adopt(state: DetectState, at: Instant): Outcome;
};

/** The detector of an installation. */
export function createDetector(installation: Pick<Installation, 'rules' | 'devices' | 'points'>): Detector {
  const watches = installation.rules.map((rule) => watchOf(rule, installation));
  const listeners = new Map<string, Watch[]>();
  for (const watch of watches)
    for (const point of watch.listensTo) listeners.set(point, [...(listeners.get(point) ?? []), watch]);

  return {
    begin: (at) => ({
      boot: at.boot,
      at: at.mono,
      lastNumber: 0,
      unwritten: [],
      rules: new Map(watches.map((watch) => [watch.rule.id, begun(watch, at.mono)])),
    }),

    step(state, input) {
      const turn = new Turn(state);
      switch (input.kind) {
        case 'readings':
          for (const reading of input.readings)
            for (const watch of listeners.get(reading.point) ?? []) turn.reading(watch, reading);
          break;
        case 'tick':
          for (const watch of watches) turn.tick(watch, input.at);
          break;
        case 'command':
          turn.acknowledge(input.command, input.at);
          break;
        case 'committed':
          turn.committed(input.token);
          break;
      }
      return turn.outcome();
    },

    nextDue(state) {
      let soonest: number | null = null;
      for (const watch of watches) {
        const due = nextDueOf(watch, state.rules.get(watch.rule.id));
        if (due !== null && (soonest === null || due < soonest)) soonest = due;
      }
      return soonest;
    },

    adopt(old, at) {
      const turn = new Turn({ ...old, boot: at.boot, at: at.mono, rules: new Map() });
      for (const [id, rule] of old.rules) {
        const watch = watches.find((candidate) => candidate.rule.id === id);
        if (watch !== undefined && subjectOf(watch.rule) === rule.subject)
          turn.set(id, adopted(watch, rule, old, at));
        else if (rule.episode !== null) turn.emit(removed(rule.episode, at), rule.episode.step + 1, at);
      }
      for (const watch of watches)
        if (!turn.has(watch.rule.id)) turn.set(watch.rule.id, begun(watch, at.mono));
      return turn.outcome();
    },
  };
}
