import { expect, test } from 'vitest';
import { type DetectionState, NO_DETECTION, stepDetection } from '../../gateway/lift/detection/detection.ts';
import { type LiftEffect, NEW_LIFT, stepLift } from '../../gateway/lift/folds.ts';
import { accountOf } from '../../simulators/lift/account.ts';
import { liftSchema } from '../../simulators/lift/plan.ts';
import { newLift } from '../../simulators/lift/state.ts';
import type { Fact } from '../../simulators/lift/truth.ts';
import { SOAK, soak } from '../harness/soak.ts';
import { THRESHOLDS } from './detection/lift.ts';
import { monthStory } from './monthStory.ts';
import { watchedLift } from './watchedLift.ts';

// Four lifts in ordinary service, their sensors with the habits of real ones, and what goes wrong with lifts: a day of it,
// in the long run a month. Every trip is told, every fault is found, and nothing is red that is not so.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 2, 2);
const DAYS = soak(1) > 1 ? 30 : 1;
const LIMIT_MS = soak(1) > 1 ? 3_600_000 : 180_000;
const PLAN = { ratedMmS: 1_000, topFloor: 7, topMm: 17_400 };
const [NICE, BOX] = ['monarch-nice3000plus', 'lift-sensor-box-19reg'] as const;

const { script: SCRIPT, repairsMs: REPAIRS_MS, badDays: BAD_DAYS, at } = monthStory(START, DAYS);

/** What is loud at the siren. */
const RED: Readonly<Record<string, readonly unknown[]>> = {
  'lift.entrapment': ['confirmed'],
  'lift.unintended-movement': [true],
  'lift.overspeed': ['over'],
  'lift.overtravel': ['top', 'bottom'],
  'lift.door-open-moving': [true],
};

type Spell = { readonly fromMs: number; readonly untilMs: number | null };
type Told = { readonly atMs: number; readonly name: string; readonly value: unknown };

function ofKind<K extends Fact['kind']>(all: readonly Fact[], kind: K) {
  return all.filter((one): one is Extract<Fact, { kind: K }> => one.kind === kind);
}

