import { expect, test } from 'vitest';
import type { Reading } from '../../../drivers/reading.ts';
import { obey } from '../../../gateway/guard/detect/commands.ts';
import { createDetector } from '../../../gateway/guard/detect/detector.ts';
import type { Watch } from '../../../gateway/guard/detect/ruleWatch.ts';
import type { DetectState } from '../../../gateway/guard/detect/state.ts';
import { Turn } from '../../../gateway/guard/detect/turn.ts';
import type { Rule } from '../../../gateway/site/schema/siteSchema.ts';
import { GAS, gasInstallation } from './gas.ts';
import { BOOT } from './story.ts';

/** A watch that, having seen 60, takes no low reading for a recovery until somebody has looked. */
function holding(rule: Rule): Watch {
  return {
    rule,
    ...{ device: 'gas-1', point: GAS, unit: '%LEL', listensTo: [GAS], silenceMs: 3000 },
    levels: [{ key: 'high', severity: 'red', limit: 50 }],
    begin: () => null,
    revive: () => null,
    onReset: () => null,
    onTick: (memory) => ({ memory, finding: null }),
    nextDue: () => null,
    onReading(before, { value, quality, point }) {
      if (typeof value !== 'number') return { memory: before, finding: null };
      const memory = value >= 60 ? 'held' : before;
      const verdicts = [value >= 50 ? 'on' : 'off'] as const;
      return { memory, finding: { verdicts, clears: memory === null, value, quality, point } };
    },
  };
}

function held() {
  const installation = gasInstallation();
  const [rule] = installation.rules;
  if (rule === undefined) throw new Error('no rule');
  const watch = holding(rule);
  const setting = { watches: new Map([[rule.id, watch]]), devices: installation.devices, zones: [] };
  const begun = createDetector(installation).begin({ boot: BOOT, mono: 0 });
  let state: DetectState = { ...begun, rules: new Map() };
  const turned = (play: (turn: Turn) => void) => {
    const turn = new Turn(setting, state);
    play(turn);
    state = turn.outcome().state;
  };
  return {
    read: (atS: number, value: number | null) => {
      const quality = value === null ? 'no-communication' : 'good';
      const reading: Reading = { point: GAS, value, quality, at: { boot: BOOT, mono: atS * 1000 } };
      turned((turn) => turn.reading(watch, reading));
    },
    reset: (atS: number) => {
      const occurrence = state.rules.get('gas-high')?.episode?.last.occurrence ?? '';
      let problem = null;
      turned((turn) => {
        problem = obey(turn, { verb: 'reset', occurrence, actor: 'wang' }, { boot: BOOT, mono: atS * 1000 });
      });
      return problem;
    },
    condition: () => state.rules.get('gas-high')?.episode?.last.condition ?? 'normal',
    memory: () => state.rules.get('gas-high')?.memory,
  };
}

test('a reset lets go what a rule only held to be looked at', () => {
  const { read, reset, condition, memory } = held();
  read(0, 70);
  read(1, 0);
  expect(condition()).toBe('unacknowledged-active');
  expect(reset(2)).toBeNull();
  expect([condition(), memory()]).toEqual(['normal', null]);
  read(3, 0);
  expect(condition()).toBe('normal');
  read(4, 70);
  expect(condition()).toBe('unacknowledged-active');
});

test('a reset lets nothing go while the readings themselves say that the condition holds, or say nothing', () => {
  const { read, reset, condition, memory } = held();
  read(0, 70);
  expect(reset(1)).toMatchObject({ code: 'alarm.still-holds' });
  read(2, 0);
  read(3, null);
  expect(reset(4)).toMatchObject({ code: 'alarm.still-holds' });
  expect([condition(), memory()]).toEqual(['unacknowledged-active', 'held']);
});
