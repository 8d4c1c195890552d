import { expect, test } from 'vitest';
import type { Instant } from '../../drivers/reading.ts';
import { type LiftEffect, NEW_LIFT, stepLift } from '../../gateway/lift/folds.ts';
import type { DailyRecord } from '../../gateway/lift/health/dailyRecord.ts';
import { findingsOf } from '../../gateway/lift/health/findings.ts';
import { NO_HEALTH, stepHealth } from '../../gateway/lift/health/health.ts';
import { accountOf } from '../../simulators/lift/account.ts';
import type { ScriptedMishap } from '../../simulators/lift/images.ts';
import { liftSchema } from '../../simulators/lift/plan.ts';
import { newLift } from '../../simulators/lift/state.ts';
import type { Fact } from '../../simulators/lift/truth.ts';
import { soak } from '../harness/soak.ts';
import { type Story, watchedLift } from './watchedLift.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 2, 1);
const DAYS = soak(3); // thirty in the long run
const at = (day: number, hour: number) => START + day * DAY_MS + hour * HOUR_MS;

/** A landing door that does not lock, a visit, a door that slows down, levelling that drifts, people shut in twice. */
const SCRIPT: readonly ScriptedMishap[] = [
  { atMs: at(0, 8), mishap: { verb: 'stickLock', lift: 'a', floor: 1 } },
  { atMs: at(0, 11.2), mishap: { verb: 'inspect', lift: 'a', on: true } },
  { atMs: at(0, 12), mishap: { verb: 'inspect', lift: 'a', on: false } },
  { atMs: at(0, 13), mishap: { verb: 'slowDoor', lift: 'a', floor: 4, share: 0.1, perDay: 0.02 } },
  { atMs: at(0, 13), mishap: { verb: 'driftLevel', lift: 'a', floor: 3, mm: 12, mmPerDay: 0.5 } },
  { atMs: at(1, 9), mishap: { verb: 'trap', lift: 'a', where: 'level' } },
  { atMs: at(1, 10), mishap: { verb: 'free', lift: 'a' } },
  { atMs: at(2, 17), mishap: { verb: 'trap', lift: 'a', where: 'between' } },
  { atMs: at(2, 18), mishap: { verb: 'free', lift: 'a' } },
];

const dayOf = (ms: number) => `2026-03-${String(1 + Math.floor((ms - START) / DAY_MS)).padStart(2, '0')}`;

function watched(
  devices: Parameters<typeof watchedLift>[1],
  days: number,
  story: Pick<Story, 'script' | 'repairsMs'>,
) {
  const begin = newLift(liftSchema.parse({ usageClass: 1 }), START, 33, { meanC: 14, swingC: 6 });
  const untilMs = START + days * DAY_MS;
  const run = watchedLift(begin, devices, { ...story, untilMs });
  let state = NEW_LIFT;
  let health = NO_HEALTH;
  const effects: LiftEffect[] = [];
  const records: DailyRecord[] = [];
  let next = run.next();
  for (; next.done !== true; next = run.next()) {
    const step = stepLift(state, next.value.snapshot, next.value.log);
    state = step.state;
    effects.push(...step.effects);
    const day = dayOf(next.value.atMs);
    const daily = stepHealth(health, day, state, step.effects);
    health = daily.state;
    records.push(...daily.effects.map(({ record }) => record));
  }
  return { state, effects, health, records, facts: accountOf(next.value) };
}

function ofKind<K extends (LiftEffect | Fact)['kind'], T extends { kind: string }>(
  all: readonly T[],
  kind: K,
) {
  return all.filter((one): one is Extract<T, { kind: K }> => one.kind === kind);
}

