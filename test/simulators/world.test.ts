import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../simulators/random.ts';
import { wander } from '../../simulators/world/climate.ts';
import { quantities } from '../../simulators/world/quantity.ts';
import { World } from '../../simulators/world/world.ts';
import { befall, type Mishap, mishapSchema } from '../../simulators/world/worldMishap.ts';
import { newWorld, stepWorld, type WorldState, worldSchema } from '../../simulators/world/worldState.ts';
import { soak } from '../harness/soak.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const NOON = Date.UTC(2026, 2, 2, 12);
const still = () => 0.5;

const plan = worldSchema.parse({
  rooms: { kitchen: { airChangesPerHour: 1, noiseLel: 0 }, hall: { noiseLel: 0 } },
  riser: { noiseKpa: 0 },
  walls: { north: { tilt: [0.1, 0], noiseDegrees: 0, creepDegreesPerDay: 0.01 } },
  cracks: { c1: { start: 2, perKelvin: -0.02 } },
  contacts: { door: false },
});

function after(state: WorldState, ...mishaps: Mishap[]): WorldState {
  return mishaps.reduce((before, mishap) => {
    const result = befall(before, mishapSchema.parse(mishap));
    if (!result.ok) throw new Error(result.error.what);
    return result.value;
  }, state);
}

function pass(state: WorldState, ms: number, stepMs = 100): WorldState {
  let now = state;
  for (let left = ms; left > 0; left -= stepMs) now = stepWorld(now, Math.min(stepMs, left), still);
  return now;
}

test('gas rises steadily from a leak and stays out of other rooms', () => {
  const leaking = after(newWorld(plan, NOON), { verb: 'leak', room: 'kitchen', lelPerMinute: 30 });
  const gas = [15, 30, 60].map((s) => pass(leaking, s * 1000).rooms.kitchen?.gas ?? 0);
  expect(gas[0]).toBeCloseTo(7.5, 1);
  expect(gas[1]).toBeCloseTo(15, 0);
  expect(gas[2]).toBeCloseTo(30, 0);
  expect(pass(leaking, 60_000).rooms.hall?.gas).toBe(0);
});

test('an open window thins gas out by its air changes once the leak is closed', () => {
  const full = pass(after(newWorld(plan, NOON), { verb: 'leak', room: 'kitchen', lelPerMinute: 60 }), 60_000);
  const before = full.rooms.kitchen?.gas ?? 0;
  const aired = after(
    full,
    { verb: 'repair', what: 'kitchen' },
    { verb: 'ventilate', room: 'kitchen', airChangesPerHour: 60 },
  );
  expect((pass(aired, 60_000).rooms.kitchen?.gas ?? 0) / before).toBeCloseTo(Math.exp(-1), 3);
});

test('a leak against ventilation comes to rest where both are equal', () => {
  const state = after(
    newWorld(plan, NOON),
    { verb: 'ventilate', room: 'kitchen', airChangesPerHour: 60 },
    { verb: 'leak', room: 'kitchen', lelPerMinute: 12 },
  );
  expect(pass(state, 900_000, 1000).rooms.kitchen?.gas).toBeCloseTo(12, 2);
});

test('a burst takes the pressure away in seconds and a repair brings it back', () => {
  const quiet = newWorld(plan, NOON);
  const normal = quiet.riser.pressure;
  expect(normal).toBeGreaterThan(400);
  const burst = pass(after(quiet, { verb: 'burst', severity: 1 }), 10_000);
  expect(burst.riser.pressure).toBeLessThan(normal / 4);
  expect(pass(after(burst, { verb: 'repair', what: 'riser' }), 20_000).riser.pressure).toBeCloseTo(normal, 0);
});

test('water pressure is lowest when people get up and when they come home', () => {
  const midnight = newWorld(plan, Date.UTC(2026, 2, 2));
  const at = (hour: number) => pass(midnight, hour * 3_600_000, 60_000).riser.pressure;
  expect(at(7.5)).toBeLessThan(at(3) - 30);
  expect(at(19.5)).toBeLessThan(at(13) - 30);
});

test('a wall breathes with the day, creeps by its rate and keeps a step', () => {
  const start = newWorld(plan, NOON);
  const day = pass(start, 24 * 3_600_000, 60_000);
  expect((day.walls.north?.tilt_x ?? 0) - (start.walls.north?.tilt_x ?? 0)).toBeCloseTo(0.01, 6);
  const evening = pass(start, 12 * 3_600_000, 60_000);
  expect(Math.abs((evening.walls.north?.tilt_x ?? 0) - (start.walls.north?.tilt_x ?? 0))).toBeGreaterThan(
    0.01,
  );
  const leant = pass(after(start, { verb: 'lean', wall: 'north', degrees: 0.5 }), 1000);
  expect((leant.walls.north?.tilt_x ?? 0) - (start.walls.north?.tilt_x ?? 0)).toBeCloseTo(0.5, 3);
});

