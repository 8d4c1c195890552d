import { describe, expect, test } from 'vitest';
import type { Mode } from '../../drivers/lift/car.ts';
import type { LiftFault } from '../../drivers/lift/snapshot.ts';
import { NOTHING_HEARD, stepComm } from '../../gateway/lift/comm.ts';
import { type CounterEffect, NO_COUNTS, stepCounters } from '../../gateway/lift/counters.ts';
import { type LogLine, NO_FAULT_LOG, stepFaultLog, toldOf } from '../../gateway/lift/faultLog.ts';
import { type FaultEffect, NO_FAULTS, stepFaults } from '../../gateway/lift/faults.ts';
import { type ModeEffect, NO_MODES, stepModes } from '../../gateway/lift/modes.ts';
import { good, instant, showing } from './shownLift.ts';

const E49: LiftFault = {
  ...{ class: 'doorClosing', vendor: 'monarch', code: 49, sub: null, level: 4, suffix: null },
};

function faults(looks: readonly (readonly [ms: number, list: readonly LiftFault[] | null])[]): FaultEffect[] {
  let state = NO_FAULTS;
  return looks.flatMap(([ms, list]) => {
    const shown =
      list === null ? { value: null, quality: 'no-communication', at: instant(ms) } : good(list, ms);
    const step = stepFaults(state, showing({ faults: shown as never, floor: good(2, ms) }));
    state = step.state;
    return step.effects;
  });
}

describe('faults', () => {
  test('come and go with their times and floor', () => {
    const looks = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => [2_000 * i, i > 0 && i < 3 ? [E49] : []] as const);
    expect(faults(looks)).toMatchObject([
      { kind: 'fault-on', at: { mono: 2_000 }, notBefore: null, floor: 2 },
      { kind: 'fault-off', from: { mono: 2_000 }, to: { mono: 6_000 }, exact: true },
    ]);
  });

  test('that are gone for some seconds, as while a controller starts, are the same ones', () => {
    const looks = [0, 1, 2, 3, 4, 5].map((i) => [2_000 * i, i === 2 || i === 3 ? [] : [E49]] as const);
    expect(faults(looks).map(({ kind }) => kind)).toEqual(['fault-on']);
  });

  test('that came while the controller was silent say since when nobody looked', () => {
    expect(
      faults([
        [0, []],
        [2_000, null],
        [60_000, [E49]],
      ]),
    ).toMatchObject([{ kind: 'fault-on', at: { mono: 60_000 }, notBefore: { mono: 0 } }]);
  });
});

describe("the controller's own fault log", () => {
  const line = (code: number, time: number): LogLine => ({ code, sub: 0, date: 301, time });

  test('tells of faults nobody saw, and only of those', () => {
    const first = stepFaultLog(NO_FAULT_LOG, [line(41, 900)]);
    expect(first.effects).toEqual([]);
    const seen = toldOf(first.state, 49);
    const next = stepFaultLog(seen, [line(49, 1001), line(53, 1000), line(41, 900)]);
    expect(next.effects).toEqual([{ kind: 'fault-missed', line: line(53, 1000) }]);
    expect(stepFaultLog(next.state, [line(49, 1001), line(53, 1000), line(41, 900)]).effects).toEqual([]);
  });
});

function counts(readings: readonly (readonly [ms: number, value: number])[]) {
  let state = NO_COUNTS;
  const effects: CounterEffect[] = readings.flatMap(([ms, value]) => {
    const counters = { trips: good(value, ms), floors: null, doorCycles: null, runS: null };
    const rest = { moving: good(false, ms), drive: good('stationary' as const, ms) };
    const step = stepCounters(state, showing({ counters, ...rest }));
    state = step.state;
    return step.effects;
  });
  return { total: state.counts.trips?.total, missing: state.missing, effects };
}

describe('counters', () => {
  test('go on when the controller is exchanged', () => {
    const { total, effects } = counts([
      [0, 40_000],
      [60_000, 40_010],
      [120_000, 2],
      [180_000, 5],
    ]);
    expect(total).toBe(13);
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'counter-reset', before: 40_010, after: 5 }),
    );
  });

  test('do not follow a value that no lift could have reached', () => {
    const { total, effects } = counts([
      [0, 100],
      [60_000, 9_100],
      [120_000, 104],
      [180_000, 105],
    ]);
    expect(total).toBe(5);
    expect(effects.filter(({ kind }) => kind === 'counter-reset')).toEqual([]);
  });

  test('of a device that counts a ride when it is over, and all its floors at once, go on', () => {
    const still = [0, 5, 10, 15, 20].map((s) => [1_000 * s, 8] as const);
    const { total, effects } = counts([...still, [25_000, 20], [30_000, 20]]);
    expect(total).toBe(12);
    expect(effects.filter(({ kind }) => kind === 'counter-reset')).toEqual([]);
  });

  test('that show more trips than were told say so once two readings agree', () => {
    const { missing, effects } = counts([
      [0, 100],
      [60_000, 103],
      [120_000, 103],
      [180_000, 103],
    ]);
    expect(missing).toBe(3);
    expect(effects).toMatchObject([{ kind: 'trips-missing', missing: 3 }]);
  });
});

function modes(spans: readonly (readonly [mode: Mode, seconds: number])[]) {
  let [state, ms] = [NO_MODES, 0];
  const effects: ModeEffect[] = [];
  for (const [mode, seconds] of spans)
    for (const end = ms + 1_000 * seconds; ms < end; ms += 2_000) {
      const step = stepModes(state, showing({ mode: good(mode, ms) }));
      state = step.state;
      effects.push(...step.effects);
    }
  return { effects, times: state.times };
}

describe('modes', () => {
  test('have their times, and an inspection is a visit that ends when the lift has long been back in service', () => {
    const { effects, times } = modes([
      ['normal', 600],
      ['inspection', 1200],
      ['normal', 600],
      ['inspection', 600],
      ['normal', 2400],
    ]);
    expect(effects.filter(({ kind }) => kind !== 'mode')).toMatchObject([
      { kind: 'visit-begun', at: { mono: 600_000 } },
      { kind: 'visit', inspectionMs: expect.closeTo(1_800_000, -4) },
    ]);
    expect(times.inspection).toBeCloseTo(1_800_000, -4);
    expect((times.inspection ?? 0) + (times.normal ?? 0) + (times.unseen ?? 0)).toBe(5_398_000);
  });

  test('that last some seconds only, as zeros of a controller that starts, are none', () => {
    const { effects, times } = modes([
      ['normal', 60],
      ['inspection', 6],
      ['normal', 60],
    ]);
    expect(effects).toMatchObject([{ kind: 'mode', to: 'normal' }]);
    expect(times.inspection).toBeUndefined();
  });
});

test('communication counts how often and how long a device was silent', () => {
  let state = NOTHING_HEARD;
  for (let ms = 0; ms <= 20_000; ms += 1_000) {
    const silent = ms >= 5_000 && ms < 9_000;
    const fault = silent ? { value: null, quality: 'no-communication', at: instant(ms) } : good([], ms);
    state = stepComm(state, showing({ faults: fault as never }), instant(ms)).state;
  }
  expect(state).toMatchObject({ silences: 1, silentMs: 4_000, longestMs: 4_000, heardMs: 16_000 });
});
