import { expect, test } from 'vitest';
import { type DetectionState, NO_DETECTION, stepDetection } from '../../gateway/lift/detection/detection.ts';
import { type LiftEffect, NEW_LIFT, stepLift } from '../../gateway/lift/folds.ts';
import { accountOf } from '../../simulators/lift/account.ts';
import type { LiftMishap } from '../../simulators/lift/mishap.ts';
import { liftSchema } from '../../simulators/lift/plan.ts';
import { newLift } from '../../simulators/lift/state.ts';
import { soak } from '../harness/soak.ts';
import { THRESHOLDS } from './detection/lift.ts';
import { watchedLift } from './watchedLift.ts';

// A lift whose sensors are what real ones are: blips, blindness to whoever keeps still, a drifting zero, contacts that bounce.

const START = Date.UTC(2026, 2, 2, 6);
const HOURS = 3 * soak(1) * (soak(1) > 1 ? 24 : 1); // a morning, or a month
const LIMIT_MS = soak(1) > 1 ? 3_600_000 : 120_000;
const PLAN = { ratedMmS: 1_000, topFloor: 7, topMm: 17_400 };
const lift = 'a';

const HABITS: readonly LiftMishap[] = [
  { verb: 'personSensor', lift, blipEveryS: 420, blindAfterS: 15, stuck: null },
  { verb: 'loadCell', lift, pct: 1, pctPerDay: soak(1) > 1 ? 0.6 : 6 }, // a fifth in a month
  { verb: 'bounce', lift, contact: 'closeLimit', everyS: 300 },
  { verb: 'bounce', lift, contact: 'zone', everyS: 400 },
  { verb: 'bounce', lift, contact: 'doorBit', everyS: 500 },
  { verb: 'bounce', lift, contact: 'level', everyS: 550 },
];

/** What is loud at the siren. */
const RED: Readonly<Record<string, readonly unknown[]>> = {
  'lift.entrapment': ['confirmed'],
  'lift.unintended-movement': [true],
  'lift.overspeed': ['over'],
  'lift.overtravel': ['top', 'bottom'],
  'lift.door-open-moving': [true],
};

test.each([
  ['a controller and a box', ['monarch-nice3000plus', 'lift-sensor-box-19reg'], 21],
  ['a box alone', ['lift-sensor-box-19reg'], 22],
  ['a controller alone', ['monarch-nice3000plus'], 23],
] as const)(
  'ordinary service with the habits of real sensors, seen by %s, is no red alarm and every trip is told',
  (_, devices, seed) => {
    const begin = newLift(liftSchema.parse({ usageClass: 2 }), START, seed, { meanC: 14, swingC: 6 });
    const run = watchedLift(begin, devices, {
      untilMs: START + HOURS * 3_600_000,
      script: HABITS.map((mishap) => ({ atMs: START + 1_000, mishap })),
    });
    let [state, detection] = [NEW_LIFT, NO_DETECTION as DetectionState];
    const [red, effects, sensors]: [string[], LiftEffect[], unknown[]] = [[], [], []];
    let next = run.next();
    for (; next.done !== true; next = run.next()) {
      const { atMs, snapshot } = next.value;
      const step = stepLift(state, snapshot);
      state = step.state;
      effects.push(...step.effects.filter(({ kind }) => kind === 'trip' || kind === 'unseen'));
      const at = snapshot.at ?? { boot: 'test', mono: 0 };
      const found = stepDetection(detection, { kind: 'look', at, snapshot }, PLAN, THRESHOLDS);
      detection = found.state;
      for (const one of found.findings) {
        if (one.kind === 'value' && RED[one.value.name]?.includes(one.value.value))
          red.push(`${one.value.name} ${one.value.value} after ${(atMs - START) / 1000} s`);
        if (one.kind === 'sensor' && one.fault.found) sensors.push(one.fault.sensor);
      }
    }
    const trips = effects.flatMap((one) => (one.kind === 'trip' ? [[one.trip.from, one.trip.to]] : []));
    const real = accountOf(next.value).flatMap((fact) =>
      fact.kind === 'trip' ? [[fact.from, fact.to]] : [],
    );
    expect(red).toEqual([]);
    expect(sensors).toEqual([]);
    expect(trips).toEqual(real);
    expect(trips.length).toBeGreaterThan(5 * HOURS);
  },
  LIMIT_MS,
);