test('a crack opens in the cold', () => {
  const afternoon = newWorld(plan, Date.UTC(2026, 2, 2, 15));
  const night = newWorld(plan, Date.UTC(2026, 2, 3, 3));
  expect(night.cracks.c1?.value).toBeGreaterThan(afternoon.cracks.c1?.value ?? Number.NaN);
});

test('however the time is cut into steps, the physics end in the same place', () => {
  const troubled = after(
    newWorld(plan, NOON),
    { verb: 'leak', room: 'kitchen', lelPerMinute: 20 },
    { verb: 'burst', severity: 0.4 },
  );
  const whole = quantities(pass(troubled, 60_000, 100));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 20 }), (cuts) => {
      let state = troubled;
      let left = 60_000;
      for (const cut of [...cuts, 60_000]) {
        const dt = Math.min(cut, left);
        state = stepWorld(state, dt, still);
        left -= dt;
      }
      for (const [path, value] of Object.entries(quantities(state)))
        if (typeof value === 'number') expect(value, path).toBeCloseTo(Number(whole[path]), 0);
    }),
    { numRuns: soak(50) },
  );
});

test('whatever happens, every quantity stays finite and possible', () => {
  const mishap = fc.oneof<fc.Arbitrary<Mishap>[]>(
    fc.record({
      verb: fc.constant('leak' as const),
      room: fc.constantFrom('kitchen', 'hall'),
      lelPerMinute: fc.double({ min: 0, max: 5000, noNaN: true }),
    }),
    fc.record({
      verb: fc.constant('ventilate' as const),
      room: fc.constantFrom('kitchen', 'hall'),
      airChangesPerHour: fc.double({ min: 0.001, max: 1000, noNaN: true }),
    }),
    fc.record({ verb: fc.constant('burst' as const), severity: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ verb: fc.constant('pump' as const), on: fc.boolean() }),
    fc.record({
      verb: fc.constant('repair' as const),
      what: fc.constantFrom('kitchen', 'riser', 'north', 'all'),
    }),
  );
  const noisy = worldSchema.parse({ rooms: { kitchen: {}, hall: {} }, walls: { north: {} } });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(mishap, fc.integer({ min: 1, max: 100_000 })), { maxLength: 30 }),
      fc.nat(),
      (story, seed) => {
        const random = seededRandom(seed);
        let state = newWorld(noisy, NOON);
        for (const [event, dt] of story) state = stepWorld(after(state, event), dt, random);
        for (const value of Object.values(quantities(state)))
          expect(Number.isFinite(Number(value))).toBe(true);
        for (const room of Object.values(state.rooms)) {
          expect(room.gas).toBeGreaterThanOrEqual(0);
          expect(room.mixed).toBeLessThanOrEqual(2000);
        }
        expect(state.riser.pressure).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: soak(200) },
  );
});

test('noise has the spread it was given, whatever the step', () => {
  for (const dt of [50, 1000, 20_000]) {
    const random = seededRandom(5);
    let value = 0;
    let squares = 0;
    for (let i = 0; i < 20_000; i++) {
      value = wander(value, 2, 1000, dt, random);
      squares += value * value;
    }
    expect(Math.sqrt(squares / 20_000)).toBeGreaterThan(1.7);
    expect(Math.sqrt(squares / 20_000)).toBeLessThan(2.3);
  }
});

test('the same seed gives the same day however often one looks', async () => {
  const noisy = worldSchema.parse({ rooms: { kitchen: {} }, walls: { north: {} } });
  const day = async (lookMs: number) => {
    const clock = new VirtualClock();
    const world = new World(noisy, clock, 42, { startMs: NOON, speed: 1 });
    for (let t = 0; t < 60_000; t += lookMs) {
      world.survey();
      await clock.advance(lookMs);
    }
    return world.survey();
  };
  expect(await day(7)).toEqual(await day(5000));
});

test('a held value is felt until it is released, and then as if it had never been held', async () => {
  const clock = new VirtualClock();
  const world = new World(plan, clock, 1, { startMs: NOON, speed: 1 });
  expect(world.set('rooms.kitchen.gas', 60).ok).toBe(true);
  await clock.advance(5000);
  expect(world.feel('rooms.kitchen.gas')).toBe(60);
  expect(world.release('rooms.kitchen.gas').ok).toBe(true);
  expect(world.feel('rooms.kitchen.gas')).toBe(0);
});

test('an unknown path is refused with the paths there are', () => {
  const world = new World(plan, new VirtualClock(), 1, { startMs: NOON, speed: 1 });
  const refused = world.set('rooms.attic.gas', 1);
  expect(refused).toMatchObject({ ok: false, error: { code: 'unknown-path' } });
  if (!refused.ok) expect(refused.error.hint).toContain('rooms.kitchen.gas');
});

test('speed makes the hours pass faster', async () => {
  const clock = new VirtualClock();
  const world = new World(plan, clock, 1, { startMs: NOON, speed: 3600 });
  await clock.advance(3000);
  expect(world.now().timeMs - NOON).toBe(3 * 3_600_000);
});
