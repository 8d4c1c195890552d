import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QUALITY_CODES, type Quality, qualityClass } from '../../drivers/quality.ts';
import { currentAlarms } from '../../gateway/detect/alarms.ts';
import { createDetector, type Detector } from '../../gateway/detect/detector.ts';
import { restoreState, saveState } from '../../gateway/detect/saved.ts';
import type { DetectState } from '../../gateway/detect/state.ts';
import type { DetectInput, Transition } from '../../gateway/detect/types.ts';
import { soak } from '../harness/soak.ts';
import { gasSite, installationOf } from '../site/fixture.ts';

const GAS = 'gas-1/concentration';
const RUNS = soak(500);
const RANKS = { blue: 1, yellow: 2, orange: 3, red: 4 };

/** What may happen next; `ms` after what happened before. */
type Happening = { readonly ms: number } & (
  | { readonly what: 'reading'; readonly value: number; readonly quality: Quality }
  | { readonly what: 'tick' }
  | { readonly what: 'acknowledge'; readonly age: number } // of the age-th newest occurrence
  | { readonly what: 'restart' }
);

const ms = fc.constantFrom(0, 1, 250, 1000, 3000, 10_000);
const qualities = Object.keys(QUALITY_CODES) as Quality[];
const value = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(8, 9.99, 10, 23, 25, 48, 50, 100));
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('reading'), ms, value, quality: fc.constant('good') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('reading'), ms, value, quality: fc.constantFrom(...qualities) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('tick'), ms }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('acknowledge'), ms, age: fc.integer({ min: 0, max: 2 }) }),
  },
) as fc.Arbitrary<Happening>;

const delays = fc.constantFrom(0, 0, 1, 3);
const rule = fc.record({ onDelayS: delays, offDelayS: delays, deadband: fc.constantFrom(0, 2) });

type Step = {
  readonly happening: Happening;
  readonly before: DetectState;
  readonly after: DetectState;
  readonly input: DetectInput;
  readonly transitions: readonly Transition[];
};

const installed = new Map<string, Detector>();

function detectorOf(change: Record<string, unknown>): Detector {
  const key = JSON.stringify(change);
  const detector = installed.get(key) ?? newDetector(change);
  installed.set(key, detector);
  return detector;
}

function newDetector(change: Record<string, unknown>): Detector {
  const limits = { kind: 'limit', point: GAS, unit: '%LEL', ...change };
  return createDetector(
    installationOf({
      ...gasSite,
      rules: [
        { ...limits, id: 'gas-high', high: { yellow: 10, orange: 25, red: 50 } },
        { ...limits, id: 'gas-low', low: { yellow: 5 } },
      ],
    }),
  );
}

/** Lets things happen and returns every step; `restart` is played as save, restore and adopt at the same moment. */
function play(detector: Detector, happenings: readonly Happening[]): Step[] {
  const boot = 'b';
  let now = 0;
  let state = detector.begin({ boot, mono: 0 });
  const occurrences: string[] = [];
  return happenings.flatMap((next) => {
    now += next.ms;
    const at = { boot, mono: now };
    const before = state;
    if (next.what === 'restart') {
      const back = restoreState(saveState(state));
      if (!back.ok) throw new Error(back.error.what);
      state = detector.adopt(back.value, { boot, mono: state.at }).state;
      return [];
    }
    const input: DetectInput =
      next.what === 'reading'
        ? {
            kind: 'readings',
            readings: [
              {
                point: GAS,
                quality: next.quality,
                value: qualityClass(next.quality) === 'bad' ? null : next.value,
                at,
              },
            ],
          }
        : next.what === 'tick'
          ? { kind: 'tick', at }
          : {
              kind: 'command',
              at,
              command: {
                verb: 'acknowledge',
                occurrence: occurrences.at(-1 - next.age) ?? 'none',
                actor: 'a',
              },
            };
    const outcome = detector.step(state, input);
    state = outcome.state;
    const transitions = outcome.effects.flatMap((effect) =>
      effect.kind === 'transition' ? [effect.transition] : [],
    );
    for (const { occurrence } of transitions)
      if (!occurrences.includes(occurrence)) occurrences.push(occurrence);
    return [{ happening: next, before, after: state, input, transitions }];
  });
}