test('a month of register images is counted exactly', () => {
  const { state, effects, facts, records, health } = watched(
    ['monarch-nice3000plus', 'lift-sensor-box-19reg'],
    DAYS,
    {
      script: SCRIPT,
      repairsMs: [at(0, 11)],
    },
  );
  const trips = ofKind(effects, 'trip').map(({ trip }) => trip);
  const doors = ofKind(effects, 'door').map(({ cycle }) => cycle);
  const [trueTrips, trueDoors] = [ofKind(facts, 'trip'), ofKind(facts, 'door')];
  expect(trips.map(({ from, to }) => [from, to])).toEqual(trueTrips.map(({ from, to }) => [from, to]));
  expect(doors.map(({ floor }) => floor)).toEqual(trueDoors.map(({ floor }) => floor));
  let differs = 0;
  for (const [i, fact] of trueDoors.entries()) {
    const cycle = doors[i];
    if (cycle === undefined || cycle.openMs === null || cycle.closeMs === null) throw new Error('no times');
    // a door given up by its controller begins anew in the record; who watches sees it turn back again and again
    if (cycle.reversals !== fact.reversals) differs++;
    else if (fact.reversals === 0) {
      expect(Math.abs(cycle.openMs - fact.openMs)).toBeLessThanOrEqual(2 * cycle.plusMinusMs);
      expect(Math.abs(cycle.closeMs - fact.closeMs)).toBeLessThanOrEqual(2 * cycle.plusMinusMs);
    }
  }
  expect(differs).toBe(1);
  expect(ofKind(effects, 'unseen')).toEqual([]);
  expect(ofKind(effects, 'door-unseen')).toEqual([]);
  expect(ofKind(effects, 'door-balked').length).toBeGreaterThan(0);

  // every fault, by its code, with the controller's log as a second witness that has nothing to add
  const faults = ofKind(effects, 'fault-on').filter(({ fault }) => fault.vendor === 'monarch');
  expect(faults.map(({ fault }) => fault.code)).toEqual(ofKind(facts, 'fault').map(({ code }) => code));
  expect(ofKind(effects, 'fault-missed')).toEqual([]);
  expect(ofKind(effects, 'trips-missing')).toEqual([]);
  expect(state.counters.missing).toBe(0);

  const [visit, ...others] = ofKind(effects, 'visit');
  const real = ofKind(facts, 'mode').find(({ mode }) => mode === 'inspection');
  expect(others).toEqual([]);
  expect(Math.abs((visit?.inspectionMs ?? 0) - ((real?.untilMs ?? 0) - (real?.fromMs ?? 0)))).toBeLessThan(
    5_000,
  );
  const relevelled = ofKind(effects, 'stop').filter(({ stop }) => stop.relevelMs !== null);
  expect(relevelled.map(({ stop }) => stop.floor)).toEqual(
    ofKind(facts, 'relevel').map(({ floor }) => floor),
  );

  // the days add up to the whole, and what is wrong is found
  const whole = records.slice(0, DAYS - 1);
  const until = START + whole.length * DAY_MS;
  const within = (all: readonly { endMs: number }[]) => all.filter(({ endMs }) => endMs < until).length;
  // a mechanic's jogs are rows, and no service
  const jogs = trips.filter(({ mode }) => mode === 'inspection').length;
  expect(jogs).toBeGreaterThan(0);
  expect(whole.reduce((sum, { trips: n }) => sum + n, 0)).toBe(within(trueTrips) - jogs);
  expect(whole.reduce((sum, { doorCycles }) => sum + doorCycles, 0)).toBe(within(trueDoors));
  expect(records[0]).toMatchObject({ visits: 1, unseen: 0, missedFaults: 0 });
  expect(records[0]?.availability.share).toBeLessThan(1);
  expect(findingsOf(health).map(({ key }) => key)).toEqual(
    expect.arrayContaining(['fault-once', 'door-balks']),
  );
});

test('a controller that starts anew every hour leaves times not watched, and never a wrong trip or door cycle', () => {
  const script = Array.from({ length: 12 }, (_, i) => ({
    atMs: at(0, i + 0.73),
    mishap: { verb: 'rebootController', lift: 'a', seconds: 6, answers: i % 2 === 0 } as const,
  }));
  const { effects, facts, state } = watched(['monarch-nice3000plus'], 0.55, { script });
  const trips = ofKind(effects, 'trip').map(({ trip }) => trip);
  const holes = ofKind(effects, 'unseen').map(({ unseen }) => unseen);
  const doorHoles = ofKind(effects, 'door-unseen').map(({ unseen }) => unseen);
  const cycles = ofKind(effects, 'door').map(({ cycle }) => cycle);
  const close = (mono: number, ms: number) => Math.abs(START + mono - ms) < 1_000;
  const over = (all: readonly { from: Instant; to: Instant }[], ms: number) =>
    all.some(({ from, to }) => START + from.mono - 1_000 <= ms && START + to.mono + 1_000 >= ms);
  const told = trips.map((trip) =>
    ofKind(facts, 'trip').find(
      (fact) => fact.from === trip.from && fact.to === trip.to && close(trip.endedAt.mono, fact.endMs),
    ),
  );
  expect(new Set(told).size).toBe(trips.length);
  expect(told).not.toContain(undefined);
  const missed = ofKind(facts, 'trip').filter((fact) => !told.includes(fact));
  for (const fact of missed) expect(over(holes, fact.endMs)).toBe(true);
  const toldDoors = cycles.map((cycle) =>
    ofKind(facts, 'door').find((fact) => fact.floor === cycle.floor && close(cycle.endedAt.mono, fact.endMs)),
  );
  expect(new Set(toldDoors).size).toBe(cycles.length);
  expect(toldDoors).not.toContain(undefined);
  for (const fact of ofKind(facts, 'door'))
    if (!toldDoors.includes(fact)) expect(over(doorHoles, fact.endMs)).toBe(true);
  expect(holes.length).toBe(script.length);
  expect(state.counters.missing).toBe(missed.length);
  // zeros read as inspection: nobody came
  expect(ofKind(effects, 'visit-begun')).toEqual([]);
  const unseenMs = holes.reduce((sum, { from, to }) => sum + to.mono - from.mono, 0);
  expect(unseenMs).toBeLessThan(0.02 * 0.55 * DAY_MS);
});
