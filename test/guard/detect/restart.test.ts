import { describe, expect, test } from 'vitest';
import { createDetector } from '../../../gateway/guard/detect/detector.ts';
import { restoreState } from '../../../gateway/guard/detect/saved.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { BOOT, Story } from './story.ts';

const GAS = 'gas-1/concentration';
const HIGH = {
  kind: 'limit',
  id: 'gas-high',
  point: GAS,
  unit: '%LEL',
  high: { yellow: 10, orange: 25, red: 50 },
  deadband: 2,
};
const LATER_BOOT = 'b0072b0072b00720';

function siteWith(rule: Record<string, unknown> | null) {
  const installation = installationOf({ ...gasSite, rules: rule === null ? [] : [rule] });
  return { ...installation, rules: installation.rules.filter(({ id }) => id === 'gas-high') };
}

/** Ends the story's process and starts the next one, at `mono` seconds of `boot`, perhaps with other rules. */
function restart(told: Story, atS: number, boot = BOOT, rule: Record<string, unknown> | null = HIGH): Story {
  return told.restart(atS, siteWith(rule), boot);
}

describe('a restart', () => {
  test('does not make a second occurrence of an active alarm', () => {
    const told = new Story(siteWith(HIGH)).read(0, GAS, 30);
    const occurrence = told.occurrence('gas-high');
    restart(told, 5).read(6, GAS, 31).read(7, GAS, 60);
    expect(told.steps('gas-high')).toEqual(['raised orange', 'escalated red']);
    expect(told.occurrence('gas-high')).toBe(occurrence);
  });

  test('of the whole computer does not either, and the alarm still returns', () => {
    const told = new Story(siteWith(HIGH)).read(1000, GAS, 30);
    restart(told, 3, LATER_BOOT).read(4, GAS, 31).read(5, GAS, 0);
    expect(told.transitions).toMatchObject([
      { cause: 'raised', onset: { boot: BOOT, mono: 1_000_000 } },
      { cause: 'returned', onset: { boot: BOOT, mono: 1_000_000 } },
    ]);
  });

  test('keeps an acknowledgement', () => {
    const told = new Story(siteWith(HIGH)).read(0, GAS, 30);
    told.acknowledge(1, told.occurrence('gas-high'));
    expect(restart(told, 5).read(6, GAS, 30).alarms[0]).toMatchObject({ to: 'acknowledged-active' });
  });

  test('does not count the time in which nobody looked towards a delay', () => {
    const rule = { ...HIGH, onDelayS: 3 };
    const told = new Story(siteWith(rule)).read(0, GAS, 30).read(1, GAS, 30);
    restart(told, 61, BOOT, rule).read(61.5, GAS, 30);
    expect(told.transitions).toEqual([]);
    expect(told.wait(63).steps('gas-high')).toEqual(['raised orange']);
  });

  test('across boots starts a running delay again', () => {
    const rule = { ...HIGH, onDelayS: 3, offDelayS: 3 };
    const told = new Story(siteWith(rule)).read(0, GAS, 30).read(2.9, GAS, 30);
    restart(told, 100, LATER_BOOT, rule).read(101, GAS, 30).read(103, GAS, 30).read(103.9, GAS, 30);
    expect(told.transitions).toEqual([]);
    told.read(104, GAS, 30).read(105, GAS, 0).read(107, GAS, 0);
    restart(told, 50, 'third', rule).read(51, GAS, 0).read(53, GAS, 0);
    expect(told.steps('gas-high')).toEqual(['raised orange']);
    expect(told.read(54, GAS, 0).steps('gas-high')).toEqual(['raised orange', 'returned orange']);
  });

  test('never gives an occurrence id again, even when the saved state was lost', () => {
    const told = new Story(siteWith(HIGH)).read(1, GAS, 30).read(2, GAS, 0);
    const lost = new Story(siteWith(HIGH)).read(3, GAS, 30);
    expect(lost.occurrence('gas-high')).not.toBe(told.occurrence('gas-high'));
  });

  test('does not raise a loss of sensing for the time in which the gateway itself was away', () => {
    const told = new Story(installationOf(gasSite));
    const all = [...installationOf(gasSite).points.keys()].map((point) => ({
      point,
      value: 1,
      quality: 'good' as const,
    }));
    told.readAll(0, all).readAll(1, all);
    told.restart(600, installationOf(gasSite));
    expect(told.wait(601).transitions).toEqual([]);
    expect(told.wait(611).steps('gas-1.loss-of-sensing')).toEqual(['raised yellow']);
  });

  test.each(['', '{}', 'null', '{"version":1,"boot":"b"'])('with a damaged state (%j) says so', (text) => {
    expect(restoreState(text)).toMatchObject({ ok: false, error: { code: 'detect.saved-state-damaged' } });
  });
});

describe('a reload', () => {
  test('ends the alarm of a rule that is gone, and says why', () => {
    const told = restart(new Story(siteWith(HIGH)).read(0, GAS, 30), 5, BOOT, null);
    expect(told.transitions.at(-1)).toMatchObject({
      cause: 'removed-by-configuration',
      from: 'unacknowledged-active',
      to: 'normal',
      severity: 'orange',
    });
    expect(told.alarms).toEqual([]);
  });

  test('ends the alarm of a rule that speaks of another point now', () => {
    const moved = { kind: 'state', id: 'gas-high', point: 'gas-1/alarm', equals: 2, severity: 'red' };
    const told = restart(new Story(siteWith(HIGH)).read(0, GAS, 30), 5, BOOT, moved);
    expect(told.steps('gas-high').at(-1)).toBe('removed-by-configuration orange');
    expect(told.read(6, 'gas-1/alarm', 2).steps('gas-high').at(-1)).toBe('raised red');
  });

  test('that drops the level an alarm stands at waits for a good reading before it ends', () => {
    const told = restart(new Story(siteWith(HIGH)).read(0, GAS, 30), 1, BOOT, { ...HIGH, high: { red: 50 } });
    told.read(2, GAS, null).read(3, GAS, 30, 'drift');
    expect(told.steps('gas-high')).toEqual(['raised orange']);
    expect(told.read(4, GAS, 30).steps('gas-high')).toEqual(['raised orange', 'returned orange']);
  });
});

test('what rules remember is worth saving when it changed, an alarm while it stands, and silences never', () => {
  const site = installationOf({ ...gasSite, rules: [HIGH] });
  const { begin, isWorthSaving } = createDetector(site);
  const saved = begin({ boot: BOOT, mono: 0 });
  const remembering = (rule: string, memory: unknown) => {
    const state = saved.rules.get(rule);
    if (state === undefined) throw new Error(`no rule ${rule}`);
    return { ...saved, rules: new Map(saved.rules).set(rule, { ...state, memory }) };
  };
  expect(isWorthSaving(remembering('gas-high', saved.rules.get('gas-high')?.memory), saved)).toBe(false);
  expect(isWorthSaving(remembering('gas-high', { medians: [1] }), saved)).toBe(true);
  expect(isWorthSaving(remembering('gas-1.loss-of-sensing', {}), saved)).toBe(false);
  const alarm = new Story(siteWith(HIGH)).read(0, GAS, 30);
  expect(alarm.detector.isWorthSaving(alarm.state, alarm.state)).toBe(true);
});
