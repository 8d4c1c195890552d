import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qualityClass } from '../../drivers/quality.ts';
import { currentAlarms } from '../../gateway/guard/detect/alarms.ts';
import type { DetectState } from '../../gateway/guard/detect/state.ts';
import {
  detectorOf,
  everyLife,
  everyStep,
  interrupted,
  life,
  play,
  RUNS,
  rule,
  type Step,
} from './detectWorld.ts';

const isLimit = (id: string) => !id.includes('.');

describe('whatever happens', () => {
  test('only a good reading clears or eases a limit alarm', () => {
    everyStep(({ happening: seen, transitions }) => {
      const clearing = transitions.filter(
        ({ cause, rule: id }) => (cause === 'returned' || cause === 'eased') && isLimit(id),
      );
      if (clearing.length > 0) expect(seen.what === 'reading' && qualityClass(seen.quality)).toBe('good');
    });
  });

  test('a reading that is not good ends no condition, masked or not', () => {
    everyStep(({ happening: seen, before, after }) => {
      if (seen.what !== 'reading' || qualityClass(seen.quality) === 'good') return;
      for (const { rule: id, condition, occurrence } of currentAlarms(before)) {
        if (!isLimit(id) || !condition.endsWith('-active')) continue;
        const now = currentAlarms(after).find((alarm) => alarm.occurrence === occurrence);
        expect(now?.condition).toMatch(/-active$/);
      }
    });
  });

  test('an acknowledgement or reset touches the occurrence that it names and no other', () => {
    everyStep(({ input, before, after, transitions }) => {
      if (input?.kind !== 'command' || !('occurrence' in input.command)) return;
      const named = input.command.occurrence;
      for (const transition of transitions) expect(transition.occurrence).toBe(named);
      const others = (state: DetectState) =>
        currentAlarms(state).filter(({ occurrence }) => occurrence !== named);
      expect(others(after)).toEqual(others(before));
    });
  });

  test('no rule has two alarms, and no occurrence id comes again after it ended', () => {
    everyLife(({ steps }) => {
      const begun = new Set<string>();
      for (const { after, transitions } of steps) {
        const rules = currentAlarms(after).map(({ rule: id }) => id);
        expect(new Set(rules).size).toBe(rules.length);
        for (const { from, occurrence } of transitions) {
          expect(begun.has(occurrence)).toBe(from !== 'normal');
          begun.add(occurrence);
        }
      }
    });
  });

  test('transitions of a rule form a chain: each starts where the one before ended', () => {
    everyLife(({ steps }) => {
      const states = new Map<string, string>();
      for (const { rule: id, from, to } of steps.flatMap(({ transitions }) => transitions)) {
        expect(from).toBe(states.get(id) ?? 'normal');
        states.set(id, to);
      }
      const shown = currentAlarms(steps.at(-1)?.after ?? detectorOf({}).begin({ boot: 'b', mono: 0 }));
      expect(new Map(shown.map(({ rule: id, to }) => [id, to]))).toEqual(
        new Map([...states].filter(([, to]) => to !== 'normal')),
      );
    });
  });

  test('without delay a raise carries the instant and the value of its reading', () => {
    fc.assert(
      fc.property(life, (happenings) => {
        for (const { input, transitions } of play(detectorOf({}), happenings))
          for (const { cause, rule: id, declared, onset, value } of transitions) {
            if (!(cause === 'raised' || cause === 'escalated') || !isLimit(id)) continue;
            if (input?.kind !== 'readings') throw new Error('raised without a reading');
            const [reading] = input.readings;
            expect([declared, onset, value]).toEqual([reading?.at, reading?.at, reading?.value]);
          }
      }),
      { numRuns: RUNS },
    );
  });

  test('saving and restoring at any moment changes nothing', () => {
    fc.assert(
      fc.property(rule, interrupted, (change, { whole, broken }) => {
        const detector = detectorOf(change);
        const plain = play(detector, whole);
        const restored = play(detector, broken);
        const told = (steps: readonly Step[]) => steps.map(({ transitions }) => transitions);
        deepStrictEqual(told(restored), told(plain)); // vitest's own comparison takes long on what is this large
        deepStrictEqual(restored.at(-1)?.after, plain.at(-1)?.after);
      }),
      { numRuns: RUNS },
    );
  });

  test('the next due time lies ahead once a tick has come, so that nobody spins', () => {
    everyStep(({ after }, { detector }) => {
      const due = detector.nextDue(after);
      if (due === null) return;
      const mono = Math.max(due, after.at);
      const ticked = detector.step(after, { kind: 'tick', at: { boot: after.boot, mono } }).state;
      const next = detector.nextDue(ticked);
      if (next !== null) expect(next).toBeGreaterThan(mono);
    });
  });
});
