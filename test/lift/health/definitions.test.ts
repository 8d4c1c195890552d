import { describe, expect, test } from 'vitest';
import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import { NEW_LIFT } from '../../../gateway/lift/folds.ts';
import { NO_HEALTH, recordSoFar, stepHealth } from '../../../gateway/lift/health/health.ts';
import { hindrance } from '../../../gateway/lift/health/hindrance.ts';
import { ratesOf } from '../../../gateway/lift/health/rates.ts';
import type { HealthEffect } from '../../../gateway/lift/health/tally.ts';

const at = (minute: number) => ({ boot: 'test', mono: 60_000 * minute });

function fault(code: number, minute: number): HealthEffect {
  const of: LiftFault = { class: 'doorClosing', vendor: 'monarch', code, sub: null, level: 5, suffix: 'A' };
  return { kind: 'fault-on', fault: of, at: at(minute), notBefore: null, floor: 3 };
}

function failures(effects: readonly HealthEffect[], mode: 'normal' | 'inspection' = 'normal') {
  const lift = { ...NEW_LIFT, modes: { ...NEW_LIFT.modes, mode } };
  let state = NO_HEALTH;
  for (const effect of effects) ({ state } = stepHealth(state, '2026-03-01', lift, [effect]));
  const record = recordSoFar(state, lift);
  if (record === null) throw new Error('no record');
  return ratesOf([record]).failures;
}

test('codes that follow one another, and whoever is trapped by them, are one failure', () => {
  expect(failures([fault(49, 0), fault(53, 1), { kind: 'entrapment', floor: 3, at: at(3) }])).toBe(1);
  expect(failures([fault(49, 0), fault(49, 10), fault(49, 30)])).toBe(3);
});

test('an entrapment is a failure though no code is told', () => {
  expect(failures([{ kind: 'entrapment', floor: 3, at: at(3) }])).toBe(1);
});

test('what a mechanic tries on inspection counts nowhere', () => {
  expect(failures([fault(41, 0), fault(49, 20)], 'inspection')).toBe(0);
});

test('a record of a version that did not count failures still has them', () => {
  let { state } = stepHealth(NO_HEALTH, '2026-03-01', NEW_LIFT, [fault(49, 0)]);
  ({ state } = stepHealth(state, '2026-03-01', NEW_LIFT, [fault(53, 1)]));
  const record = recordSoFar(state, NEW_LIFT);
  if (record === null) throw new Error('no record');
  const { failures: _, ...older } = record;
  expect(ratesOf([older]).failures).toBe(2);
});

describe('what keeps a lift from serving whatever mode it shows', () => {
  const modes = { mode: 'normal' as const, seenAt: at(9.99) };
  const spent = (known: Parameters<typeof hindrance>[0], mode: 'normal' | 'faultLock' | 'inspection') => {
    const lift = { ...NEW_LIFT, modes: { ...NEW_LIFT.modes, mode, times: { [mode]: 600_000 } } };
    const hindered = hindrance({ ...known, modes: { ...modes, mode } }, at(9.9), at(10));
    let state = stepHealth(NO_HEALTH, '2026-03-01', NEW_LIFT, []).state;
    for (let i = 0; i < 50; i++) ({ state } = stepHealth(state, '2026-03-01', lift, hindered));
    return recordSoFar(state, lift)?.availability;
  };

  test('somebody trapped in it is downtime, also while it shows that it is in service', () => {
    const trapped = { modes, supply: 'mains', phase: 'confirmed' } as const;
    expect(spent(trapped, 'normal')).toMatchObject({
      upMs: 300_000,
      downMs: 300_000,
      externalMs: 0,
      share: 0.5,
    });
    expect(spent({ ...trapped, phase: 'attended' }, 'inspection')).toMatchObject({ upMs: 0, downMs: 0 });
    expect(spent({ ...trapped, phase: 'suspected' }, 'normal')).toMatchObject({ downMs: 0 });
  });

  test('without mains it is not available, for a cause told apart, whether its mode says so or not', () => {
    const dark = { modes, supply: 'battery', phase: 'none' } as const;
    expect(spent(dark, 'normal')).toMatchObject({ upMs: 300_000, downMs: 300_000, externalMs: 300_000 });
    expect(spent(dark, 'faultLock')).toMatchObject({ upMs: 0, downMs: 600_000, externalMs: 300_000 });
  });

  test('a time that nobody watched is not counted as one', () => {
    const known = { modes: { mode: 'normal', seenAt: at(9) }, supply: 'off', phase: 'confirmed' } as const;
    expect(hindrance(known, at(9.9), at(10))).toEqual([]);
    expect(hindrance({ ...known, modes }, at(5), at(10))).toEqual([]);
  });
});

test('a lift without mains has not failed, and each time without them is counted', () => {
  const dark: LiftFault = {
    class: 'powerSupply',
    vendor: 'monarch',
    code: 9,
    sub: null,
    level: 5,
    suffix: 'A',
  };
  expect(failures([{ kind: 'fault-on', fault: dark, at: at(0), notBefore: null, floor: 3 }])).toBe(0);
  let state = stepHealth(NO_HEALTH, '2026-03-01', NEW_LIFT, []).state;
  for (const [from, to] of [
    ['mains', 'off'],
    ['off', 'battery'],
    ['battery', 'mains'],
    ['mains', 'battery'],
  ] as const)
    ({ state } = stepHealth(state, '2026-03-01', NEW_LIFT, [{ kind: 'power', from, to, at: at(1) }]));
  expect(recordSoFar(state, NEW_LIFT)?.powerCycles).toBe(2);
});
