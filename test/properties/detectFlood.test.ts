import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALARM_STATES, type AlarmState, SEVERITIES, type Severity } from '../../drivers/vocabulary.ts';
import type { Alarm } from '../../gateway/control/alarm.ts';
import { floodView } from '../../gateway/guard/detect/floodView.ts';

import { alarm } from '../control/fixture.ts';
import { RANKS, RUNS } from './detectWorld.ts';

const states = (Object.keys(ALARM_STATES) as AlarmState[]).filter((state) => state !== 'normal');
const conditions = states.filter((state) => ALARM_STATES[state] <= 'F');

const alarms: fc.Arbitrary<Alarm[]> = fc
  .array(
    fc.record({
      to: fc.constantFrom(...states),
      condition: fc.constantFrom(...conditions),
      severity: fc.constantFrom<Severity>(...SEVERITIES),
      leader: fc.integer({ min: -8, max: 7 }), // of a group, by position; below 0: alone
    }),
    { maxLength: 60 },
  )
  .map((drafts) =>
    drafts.map(({ leader, to, condition, severity }, index) => ({
      ...alarm(`rule-${index}`),
      ...{ to, severity, occurrence: `o-${index}` },
      condition: ALARM_STATES[to] <= 'F' ? to : condition,
      group: leader < 0 || leader === index ? null : `o-${leader}`,
    })),
  );

const isSeen = ({ to, condition }: Alarm) => to === condition;

test('a red alarm is never listed below a group whose highest severity is lower', () => {
  fc.assert(
    fc.property(alarms, (all) => {
      const highest = floodView(all).map(({ alarms: members }) =>
        Math.max(0, ...members.filter(isSeen).map(({ severity }) => RANKS[severity])),
      );
      expect(highest).toEqual(highest.toSorted((a, b) => b - a));
    }),
    { numRuns: RUNS },
  );
});

test('every alarm is listed once, each group in one place, its first one marked and no other', () => {
  fc.assert(
    fc.property(alarms, (all) => {
      const view = floodView(all);
      const listed = view.flatMap(({ alarms: members }) => members.map(({ occurrence }) => occurrence));
      expect(listed.toSorted()).toEqual(all.map(({ occurrence }) => occurrence).toSorted());
      expect(new Set(view.map(({ firstOut }) => firstOut)).size).toBe(view.length);
      for (const { firstOut, alarms: members } of view) {
        for (const { group, occurrence } of members) expect(group ?? occurrence).toBe(firstOut);
        const marked = members.filter(({ isFirstOut }) => isFirstOut).map(({ occurrence }) => occurrence);
        const there = members.some(({ occurrence }) => occurrence === firstOut) && members.length > 1;
        expect(marked).toEqual(there ? [firstOut] : []);
      }
    }),
    { numRuns: RUNS },
  );
});
