import { expect, test } from 'vitest';
import { formatLifts, parseLifts } from '../../../gateway/guard/lifts/liftSaved.ts';
import { LiftWatch, NEW_MEMORY } from '../../../gateway/lift/liftWatch.ts';
import { shippedLiftTables } from '../../../gateway/site/liftTables.ts';
import { shippedThresholds } from '../../../gateway/site/thresholds/shipped.ts';
import { builtin } from '../../drivers/builtin.ts';

test('what a version before the comparison of sensors kept is taken up: what stood stands', () => {
  const { sensors: _, button: _button, contact: _contact, ...older } = NEW_MEMORY.detection;
  const { person: _person, load: _load, ...situation } = older.entrapment.situation;
  const entrapment = { ...older.entrapment, phase: 'confirmed', confirmedOnce: true, situation };
  const { motion: _motion, own: _own, ...memory } = NEW_MEMORY;
  const kept = { memory: { ...memory, detection: { ...older, entrapment } }, testedAt: 7 };
  const read = parseLifts(formatLifts({ a: kept as never }), null);
  if (!read.ok) throw new Error(read.error.what);
  const device = { id: 'box', profile: builtin('lift-sensor-box-19reg'), parameters: {} };
  const plan = { ratedMmS: null, topFloor: 6, topMm: null };
  const setting = { id: 'a', devices: [device] as const, eBike: null, plan };
  const watch = new LiftWatch(
    { ...setting, tables: shippedLiftTables(), thresholds: shippedThresholds() },
    read.value.a?.memory,
  );
  const at = { boot: 'new', mono: 1_000 };
  const reading = { point: 'box/person', value: true, quality: 'good', at } as const;
  watch.accept([reading], at, '2026-03-01');
  watch.tick({ boot: 'new', mono: 60_000 }, '2026-03-01');
  expect(watch.memory.detection.entrapment.phase).toBe('confirmed');
  expect(watch.values()).toContainEqual({ name: 'lift.entrapment', value: 'confirmed', quality: 'stale' });
});
