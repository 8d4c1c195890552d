import { describe, expect, test } from 'vitest';
import { qualityClass } from '../../drivers/quality.ts';
import type { Reading } from '../../drivers/reading.ts';
import type { Severity } from '../../drivers/vocabulary.ts';
import type { Transition } from '../../gateway/control/alarm.ts';
import { currentAlarms } from '../../gateway/guard/detect/alarms.ts';
import type { DetectState } from '../../gateway/guard/detect/state.ts';

import { everyLife, type Life, RANKS } from './detectWorld.ts';

const isMasked = ({ to, condition }: Transition) => to !== condition;
const stands = ({ condition }: Transition) =>
  condition.endsWith('-active') || condition.startsWith('latched');

/** Every transition with the one before it of the same occurrence. */
function pairs({ steps }: Life): [Transition | undefined, Transition][] {
  const last = new Map<string, Transition>();
  return steps
    .flatMap(({ transitions }) => transitions)
    .map((transition) => {
      const before = last.get(transition.occurrence);
      last.set(transition.occurrence, transition);
      return [before, transition];
    });
}

describe('whatever happens', () => {
  test('an alarm that reached a latching severity never leaves or falls below it without a reset', () => {
    everyLife((life) => {
      const latch: readonly Severity[] = life.change.latch ?? [];
      const latched = new Map<string, number>();
      for (const [, { rule, occurrence, cause, condition, severity }] of pairs(life)) {
        if (rule.includes('.')) continue;
        if (cause === 'reset') latched.delete(occurrence);
        const least = latched.get(occurrence);
        if (least !== undefined) {
          expect(['normal', 'returned-unacknowledged']).not.toContain(condition);
          expect(RANKS[severity]).toBeGreaterThanOrEqual(least);
        }
        if (condition.endsWith('-active') && latch.includes(severity))
          latched.set(occurrence, Math.max(least ?? 0, RANKS[severity]));
      }
      const last = life.steps.at(-1)?.after;
      const standing = last === undefined ? [] : currentAlarms(last).map(({ occurrence }) => occurrence);
      expect(standing).toEqual(expect.arrayContaining([...latched.keys()]));
    });
  });

  test('a reset ends nothing while the last reading says that the condition holds, or says nothing', () => {
    everyLife(({ steps }) => {
      let last: Reading | undefined;
      for (const { input, before, transitions } of steps) {
        if (input?.kind === 'readings') [last] = input.readings;
        for (const { cause, rule, occurrence } of transitions) {
          if (cause !== 'reset' || rule.includes('.')) continue;
          const stood = currentAlarms(before).find((alarm) => alarm.occurrence === occurrence);
          if (!stood?.condition.endsWith('-active')) continue; // over; else held by a rule that distrusts the sensor
          expect(qualityClass(last?.quality ?? 'no-communication')).not.toBe('bad');
          if (rule === 'gas-high') expect(last?.value).toBeLessThan(10);
          else expect(last?.value).toBeGreaterThan(5);
        }
      }
    });
  });

  test('what is raised, escalated or announced again is counted once, and nothing else is; never while masked', () => {
    everyLife((life) => {
      for (const [before, transition] of pairs(life)) {
        const { cause, announcement } = transition;
        const counted = announcement - (before?.announcement ?? 0);
        const seenAgain = before !== undefined && isMasked(before) && stands(transition);
        const announces = ['raised', 'escalated', 're-alarmed'].includes(cause) || seenAgain;
        expect([cause, counted]).toEqual([cause, announces && !isMasked(transition) ? 1 : 0]);
        if (counted === 1) expect(transition.to).toMatch(/^(un|latched-un)acknowledged/);
      }
    });
  });

  test('an escalation always asks for a new acknowledgement, and is no less severe than what stood', () => {
    everyLife((life) => {
      for (const [before, { cause, condition, severity }] of pairs(life)) {
        if (cause !== 'escalated') continue;
        expect(condition).toBe('unacknowledged-active');
        expect(before?.condition).toMatch(/-active$/);
        expect(RANKS[severity]).toBeGreaterThanOrEqual(RANKS[before?.severity ?? 'red']);
      }
    });
  });

  test('no alarm becomes more severe without being announced, unless it is masked', () => {
    everyLife((life) => {
      for (const [before, now] of pairs(life)) {
        if (before === undefined || isMasked(now)) continue;
        if (RANKS[now.severity] > RANKS[before.severity])
          expect(now.announcement).toBe(before.announcement + 1);
      }
    });
  });

  test('a shelf ends by itself: what stands beneath comes back announced, unless something else hides it', () => {
    everyLife(({ detector, steps }) => {
      let state: DetectState | undefined = steps.at(-1)?.after;
      if (state === undefined) return;
      const shelved = currentAlarms(state).filter(({ to }) => to === 'shelved');
      const end = Math.max(...shelved.map(({ until }) => until?.mono ?? Number.NaN));
      const ended = new Map<string, [DetectState, Transition]>();
      for (let due = detector.nextDue(state); due !== null && due <= end; due = detector.nextDue(state)) {
        const before: DetectState = state;
        const at = { boot: before.boot, mono: Math.max(due, before.at) };
        const outcome = detector.step(before, { kind: 'tick', at });
        state = outcome.state;
        for (const effect of outcome.effects)
          if (effect.kind === 'transition' && effect.transition.cause === 'unshelved')
            ended.set(effect.transition.occurrence, [before, effect.transition]);
      }
      for (const { occurrence, until } of shelved) {
        const [before, transition] = ended.get(occurrence) ?? [];
        const stood = before && currentAlarms(before).find((alarm) => alarm.occurrence === occurrence);
        if (stood === undefined || transition === undefined)
          throw new Error(`still shelved at ${until?.mono}`);
        if (transition.to === 'suppressed') continue;
        if (stands(stood)) {
          expect(transition.to).toMatch(/^(un|latched-un)acknowledged/);
          expect(transition.announcement).toBe(stood.announcement + 1);
        } else expect(['normal', 'returned-unacknowledged']).toContain(transition.to);
      }
    });
  });

  test('what is hidden says by which mask: never a mask without a person who asked for it', () => {
    everyLife(({ steps }) => {
      for (const { after } of steps)
        for (const alarm of currentAlarms(after)) {
          if (!isMasked(alarm)) expect([alarm.reason, alarm.until]).toEqual([null, null]);
          else expect(alarm.reason).toBe('because');
          if (alarm.to === 'suppressed') expect(after.maintenance.length).toBeGreaterThan(0);
          if (alarm.to === 'shelved' || alarm.to === 'suppressed') expect(alarm.until?.boot).toBe(after.boot);
        }
    });
  });

  test('what was announced and never acknowledged is not forgotten, whatever hid it meanwhile', () => {
    everyLife((life) => {
      const owed = new Set<string>();
      for (const [before, { occurrence, announcement, cause, to }] of pairs(life)) {
        if (announcement > (before?.announcement ?? 0)) owed.add(occurrence);
        if (cause === 'acknowledged' || cause === 'reset') owed.delete(occurrence);
        if (to === 'normal') expect(owed).not.toContain(occurrence);
      }
    });
  });
});