function everyStep(check: (step: Step, all: readonly Step[], detector: Detector) => void): void {
  fc.assert(
    fc.property(rule, fc.array(happening, { maxLength: 60 }), (change, happenings) => {
      const detector = detectorOf(change);
      const steps = play(detector, happenings);
      for (const step of steps) check(step, steps, detector);
    }),
    { numRuns: RUNS },
  );
}

describe('whatever happens', () => {
  test('only a good reading clears or eases a limit alarm', () => {
    everyStep(({ happening: seen, transitions }) => {
      const clearing = transitions.filter(
        ({ cause, rule: id }) =>
          (cause === 'returned' || cause === 'eased') && id.startsWith('gas-') && !id.includes('.'),
      );
      if (clearing.length > 0) expect(seen.what === 'reading' && qualityClass(seen.quality)).toBe('good');
    });
  });

  test('an acknowledgement touches the occurrence that it names and no other', () => {
    everyStep(({ input, before, after, transitions }) => {
      if (input.kind !== 'command') return;
      for (const transition of transitions) expect(transition.occurrence).toBe(input.command.occurrence);
      const others = (state: DetectState) =>
        currentAlarms(state).filter(({ occurrence }) => occurrence !== input.command.occurrence);
      expect(others(after)).toEqual(others(before));
    });
  });

  test('an escalation always asks for a new acknowledgement, and is more severe or on the other side', () => {
    everyStep(({ before, transitions }) => {
      for (const transition of transitions) {
        if (transition.cause !== 'escalated') continue;
        expect(transition.to).toBe('unacknowledged-active');
        const stood = currentAlarms(before).find(({ occurrence }) => occurrence === transition.occurrence);
        if (stood !== undefined)
          expect(RANKS[transition.severity]).toBeGreaterThanOrEqual(RANKS[stood.severity]);
      }
    });
  });

  test('no rule has two alarms, and no occurrence id comes again after it ended', () => {
    everyStep(({ after, transitions }, all) => {
      const rules = currentAlarms(after).map(({ rule: id }) => id);
      expect(new Set(rules).size).toBe(rules.length);
      for (const transition of transitions) {
        if (transition.from !== 'normal') continue;
        const first = all
          .flatMap((step) => step.transitions)
          .find(({ occurrence }) => occurrence === transition.occurrence);
        expect(first).toBe(transition);
      }
    });
  });

  test('transitions of a rule form a chain: each starts where the one before ended', () => {
    everyStep((_step, all) => {
      const states = new Map<string, string>();
      for (const { rule: id, from, to } of all.flatMap(({ transitions }) => transitions)) {
        expect(from).toBe(states.get(id) ?? 'normal');
        states.set(id, to);
      }
    });
  });

  test('without delay a raise carries the instant and the value of its reading', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        for (const { input, transitions } of play(detectorOf({}), happenings))
          for (const transition of transitions) {
            if (
              !(transition.cause === 'raised' || transition.cause === 'escalated') ||
              transition.rule.includes('.')
            )
              continue;
            if (input.kind !== 'readings') throw new Error('raised without a reading');
            expect(transition.declared).toEqual(input.readings[0]?.at);
            expect(transition.onset).toEqual(input.readings[0]?.at);
            expect(transition.value).toBe(input.readings[0]?.value);
          }
      }),
      { numRuns: RUNS },
    );
  });

  test('saving and restoring at any moment changes nothing', () => {
    fc.assert(
      fc.property(
        rule,
        fc.array(happening, { maxLength: 40 }),
        fc.infiniteStream(fc.boolean()),
        (change, happenings, restarts) => {
          const broken = happenings.flatMap((next): Happening[] =>
            restarts.next().value ? [next, { what: 'restart', ms: 0 }] : [next],
          );
          const detector = detectorOf(change);
          const plain = play(detector, happenings).map(({ after }) => after);
          const restored = play(detector, broken).map(({ after }) => after);
          expect(restored).toEqual(plain);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('the next due time lies ahead once a tick has come, so that nobody spins', () => {
    everyStep(({ after }, _all, detector) => {
      const due = detector.nextDue(after);
      if (due === null) return;
      const ticked = detector.step(after, {
        kind: 'tick',
        at: { boot: 'b', mono: Math.max(due, after.at) },
      }).state;
      const next = detector.nextDue(ticked);
      if (next !== null) expect(next).toBeGreaterThan(Math.max(due, after.at));
    });
  });
});
