import { expect, test } from 'vitest';
import type { LiftFault } from '../../../drivers/lift/snapshot.ts';
import { NEW_LIFT } from '../../../gateway/lift/folds.ts';
import { NO_HEALTH, recordSoFar, stepHealth } from '../../../gateway/lift/health/health.ts';
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
