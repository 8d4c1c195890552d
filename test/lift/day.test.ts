import { expect, test } from 'vitest';
import type { Instant } from '../../drivers/reading.ts';
import type { LiftEffect } from '../../gateway/lift/folds.ts';
import type { FaultInput } from '../../simulators/device/fault.ts';
import type { Fact } from '../../simulators/lift/truth.ts';
import { soak } from '../harness/soak.ts';
import { WiredLift } from './wiredLift.ts';

// A day of a lift through the bytes of its controller and its sensor box, in the long run; else six minutes of people coming one
// after the other.

const HOUR_MS = 3_600_000;
const WHOLE = soak(1) > 1;
const SPAN_MS = WHOLE ? 24 * HOUR_MS : HOUR_MS / 10;
const STORY = { from: '2026-03-02T00:00:00', devices: ['controller', 'box'] } as const;
const RUSH = WHOLE
  ? []
  : Array.from({ length: 8 }, (_, i) => {
      const [from, to] = [1 + ((3 * i) % 7), 1 + ((5 * i + 2) % 7)];
      const ride = {
        verb: 'ride',
        lift: 'a',
        from,
        to: to === from ? 1 + (to % 7) : to,
        kg: 60 + i,
      } as const;
      return { atMs: 20_000 + 38_000 * i, mishap: ride };
    });
const LIMIT_MS = WHOLE ? 3_600_000 : 120_000;
/** So many trips are enough to be wrong about one. */
const LEAST_TRIPS = 12;

function ofKind<K extends (LiftEffect | Fact)['kind'], T extends { kind: string }>(
  all: readonly T[],
  kind: K,
) {
  return all.filter((one): one is Extract<T, { kind: K }> => one.kind === kind);
}

/** Everything the folds can say of a time that they did not see, or of something they did not understand. */
const DOUBTS = [
  'unseen',
  'door-unseen',
  'door-balked',
  'trips-missing',
  'counter-reset',
  'fault-on',
] as const;
const VISITS = ['fault-missed', 'visit-begun'] as const;

test(
  'through the bytes of both devices trips and door cycles are counted exactly',
  async () => {
    const lift = new WiredLift(STORY);
    await lift.run(SPAN_MS, RUSH);
    const { effects, facts, startMs, state } = lift;
    const [trips, doors] = [ofKind(effects, 'trip'), ofKind(effects, 'door')];
    const [trueTrips, trueDoors] = [ofKind(facts, 'trip'), ofKind(facts, 'door')];
    expect(trueTrips.length).toBeGreaterThanOrEqual(LEAST_TRIPS);
    expect(trips.map(({ trip: { from, to } }) => [from, to])).toEqual(
      trueTrips.map(({ from, to }) => [from, to]),
    );
    expect(doors.map(({ cycle: { floor, reversals } }) => [floor, reversals])).toEqual(
      trueDoors.map(({ floor, reversals }) => [floor, reversals]),
    );
    for (const [i, { trip }] of trips.entries()) {
      const fact = trueTrips[i];
      if (fact === undefined) throw new Error('no such trip');
      expect(Math.abs(startMs + trip.endedAt.mono - fact.endMs)).toBeLessThan(1_000);
      expect(Math.abs((trip.distanceMm ?? 0) - fact.distanceMm)).toBeLessThanOrEqual(200); // in steps of 100 mm
      expect(trip.atLanding).toBe(true);
    }
    expect(state.counters.counts.doorCycles?.total).toBe(trueDoors.length);
    for (const doubt of [...DOUBTS, ...VISITS]) expect(ofKind(effects, doubt)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'late replies, broken ones and a controller that starts anew every hour leave times not watched, never a wrong count',
  async () => {
    const faults: readonly FaultInput[] = [
      { kind: 'late', probability: 0.05, timeoutMs: 100 },
      { kind: 'wrong-crc', probability: 0.01 },
    ];
    const lift = new WiredLift({ ...STORY, faults });
    const reboots = Array.from({ length: Math.ceil(SPAN_MS / HOUR_MS) }, (_, i) => ({
      atMs: (i + 0.074) * HOUR_MS,
      mishap: { verb: 'rebootController', lift: 'a', seconds: 6, answers: i % 2 === 0 } as const,
    }));
    await lift.run(SPAN_MS, [...RUSH, ...reboots]);
    const { effects, facts, startMs } = lift;
    const trueTrips = ofKind(facts, 'trip');
    expect(trueTrips.length).toBeGreaterThanOrEqual(LEAST_TRIPS);
    expect(ofKind(facts, 'reboot')).toHaveLength(reboots.length);

    const near = (at: Instant, ms: number) => Math.abs(startMs + at.mono - ms) < 2_000;
    const within = (all: readonly { from: Instant; to: Instant }[], ms: number) =>
      all.some(({ from, to }) => startMs + from.mono - 1_000 <= ms && ms <= startMs + to.mono + 1_000);
    const holes = ofKind(effects, 'unseen').map(({ unseen }) => unseen);
    const told = ofKind(effects, 'trip').map(({ trip }) =>
      trueTrips.find(
        ({ from, to, endMs }) => from === trip.from && to === trip.to && near(trip.endedAt, endMs),
      ),
    );
    expect(told).not.toContain(undefined);
    expect(new Set(told).size).toBe(told.length);
    const missed = trueTrips.filter((fact) => !told.includes(fact));
    for (const { endMs } of missed) expect(within(holes, endMs)).toBe(true);
    expect(missed.length).toBeLessThanOrEqual(reboots.length);

    const trueDoors = ofKind(facts, 'door');
    const doorHoles = ofKind(effects, 'door-unseen').map(({ unseen }) => unseen);
    const toldDoors = ofKind(effects, 'door').map(({ cycle }) =>
      trueDoors.find(({ floor, endMs }) => floor === cycle.floor && near(cycle.endedAt, endMs)),
    );
    expect(toldDoors).not.toContain(undefined);
    expect(new Set(toldDoors).size).toBe(toldDoors.length);
    for (const fact of trueDoors)
      if (!toldDoors.includes(fact)) expect(within(doorHoles, fact.endMs)).toBe(true);

    // a start is a greater share of six minutes than of an hour
    for (const all of WHOLE ? [holes, doorHoles] : [holes]) {
      const ms = all.reduce((sum, { from, to }) => sum + to.mono - from.mono, 0);
      expect(ms).toBeLessThanOrEqual(0.02 * SPAN_MS);
    }
    for (const wrong of ['fault-on', 'visit-begun', 'counter-reset'] as const)
      expect(ofKind(effects, wrong)).toEqual([]);
  },
  LIMIT_MS,
);
