import { expect, test } from 'vitest';
import { gbtExport } from '../../gateway/lift/gbt24476.ts';
import { findingsOf } from '../../gateway/lift/health/findings.ts';
import { ratesOf } from '../../gateway/lift/health/rates.ts';
import { LiftWatch, NEW_MEMORY } from '../../gateway/lift/liftWatch.ts';
import { FaultNames } from '../../gateway/reports/lift/faultNames.ts';
import { findingShown } from '../../gateway/reports/lift/findingShown.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { shippedThresholds } from '../../gateway/site/thresholds/shipped.ts';
import { builtin } from '../drivers/builtin.ts';
import { incidentsSchema } from './scenarios/script.ts';
import { tell } from './scenarios/told.ts';

const { unintendedMovement: quiet } = NEW_MEMORY.detection.analyses;
/** Unintended movement was found, and stands. */
const standing = {
  ...NEW_MEMORY.detection.analyses,
  ...(quiet === undefined
    ? {}
    : { unintendedMovement: { ...quiet, delayed: { ...quiet.delayed, shown: true } } }),
};

/** A day in which one thing befalls a lift: what is told of it, and its record. */
function dayOf(steps: readonly unknown[]) {
  const [incident] = incidentsSchema.parse([{ name: 'a day', clause: 'issue C1', until: 300, steps }]);
  if (incident === undefined) throw new Error('no incident');
  const { deeds, record } = tell(incident);
  const faults = deeds.flatMap(([deed]) =>
    deed.kind === 'fault-on' || deed.kind === 'fault-off'
      ? [`${deed.kind} ${deed.fault.vendor} ${deed.fault.class}`]
      : [],
  );
  return { faults, record };
}

test('what the gateway finds is in the record of the day, a failure, and the first of the findings', () => {
  const { faults, record } = dayOf([
    [10, { open: 'front' }],
    [20, { drift: 150 }],
    [26, { halt: true }],
    [100, { go: 1, rate: 250 }],
  ]);
  expect(faults).toContain('fault-on gateway unintendedCarMovement');
  expect(faults).toContain('fault-off gateway unintendedCarMovement');
  expect(record?.faults).toContainEqual(
    expect.objectContaining({
      key: 'gateway/1024',
      class: 'unintendedCarMovement',
      stops: true,
      floors: [1],
    }),
  );
  if (record === null) throw new Error('no record');
  expect(ratesOf([record]).failures).toBeGreaterThan(0);
  const [first] = findingsOf({ first: [], recent: [record] });
  if (first === undefined) throw new Error('nothing is found');
  const names = new FaultNames(shippedLiftTables());
  const shown = (language: 'en' | 'zh') =>
    findingShown(first, [record], { labels: {}, faults: names, language });
  expect(shown('en')).toContain('G1024 (unintended movement)');
  expect(shown('zh')).toContain('轿厢意外移动');
});

test('a sensor that contradicts the others is a finding that names it', () => {
  const { record } = dayOf([[50, { drop: 20_000 }]]);
  if (record === null) throw new Error('no record');
  const found = findingsOf({ first: [], recent: [record] }).find(({ key }) => key === 'sensor-fault');
  if (found === undefined) throw new Error('nothing is found');
  const names = new FaultNames(shippedLiftTables());
  const shown = (language: 'en' | 'zh') =>
    findingShown(found, [record], { labels: {}, faults: names, language });
  expect(shown('en')).toContain('encoder (position) contradicted all others (times: 1)');
  expect(shown('zh')).toContain('编码器（位置）与其他信号矛盾 1 次');
});

test('the record of the standard tells what the gateway has found, and the alarm button by a contact of its own', () => {
  const table = shippedLiftTables().get('gbt24476');
  if (table === undefined) throw new Error('no table');
  const device = { id: 'box', profile: builtin('lift-sensor-box-19reg'), parameters: { doorBitOpen: 1 } };
  const memory = {
    ...NEW_MEMORY,
    own: { unintendedCarMovement: { since: { boot: 'test', mono: 0 }, floor: 1 } },
  };
  const watch = new LiftWatch(
    {
      ...{ id: 'a', devices: [device] as const, eBike: null, alarmButton: 'contacts/in1' },
      plan: { ratedMmS: null, topFloor: 6, topMm: null },
      ...{ tables: shippedLiftTables(), thresholds: shippedThresholds() },
    },
    { ...memory, detection: { ...memory.detection, analyses: standing } },
  );
  const at = { boot: 'test', mono: 1_000 };
  const told = (point: string, value: boolean) => [{ point, value, quality: 'good', at } as const];
  watch.accept(told('box/level', true), at, null);
  watch.accept(told('contacts/in1', true), at, null);
  const { status } = gbtExport(watch.shown(), table, { registration: null, time: () => null });
  expect(status.Message_Code).toEqual(expect.arrayContaining([5, 90]));
});

test("what its controller told is not told again as the gateway's own, when the controller takes it back first", () => {
  const { faults } = dayOf([
    [10, { fault: 33 }],
    [60, { fault: 0 }],
  ]);
  expect(faults).toEqual(['fault-on monarch overspeed', 'fault-off monarch overspeed']);
});
