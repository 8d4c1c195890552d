import type { Instant } from '../../../drivers/reading.ts';
import type { Installation } from '../../site/installation.ts';
import { subjectOf } from '../../site/rules/ruleKinds.ts';
import { obey } from './commands.ts';
import { removed } from './episode.ts';
import { endMaintenance, remaskAll } from './maintenance.ts';
import { adopted, begun, carriedTime, nextDueOf } from './ruleState.ts';
import type { Watch } from './ruleWatch.ts';
import type { DetectState } from './state.ts';
import { type DetectOutcome, Turn } from './turn.ts';
import type { DetectInput } from './types.ts';
import { watchOf } from './watches.ts';

export type { DetectOutcome } from './turn.ts';

/**
 * Decides what is an alarm: pure, `(state, input) → { state, effects }`. Everything that changes is in the state; the
 * detector itself is the rules of one installation.
 */
export type Detector = {
  /** Nothing known yet. Devices have from `at` on to be heard. */
  begin(at: Instant): DetectState;
  step(state: DetectState, input: DetectInput): DetectOutcome;
  /** When a tick will say something new, in `mono`; null when only an input can. */
  nextDue(state: DetectState): number | null;
  /**
   * Takes over a state of another installation (reload) or another run (restart). The time in which nobody listened
   * does not count for delays and silences; across boots, delays that were running start again. Shelves and maintenance
   * periods end when they would have; across boots, after what remained of them. An alarm whose rule is gone, or speaks
   * of another point now, ends as removed by configuration.
   */
  adopt(state: DetectState, at: Instant): DetectOutcome;
  /**
   * Whether the state is worth saving now and then although nothing was declared, `saved` being what was saved last:
   * while an alarm or a maintenance period stands, since a reboot must know how much of their times remains, and when
   * what rules remember (medians of days) is another. Silences begin anew anyway.
   */
  isWorthSaving(state: DetectState, saved: DetectState): boolean;
};

/** The detector of an installation. */
export function createDetector(
  installation: Pick<Installation, 'rules' | 'devices' | 'points' | 'zones'>,
): Detector {
  const { devices, zones } = installation;
  const watches = installation.rules.map((rule) => watchOf(rule, installation));
  const setting = { watches: new Map(watches.map((watch) => [watch.rule.id, watch])), devices, zones };
  const listeners = new Map<string, Watch[]>();
  for (const watch of watches)
    for (const point of watch.listensTo) listeners.set(point, [...(listeners.get(point) ?? []), watch]);

  return {
    begin: (at) => ({
      boot: at.boot,
      at: at.mono,
      utcOffset: null,
      lastNumber: 0,
      rules: new Map(watches.map((watch) => [watch.rule.id, begun(watch, at.mono)])),
      maintenance: [],
      floods: {},
      unwritten: [],
    }),

    step(state, input) {
      const turn = new Turn(setting, state);
      switch (input.kind) {
        case 'readings':
          for (const reading of input.readings) {
            endMaintenance(turn, ({ until }) => until < reading.at.mono, null, reading.at);
            for (const watch of listeners.get(reading.point) ?? [])
              turn.contained(watch, () => turn.reading(watch, reading));
          }
          break;
        case 'tick':
          endMaintenance(turn, ({ until }) => until <= input.at.mono, null, input.at);
          for (const watch of watches) turn.contained(watch, () => turn.tick(watch, input.at));
          break;
        case 'command': {
          const { command, at } = input;
          turn.passTo(at);
          turn.effect({ kind: 'answer', command, problem: obey(turn, command, at) });
          break;
        }
        case 'clock':
          turn.passTo(input.at);
          turn.change({ utcOffset: input.utcOffset });
          break;
        case 'committed':
          turn.committed(input.token);
          break;
        case 'stalled':
          turn.passTo(input.at);
          for (const watch of watches) turn.stalled(watch, input.forMs, input.at);
          break;
      }
      return turn.outcome();
    },

    nextDue(state) {
      const dues = watches.map((watch) => nextDueOf(watch, state.rules.get(watch.rule.id), state.utcOffset));
      const soonest = [...dues, ...state.maintenance.map(({ until }) => until)].reduce<number>(
        (before, due) => (due !== null && due < before ? due : before),
        Number.POSITIVE_INFINITY,
      );
      return Number.isFinite(soonest) ? soonest : null;
    },

    adopt(old, at) {
      const carried = carriedTime(old, at);
      const sameBoot = old.boot === at.boot;
      const turn = new Turn(setting, {
        ...old,
        boot: at.boot,
        at: at.mono,
        utcOffset: sameBoot ? old.utcOffset : null,
        rules: new Map(),
        maintenance: old.maintenance.map((period) => ({ ...period, until: carried(period.until) })),
        floods: sameBoot ? old.floods : {},
      });
      for (const [id, rule] of old.rules) {
        const watch = setting.watches.get(id);
        if (watch !== undefined && subjectOf(watch.rule) === rule.subject)
          turn.set(id, adopted(watch, rule, old, at));
        else if (rule.episode !== null) turn.tell(removed(rule.episode, at), at);
      }
      for (const watch of watches)
        if (turn.rule(watch.rule.id) === undefined) turn.set(watch.rule.id, begun(watch, at.mono));
      remaskAll(turn, null, at);
      return turn.outcome();
    },

    isWorthSaving: (state, saved) =>
      state.maintenance.length > 0 ||
      watches.some(({ rule: { id, kind } }) => {
        const now = state.rules.get(id);
        const remembers = kind !== 'loss-of-sensing' && now?.memory !== saved.rules.get(id)?.memory;
        return now?.episode != null || remembers;
      }),
  };
}
