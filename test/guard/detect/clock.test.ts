import { expect, test } from 'vitest';
import { createDetector } from '../../../gateway/guard/detect/detector.ts';
import { nextDueOf } from '../../../gateway/guard/detect/ruleState.ts';
import type { UtcOffset, Watch } from '../../../gateway/guard/detect/ruleWatch.ts';
import { Turn } from '../../../gateway/guard/detect/turn.ts';
import { GAS, gasInstallation } from './gas.ts';
import { BOOT } from './story.ts';

const at = (mono: number) => ({ boot: BOOT, mono });

/** A watch that hears of civil time, and is due when civil time is a round ten seconds. */
function listening(heard: UtcOffset[]): Watch {
  const [rule] = gasInstallation().rules;
  if (rule === undefined) throw new Error('no rule');
  return {
    rule,
    ...{ device: 'gas-1', point: GAS, unit: '%LEL', levels: [], listensTo: [GAS], silenceMs: 3000 },
    begin: () => null,
    revive: () => null,
    onReading(memory, _reading, utcOffset) {
      heard.push(utcOffset);
      return { memory, finding: null };
    },
    onTick(memory, _now, utcOffset) {
      heard.push(utcOffset);
      return { memory, finding: null };
    },
    nextDue: (_memory, utcOffset) => (utcOffset === null ? null : 10_000 - (utcOffset % 10_000)),
  };
}

test('rules are told how civil time lies, with every reading and tick', () => {
  const heard: UtcOffset[] = [];
  const watch = listening(heard);
  const { devices } = gasInstallation();
  let state = createDetector(gasInstallation()).begin(at(0));
  for (const utcOffset of [null, 500]) {
    const turn = new Turn({ watches: new Map([['gas-high', watch]]), devices, zones: [] }, state);
    turn.change({ utcOffset });
    turn.reading(watch, { point: GAS, value: 1, quality: 'good', at: at(1) });
    turn.tick(watch, at(2));
    state = turn.outcome().state;
  }
  expect(heard).toEqual([null, null, 500, 500]);
});

test('when a rule is due moves with civil time, although nothing else of it changed', () => {
  const watch = listening([]);
  const state = createDetector(gasInstallation()).begin(at(0)).rules.get('gas-high');
  const dues = [null, 500, 1500, null, 500].map((utcOffset) => nextDueOf(watch, state, utcOffset));
  expect(dues).toEqual([null, 9500, 8500, null, 9500]);
});

test('the clock input is remembered within the boot and forgotten across boots', () => {
  const detector = createDetector(gasInstallation());
  const told = detector.step(detector.begin(at(0)), { kind: 'clock', utcOffset: 42, at: at(5) }).state;
  expect([told.utcOffset, told.at]).toEqual([42, 5]);
  expect(detector.adopt(told, at(10)).state.utcOffset).toBe(42);
  expect(detector.adopt(told, { boot: 'other', mono: 1 }).state.utcOffset).toBeNull();
});
