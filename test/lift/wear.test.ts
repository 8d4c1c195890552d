import { expect, test } from 'vitest';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { DailyRecord } from '../../gateway/lift/health/dailyRecord.ts';
import { findingsOf } from '../../gateway/lift/health/findings.ts';
import { NO_WEAR, stepWear, type WearEffect } from '../../gateway/lift/wear.ts';
import { FaultNames } from '../../gateway/reports/lift/faultNames.ts';
import { findingShown } from '../../gateway/reports/lift/findingShown.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { liftSchema } from '../../simulators/lift/plan.ts';
import { newLift } from '../../simulators/lift/state.ts';
import { liftShowing } from './liftImage.ts';
import { incidentsSchema } from './scenarios/script.ts';
import { tell } from './scenarios/told.ts';
import { stamped, watchedLift } from './watchedLift.ts';

const faults = new FaultNames(shippedLiftTables());

/** Registers of the SDK-500: state in the high byte (0 open, 1 closed, 2 opening, 3 closing), the current in mA. */
function doorShowing(state: number, mA: number, mono: number): LiftSnapshot {
  return stamped(liftShowing('techwind-sdk500', { 1: state << 8, 2: mA }, {}), { boot: 'test', mono });
}

test('a door controller tells what its motor drew over each stroke', () => {
  const looks = [[1, 0], ...[410, 450, 430].map((mA) => [2, mA]), [0, 0], [3, 300], [3, 340], [1, 0]];
  let state = NO_WEAR;
  const effects: WearEffect[] = [];
  for (const [i, [code = 0, mA = 0]] of looks.entries()) {
    const step = stepWear(state, doorShowing(code, mA, 500 * i));
    state = step.state;
    effects.push(...step.effects);
  }
  expect(effects).toEqual([
    { kind: 'door-current', door: 1, meanMa: 430 },
    { kind: 'door-current', door: 1, meanMa: 320 },
  ]);
});

test('a controller that asks for its service is told once, until it has had it and asks again', () => {
  const shows = (word: number) =>
    liftShowing('invertek-elevator-core', { 255: word, 256: 0, 257: 0, 258: 0 });
  let state = NO_WEAR;
  const told = [0, 0b1000, 0b1001, 0, 0b1000].map((word) => {
    const step = stepWear(state, shows(word));
    state = step.state;
    return step.effects;
  });
  const asks = [{ kind: 'indicator', of: 'service' }];
  expect(told).toEqual([[], asks, [], [], asks]);
});

test('the vibration of a box counts while the car runs, and not while it stands', () => {
  const START = Date.UTC(2026, 2, 2, 7);
  const begin = newLift(liftSchema.parse({ usageClass: 2 }), START, 5, { meanC: 14, swingC: 6 });
  let state = NO_WEAR;
  const shakes: number[] = [];
  for (const { snapshot } of watchedLift(begin, ['lift-sensor-box-19reg'], { untilMs: START + 3_600_000 })) {
    const step = stepWear(state, snapshot);
    state = step.state;
    for (const effect of step.effects) if (effect.kind === 'vibration') shakes.push(effect.mps2);
  }
  expect(shakes.length).toBeGreaterThan(20);
  expect(new Set(shakes)).toEqual(new Set([1.2])); // 0.2 while it stands
});

const days = (count: number, from: number, change: Partial<DailyRecord>): DailyRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    day: new Date(Date.UTC(2026, 2, from + i)).toISOString().slice(0, 10),
    ...{ trips: 50, starts: 50, floorsPassed: 100, unseen: 0, doorCycles: 60, open: null, close: null },
    ...{ levelP95Mm: null, inspectionMs: 60_000, visits: 1, faults: [], missedFaults: 0, entrapments: 0 },
    availability: { upMs: 86_400_000, downMs: 0, unseenMs: 0, share: 1 },
    ...{ landings: {}, balanceA: null },
    ...change,
  }));

const door = (p50: number) => ({
  doors: { 1: { cycles: 60, reversals: 0, balks: 0, currentMa: { p50, p95: p50, count: 120 } } },
});

test('a door motor that draws more, a car that shakes more, and what a controller asks for are found, in words', () => {
  const first = days(30, 1, { ...door(420), rideMps2: 0.2, restarts: 0 });
  const calm = days(7, 31, { ...door(500), rideMps2: 0.25, restarts: 0 });
  expect(findingsOf({ first, recent: [...first.slice(7), ...calm] })).toEqual([]);
  const worn = days(7, 31, { ...door(560), rideMps2: 0.31, restarts: 1, indicators: ['brake'] });
  const recent = [...first.slice(7), ...worn];
  const found = findingsOf({ first, recent });
  expect(found.map(({ key }) => key)).toEqual(['indicator', 'door-current', 'restarts', 'rough-ride']);
  const said = (language: 'en' | 'zh') =>
    found.map((one) => findingShown(one, recent, { labels: {}, faults, language })).join('\n');
  expect(said('en')).toMatch(/asks for attention: brake, last on 2026-04-06/);
  expect(said('en')).toMatch(/door 1 draws 560 mA on average; it was 420 mA when new to us \(33 % more\)/);
  expect(said('en')).toMatch(/ride index 0\.31 m\/s², it was 0\.20 m\/s²/);
  expect(said('en')).toMatch(/started anew 7 times/);
  expect(said('zh')).not.toMatch(/[{}]|undefined|brake/);
});

test('a controller that starts and shows zeros is counted when it has its values again, and one that is silent is not', () => {
  const record = (steps: readonly unknown[]) => {
    const [incident] = incidentsSchema.parse([{ name: 'starts', clause: 'issue C3', until: 300, steps }]);
    if (incident === undefined) throw new Error('no incident');
    return tell(incident).record;
  };
  const zeros = [20, 80, 140].flatMap((s) => [
    [s, { zeros: true }],
    [s + 6, { zeros: false }],
  ]);
  expect(record(zeros)?.restarts).toBe(3);
  expect(
    record([
      [20, { silent: ['controller'] }],
      [60, { silent: [] }],
    ])?.restarts,
  ).toBe(0);
});
