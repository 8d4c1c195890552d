import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import {
  NO_TRIPS,
  stepTrips,
  type Trip,
  type TripEffect,
  type TripState,
  type Unseen,
} from '../../gateway/lift/trips.ts';
import { type Leg, LiftTruth } from './liftTruth.ts';

function fold(looks: Iterable<LiftSnapshot>): { trips: Trip[]; unseen: Unseen[]; state: TripState } {
  let state = NO_TRIPS;
  const effects: TripEffect[] = [];
  for (const look of looks) {
    const step = stepTrips(state, look);
    state = step.state;
    effects.push(...step.effects);
  }
  return {
    state,
    trips: effects.flatMap((effect) => (effect.kind === 'trip' ? [effect.trip] : [])),
    unseen: effects.flatMap((effect) => (effect.kind === 'unseen' ? [effect.unseen] : [])),
  };
}

const floors = (trips: readonly { from: number; to: number }[]) => trips.map(({ from, to }) => [from, to]);
/** Six floors; a stop at a landing lasts as long as its door needs at least. */
const legs = fc.array(
  fc.record({ waitMs: fc.integer({ min: 6_000, max: 20_000 }), to: fc.integer({ min: 1, max: 6 }) }),
  { minLength: 1, maxLength: 6 },
);
/** Times in which no read is answered. */
const holes = (longest: number) =>
  fc.array(
    fc.record({ at: fc.integer({ min: 3_000, max: 120_000 }), ms: fc.integer({ min: 100, max: longest }) }),
    { maxLength: 6 },
  );
const heardBut = (list: readonly { at: number; ms: number }[]) => (ms: number) =>
  !list.some((hole) => ms >= hole.at && ms < hole.at + hole.ms);

describe('trips', () => {
  const plan: Leg[] = [
    { waitMs: 8_000, to: 4 },
    { waitMs: 9_000, to: 3 },
    { waitMs: 60_000, to: 1 },
  ];

  test('have floors, times, distance, speed and load', () => {
    const truth = new LiftTruth(1, plan);
    const { trips, unseen, state } = fold(truth.looks(1, () => true));
    expect(unseen).toEqual([]);
    expect(floors(trips)).toEqual([
      [1, 4],
      [4, 3],
      [3, 1],
    ]);
    expect(trips[0]).toMatchObject({
      distanceMm: 8700,
      loadPct: 20,
      mode: 'normal',
      atLanding: true,
      levelErrorMm: null,
    });
    for (const [i, { startedAt, endedAt, durationMs, vmaxMmS }] of trips.entries()) {
      const [real] = truth.trips.slice(i);
      expect(Math.abs(startedAt.mono - (real?.startMs ?? 0))).toBeLessThan(1200);
      expect(Math.abs(endedAt.mono - (real?.endMs ?? 0))).toBeLessThan(1200);
      expect(durationMs).toBe(endedAt.mono - startedAt.mono);
      expect(vmaxMmS).toBeGreaterThan(850);
    }
    expect(state).toMatchObject({ phase: 'standing', floor: 1 });
  });

  test('are counted exactly, whatever the plan, while no hole is longer than four seconds less a round of reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), legs, holes(2_400), (start, all, list) => {
        const apart = list.filter((hole, i) =>
          list.every((other, j) => j >= i || Math.abs(other.at - hole.at) > 6_000),
        );
        const truth = new LiftTruth(start, all);
        const { trips, unseen } = fold(truth.looks(start, heardBut(apart)));
        expect(unseen).toEqual([]);
        expect(floors(trips)).toEqual(floors(truth.trips));
      }),
      { numRuns: 20 },
    );
  });

  test('that nobody saw are never made up: each is told exactly, or lies in a time that says it was not watched', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), legs, holes(40_000), (start, all, list) => {
        const truth = new LiftTruth(start, all);
        const { trips, unseen, state } = fold(truth.looks(start, heardBut(list)));
        const told = new Set<number>();
        for (const trip of trips) {
          const match = truth.trips.findIndex(
            (real) =>
              real.from === trip.from &&
              real.to === trip.to &&
              Math.abs(real.endMs - trip.endedAt.mono) < 5_000,
          );
          expect(match).toBeGreaterThanOrEqual(0);
          expect(told.has(match)).toBe(false);
          told.add(match);
        }
        // the plan may end in a hole: what is not seen to the end is told when the lift is seen again
        const seenTo =
          state.phase === 'lost'
            ? (state.since?.mono ?? 0)
            : state.phase === 'running'
              ? state.startedAt.mono - 1_000
              : state.seenAt.mono;
        for (const [index, { startMs, endMs }] of truth.trips.entries()) {
          if (told.has(index) || endMs > seenTo) continue;
          expect(unseen.some(({ from, to }) => from.mono <= endMs && to.mono >= startMs)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('a hole over a whole trip says that at least one was missed, and from where to where', () => {
    const truth = new LiftTruth(1, plan);
    // it comes back while the car stands at 4
    const { trips, unseen } = fold(truth.looks(1, (ms) => ms < 7_000 || ms > 22_000));
    expect(floors(trips)).toEqual([
      [4, 3],
      [3, 1],
    ]);
    expect(unseen).toMatchObject([{ floorBefore: 1, floorAfter: 4, least: 1 }]);
  });

  test('a restart of the gateway is a time not watched, however the clock stands', () => {
    const truth = new LiftTruth(2, plan);
    const all = [...truth.looks(2, () => true)];
    const reborn = all.map((look) => ({
      ...look,
      moving: rebooted(look.moving),
      floor: rebooted(look.floor),
      drive: rebooted(look.drive),
      direction: rebooted(look.direction),
      speedMmS: rebooted(look.speedMmS),
    }));
    const before = fold(all.slice(0, 20));
    let { state } = before;
    const kept = JSON.parse(JSON.stringify(state)) as TripState;
    const step = stepTrips(kept, reborn[20] as LiftSnapshot);
    state = step.state;
    expect(step.effects).toMatchObject([
      { kind: 'unseen', unseen: { floorBefore: 2, floorAfter: 2, least: 0 } },
    ]);
    expect(state.phase).toBe('standing');
  });

  test('a controller that goes silent in a run leaves no trip behind, only the time', () => {
    const truth = new LiftTruth(1, plan);
    const looks = [...truth.looks(1, () => true)];
    const silent = looks.map((look, i) =>
      i > 80 && i < 200 ? { ...look, floor: { ...look.floor, value: null } } : look,
    );
    const { trips, unseen } = fold(silent as LiftSnapshot[]);
    expect(unseen).toHaveLength(1);
    expect(unseen[0]).toMatchObject({ floorBefore: 1, least: 1 });
    expect(trips.length).toBeLessThan(3);
  });
});

function rebooted<T extends { at: { boot: string; mono: number } } | null>(known: T): T {
  return known === null ? known : { ...known, at: { ...known.at, boot: 'next' } };
}