test.each([
  { name: 'with a door at either end', devices: [NICE], seed: 41, rearFloors: [2, 5], doors: 2, sees: false },
  { name: 'with a sensor box alone', devices: [BOX], seed: 42, rearFloors: [], doors: 1, sees: true },
  { name: 'with its controller alone', devices: [NICE], seed: 43, rearFloors: [], doors: 1, sees: false },
  { name: 'with both', devices: [NICE, BOX], seed: 44, rearFloors: [], doors: 1, sees: true },
] as const)(
  'a lift $name: trips exact, everybody who was shut in is found, no false red alarm',
  ({ name, devices, seed, rearFloors, doors, sees }) => {
    const plan = liftSchema.parse({ usageClass: 1, rearFloors: [...rearFloors] });
    const run = watchedLift(newLift(plan, START, seed, { meanC: 14, swingC: 6 }), devices, {
      untilMs: START + DAYS * DAY_MS,
      everyMs: 500,
      script: SCRIPT,
      repairsMs: REPAIRS_MS,
      commissioned: { doors },
    });
    let [state, detection] = [NEW_LIFT, NO_DETECTION as DetectionState];
    const [told, effects]: [Told[], LiftEffect[]] = [[], []];
    let next = run.next();
    for (; next.done !== true; next = run.next()) {
      const { atMs, snapshot } = next.value;
      const step = stepLift(state, snapshot);
      state = step.state;
      effects.push(...step.effects);
      const moment = snapshot.at ?? { boot: 'test', mono: 0 };
      const found = stepDetection(detection, { kind: 'look', at: moment, snapshot }, PLAN, THRESHOLDS);
      detection = found.state;
      for (const one of found.findings)
        if (one.kind === 'value') told.push({ atMs, name: one.value.name, value: one.value.value });
    }
    const facts = accountOf(next.value);

    // trips and door cycles are exact, each by its own door
    const trips = effects.flatMap((one) => (one.kind === 'trip' ? [[one.trip.from, one.trip.to]] : []));
    expect(trips).toEqual(ofKind(facts, 'trip').map(({ from, to }) => [from, to]));
    expect(trips.length).toBeGreaterThan(30 * DAYS);
    expect(effects.filter(({ kind }) => kind === 'unseen' || kind === 'trips-missing')).toEqual([]);
    // a box sees a door that is shut and opens again as two cycles, where its controller knows that the lock has not made
    const stuck = (ms: number) =>
      devices[0] === BOX && BAD_DAYS.some((day) => ms >= at(day, 8) && ms <= at(day, 10.1));
    const cycles = effects.flatMap((one) =>
      one.kind === 'door' && !stuck(START + one.cycle.endedAt.mono) ? [one.cycle] : [],
    );
    const real = ofKind(facts, 'door').filter(({ endMs }) => !stuck(endMs));
    expect(cycles.map(({ door, floor }) => [door, floor])).toEqual(
      real.map(({ door, floor }) => [devices[0] === BOX ? 1 : door, floor]),
    );
    expect(new Set(real.map(({ door }) => door)).size).toBe(doors);

    // nothing is red but while somebody is shut in
    const shutIn = ofKind(facts, 'entrapment');
    expect(shutIn.length).toBe(3 * BAD_DAYS.length);
    const spells = (hour: number): Spell[] =>
      BAD_DAYS.map((day) => ({ fromMs: at(day, hour), untilMs: at(day, hour + 0.5) }));
    const so: Readonly<Record<string, readonly Spell[]>> = {
      'lift.entrapment': shutIn,
      'lift.overspeed': [...spells(14), ...spells(20)], // E33 is a controller's word for both
      'lift.unintended-movement': spells(20),
      'lift.door-open-moving': spells(20),
    };
    const isSo = (name: string, ms: number) =>
      so[name]?.some(({ fromMs, untilMs }) => ms >= fromMs && ms <= (untilMs ?? 0) + 10_000) === true;
    const red = told.filter(({ name, value }) => RED[name]?.includes(value));
    expect(red.filter(({ name, atMs }) => !isSo(name, atMs))).toEqual([]);

    // what may hurt somebody is found; a box has no speed to find overspeed by
    const found = (name: string, { fromMs, untilMs }: Spell) =>
      red.some((one) => one.name === name && one.atMs >= fromMs && one.atMs <= (untilMs ?? 0));
    for (const spell of spells(20)) expect(found('lift.unintended-movement', spell)).toBe(true);
    if (devices.some((id) => id === NICE))
      for (const spell of spells(14)) expect(found('lift.overspeed', spell)).toBe(true);

    // levelled again, wherever somebody tells of it
    const relevelled = effects.flatMap((one) =>
      one.kind === 'stop' && one.stop.relevelMs !== null ? [one.stop.floor] : [],
    );
    const relevels = ofKind(facts, 'relevel').map(({ floor }) => floor);
    expect(relevels.length).toBeGreaterThan(0);
    expect(relevelled).toEqual(devices.some((id) => id === NICE) ? relevels : []);

    // who was shut in is found: red where something sees people, or where the car stands off its landing with a call that it does not serve
    for (const { fromMs, level } of shutIn) {
      const after = (...values: unknown[]) =>
        told.find(
          ({ name, value, atMs }) => name === 'lift.entrapment' && values.includes(value) && atMs >= fromMs,
        )?.atMs ?? Number.POSITIVE_INFINITY;
      expect(after('suspected', 'confirmed') - fromMs, level ? 'at level' : 'off level').toBeLessThan(95_000);
      if (sees) expect(after('confirmed') - fromMs).toBeLessThan(120_000);
    }

    // the lock that did not make
    const balked = effects.some(({ kind }) => kind === 'fault-on');
    if (devices.some((id) => id === NICE)) expect(balked).toBe(true);

    const figures = [
      `${DAYS} days of a lift ${name}: ${trips.length} trips and ${cycles.length} door cycles, all told`,
      `${relevelled.length} re-levellings told of ${relevels.length}`,
      `shut in ${shutIn.length} times, red alarms ${red.length}, false ones 0`,
    ];
    if (SOAK) process.stdout.write(`${figures.join('; ')}\n`);
  },
  LIMIT_MS,
);
