import { describe, expect, test } from 'vitest';
import {
  type BalanceEffect,
  type BalanceState,
  NO_CURRENT,
  stepBalance,
} from '../../gateway/lift/balance.ts';
import { type DailyRecord, recordOf } from '../../gateway/lift/health/dailyRecord.ts';
import { findingsOf } from '../../gateway/lift/health/findings.ts';
import { NO_TALLY, tallied } from '../../gateway/lift/health/tally.ts';
import type { Trip, Unseen } from '../../gateway/lift/trips.ts';
import { good, instant, showing } from './shownLift.ts';

type Drawn = { readonly way: 'up' | 'down'; readonly amps: readonly (number | null)[] };
const RUN: Drawn = { way: 'up', amps: [6, 6.2, 5.8] };

function ridden(changes: Partial<Trip> = {}): Trip {
  return {
    ...{ from: 1, to: 5, startedAt: instant(0), endedAt: instant(9_000), durationMs: 9_000 },
    ...{ distanceMm: 11_600, vmaxMmS: 1_000, levelErrorMm: null, atLanding: true },
    ...{ loadPct: 0, mode: 'normal', ...changes },
  };
}

/** A lift whose runs are watched: each look half a second after the other. */
class Watched {
  state: BalanceState = NO_CURRENT;
  #mono = 0;

  /** The car gains speed, draws these currents at its rated one, slows down, and the run is told. */
  run({ way, amps }: Drawn, trip: Partial<Trip> = {}): readonly BalanceEffect[] {
    this.#look('accelerate', way, 14);
    for (const drawn of amps) this.#look('ratedSpeed', way, drawn);
    this.#look('decelerate', way, -3);
    return this.#step('stationary', 'stopped', 0, ridden(trip));
  }

  #look(drive: 'accelerate' | 'ratedSpeed' | 'decelerate', way: 'up' | 'down', amps: number | null) {
    expect(this.#step(drive, way, amps)).toEqual([]);
  }

  #step(
    drive: 'accelerate' | 'ratedSpeed' | 'decelerate' | 'stationary',
    direction: 'up' | 'down' | 'stopped',
    amps: number | null,
    trip?: Trip,
  ) {
    this.#mono += 500;
    const now = this.#mono;
    const known = showing({ drive: good(drive, now), direction: good(direction, now) });
    const motor = { ...known.motor, currentA: amps === null ? null : good(amps, now) };
    const told = trip === undefined ? [] : [{ kind: 'trip', trip } as const];
    // every look twice: the other device of the lift was read, and this one says what it said
    const first = stepBalance(this.state, { ...known, motor }, told);
    const { state, effects } = stepBalance(first.state, { ...known, motor });
    expect(effects).toEqual([]);
    this.state = state;
    return first.effects;
  }
}

describe('the current of a run', () => {
  test('is the mean of what the motor draws at rated speed, each reading once', () => {
    const [effect, ...more] = new Watched().run({ way: 'up', amps: [6, 6.2, 5.5] });
    expect(more).toEqual([]);
    expect(effect?.current).toMatchObject({ direction: 'up', empty: true });
    expect(effect?.current.currentA).toBeCloseTo(5.9, 9);
    expect(new Watched().run({ way: 'down', amps: [9, 9] })).toEqual([
      { kind: 'run-current', current: { direction: 'down', currentA: 9, empty: true } },
    ]);
  });

  test('begins anew with each run', () => {
    const lift = new Watched();
    lift.run(RUN);
    expect(lift.state).toEqual(NO_CURRENT);
    expect(lift.run({ way: 'down', amps: [9, 9.5] })[0]?.current.currentA).toBeCloseTo(9.25, 9);
  });

  test.each([
    ['reached its rated speed for one look only', { way: 'up', amps: [6] }, {}],
    ['never reached its rated speed', { way: 'up', amps: [] }, {}],
    ['is of a lift that tells no current', { way: 'up', amps: [null, null, null] }, {}],
    ['was an inspection', RUN, { mode: 'inspection' }],
    ['had an unknown load', RUN, { loadPct: null }],
  ] as const)('is not told of a run that %s', (_, drawn, trip) => {
    expect(new Watched().run(drawn, trip)).toEqual([]);
  });

  test('says whether the car was empty: 5 % of the load may be anything', () => {
    expect(new Watched().run(RUN, { loadPct: 5 })[0]?.current.empty).toBe(true);
    expect(new Watched().run(RUN, { loadPct: 6 })[0]?.current.empty).toBe(false);
  });

  test('is not told where the run was not watched to its end', () => {
    const at = (now: number) => showing({ drive: good('ratedSpeed', now), direction: good('up', now) });
    let state = NO_CURRENT;
    for (const now of [500, 1_000, 1_500]) {
      const looked = at(now);
      const motor = { ...looked.motor, currentA: good(6, now) };
      state = stepBalance(state, { ...looked, motor }).state;
    }
    const unseen: Unseen = {
      ...{ from: instant(1_500), to: instant(9_000), floorBefore: 1, floorAfter: 5 },
      least: 1,
    };
    const step = stepBalance(state, showing({}), [{ kind: 'unseen', unseen }]);
    expect(step).toEqual({ state: NO_CURRENT, effects: [] });
  });
});

describe('the counterweight', () => {
  /** Days of a lift whose empty car draws so much more or less, up and down, on the days it has runs with nobody in it. */
  function days(count: number, extraA: (day: number) => number, runs = 4): DailyRecord[] {
    const lift = new Watched();
    return Array.from({ length: count }, (_, day) => {
      const more = extraA(day);
      const effects = Array.from({ length: runs }, (_, i) => [
        ...lift.run({ way: 'up', amps: [4 + more + i / 10, 4 + more - i / 10] }),
        ...lift.run({ way: 'down', amps: [10 + more, 10 + more] }),
        ...lift.run({ way: 'up', amps: [13, 13] }, { loadPct: 60 }), // somebody in it: tells nothing of the weight
      ]).flat();
      const tally = effects.reduce(tallied, { ...NO_TALLY, trips: 50 });
      const visit = { normal: 80_000_000, inspection: day % 10 === 0 ? 3_600_000 : 0 };
      return recordOf(`2026-${String(day).padStart(4, '0')}`, tally, visit);
    });
  }
  const found = (all: readonly DailyRecord[]) =>
    findingsOf({ first: all.slice(0, 30), recent: all.slice(-30) });

  test('is told by the empty car both ways together', () => {
    expect(days(1, () => 0)[0]?.balanceA).toBeCloseTo(7, 9);
    expect(days(1, () => 0, 2)[0]?.balanceA).toBeNull(); // two runs a way are too few
  });

  test('is a finding when it has drifted by a tenth from the first thirty days', () => {
    expect(found(days(60, () => 0))).toEqual([]);
    expect(found(days(60, (day) => (day < 40 ? 0 : 0.5)))).toEqual([]); // 7 %
    const drifted = days(60, (day) => (day < 40 ? 0 : 0.06 * (day - 40)));
    expect(found(drifted)).toMatchObject([
      { key: 'balance', parameters: { before: '7.0', now: '8.0', percent: '14' }, evidence: { samples: 7 } },
    ]);
  });
});
