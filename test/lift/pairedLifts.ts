import { expect } from 'vitest';
import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant, Reading } from '../../drivers/reading.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { Bus } from '../../gateway/guard/bus/bus.ts';
import { liftUnits } from '../../gateway/guard/bus/line/readOnly.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import { type BoxMotion, NO_BOX_MOTION, withBoxMotion } from '../../gateway/lift/boxMotion.ts';
import { type DetectionState, NO_DETECTION, stepDetection } from '../../gateway/lift/detection/detection.ts';
import { type LiftEffect, NEW_LIFT, stepLift } from '../../gateway/lift/folds.ts';
import type { LiftDevice } from '../../gateway/lift/liftReadings.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { buildingSchema } from '../../simulators/building.ts';
import { civilMs } from '../../simulators/calendar.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import { accountOf } from '../../simulators/lift/account.ts';
import { befallLift, type LiftMishap } from '../../simulators/lift/mishap.ts';
import type { Fact } from '../../simulators/lift/truth.ts';
import { Simulation } from '../../simulators/simulation.ts';
import { SOAK } from '../harness/soak.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { profiles } from '../simulators/bench.ts';
import { installationOf } from '../site/fixture.ts';
import { THRESHOLDS } from './detection/lift.ts';
import { COMMISSIONED } from './watchedLift.ts';

// Two lifts on one pair at 9600 baud, through their bytes and the real bus: a month of it in the long run, else six minutes.

const HOUR_MS = 3_600_000;
const SPAN_MS = SOAK ? 30 * 24 * HOUR_MS : HOUR_MS / 10;
/** How long a trial may take: ten virtual hours a minute were seen on a busy machine with two cores. */
export const PAIR_LIMIT_MS = SOAK ? 4 * HOUR_MS : 180_000;
const START = '2026-03-02T07:00:00';
const PLAN = { ratedMmS: 1_000, topFloor: 7, topMm: 17_400 };
const TABLES = shippedLiftTables();
const PROFILE = { nice: 'monarch-nice3000plus', box: 'lift-sensor-box-19reg' } as const;
type Kind = keyof typeof PROFILE;
/** A trial on the controller has shown that so little silence is enough. */
const GAP_MS = 20;
/** What two controllers leave room for; trips are seen up to 2 s. */
const LIVE_MS = 1_500;

const RED: Readonly<Record<string, readonly unknown[]>> = {
  'lift.entrapment': ['confirmed'],
  'lift.unintended-movement': [true],
  'lift.overspeed': ['over'],
  'lift.overtravel': ['top', 'bottom'],
  'lift.door-open-moving': [true],
};

/** One lift as the gateway follows it, by its one device. */
class FollowedLift {
  readonly effects: LiftEffect[] = [];
  readonly red: string[] = [];
  readonly #device: LiftDevice;
  readonly #readings = new Map<string, Reading>();
  #state = NEW_LIFT;
  #detection: DetectionState = NO_DETECTION;
  #motion: BoxMotion = NO_BOX_MOTION;

  constructor(device: LiftDevice) {
    this.#device = device;
  }

  take(readings: readonly Reading[], at: Instant): void {
    for (const reading of readings) this.#readings.set(reading.point.split('/')[1] ?? '', reading);
    const told = withBoxMotion(this.#motion, snapshotOf(this.#device, TABLES, this.#readings));
    this.#motion = told.state;
    const snapshot: LiftSnapshot = told.snapshot;
    const step = stepLift(this.#state, snapshot);
    this.#state = step.state;
    this.effects.push(...step.effects);
    this.#look({ kind: 'look', at, snapshot });
  }

  tick(at: Instant): void {
    this.#look({ kind: 'tick', at });
  }

  #look(input: Parameters<typeof stepDetection>[1]): void {
    const { state, findings } = stepDetection(this.#detection, input, PLAN, THRESHOLDS);
    this.#detection = state;
    for (const one of findings)
      if (one.kind === 'value' && RED[one.value.name]?.includes(one.value.value))
        this.red.push(`${one.value.name} ${one.value.value} at ${input.at.mono}`);
  }
}

/** So many people, each a ride after the other. */
function rush(lift: string, offset: number): { atMs: number; mishap: LiftMishap }[] {
  return Array.from({ length: 7 }, (_, i) => {
    const from = 1 + ((3 * i + offset) % 7);
    const to = 1 + ((from + 2 + (i % 3)) % 7);
    return { atMs: 25_000 + 42_000 * i + 5_000 * offset, mishap: { verb: 'ride', lift, from, to, kg: 70 } };
  });
}

/** Two lifts on a pair: what was told of each, and what was so. In six minutes people come one after the other. */
async function onOnePair(kinds: readonly [Kind, Kind]) {
  const names = ['a', 'b'] as const;
  const clock = new VirtualClock({ boot: 'test' });
  const unit = (kind: Kind, i: number) => (kind === 'box' ? 247 : 1 + i);
  const building = buildingSchema.parse({
    ...{ seed: 17, start: START },
    world: { lifts: { a: { usageClass: 2 }, b: { usageClass: 2 } } },
    lines: [
      {
        ...{ id: 'pair', link: 'pair', baud: 9_600 },
        devices: names.map((lift, i) => {
          const kind = kinds[i] ?? 'nice';
          return { id: lift, profile: PROFILE[kind], unit: unit(kind, i), lift };
        }),
      },
    ],
  });
  const simulation = new Simulation(building, profiles, clock);
  const { lines } = installationOf({
    gateway: { id: 'test' },
    buses: [{ id: 'pair', connection: { type: 'serial', path: '/dev/pair', baud: 9_600, adapterMs: 2 } }],
    devices: names.map((id, i) => {
      const kind = kinds[i] ?? 'nice';
      return {
        ...{ id, profile: PROFILE[kind], bus: 'pair', unit: unit(kind, i) },
        parameters: COMMISSIONED[PROFILE[kind]],
        ...(kind === 'box' ? {} : { gapMs: GAP_MS, points: slower(PROFILE[kind]) }),
      };
    }),
  });
  const followed = new Map(
    lines.flatMap(({ devices }) =>
      devices.map(
        ({ id, profile, parameters }) => [id, new FollowedLift({ id, profile, parameters })] as const,
      ),
    ),
  );
  const bus = new Bus({
    ...{ lines, clock, log: silentLog },
    events: {
      readings(batch) {
        const at = { boot: clock.boot, mono: clock.mono() };
        for (const [id, lift] of followed) {
          const own = batch.filter(({ point }) => point.startsWith(`${id}/`));
          if (own.length > 0) lift.take(own, at);
        }
      },
      device: () => {},
      line: () => {},
    },
    openLine: ({ connection, ...line }) => {
      const serial = simulation.lines.get(line.id)?.serial;
      if (serial === undefined || connection.type === 'modbus-tcp') throw new Error('no serial line');
      return new RtuLine(
        new MemoryEndpoint(serial, clock),
        connection,
        clock,
        liftUnits({ connection, ...line }),
      );
    },
  });
  const lifts = () => simulation.world.now().lifts;
  for (const [i, lift] of names.entries())
    for (const { atMs, mishap } of SOAK ? [] : rush(lift, i))
      clock.after(atMs, 'ride', () =>
        simulation.world.change((world) => {
          const before = world.lifts[lift];
          const after = before && befallLift(before, mishap);
          if (!after?.ok) throw new Error('nobody can ride');
          return { ...world, lifts: { ...world.lifts, [lift]: after.value } };
        }),
      );
  const second = () => {
    for (const lift of followed.values()) lift.tick({ boot: clock.boot, mono: clock.mono() });
    clock.after(1_000, 'tick', second);
  };
  clock.after(1_000, 'tick', second);
  bus.start();
  await clock.advance(SPAN_MS);
  await clock.until(bus.stop());
  return names.map((name) => {
    const lift = lifts()[name];
    const told = followed.get(name);
    if (lift === undefined || told === undefined) throw new Error('no lift');
    return { facts: accountOf(lift), effects: told.effects, red: told.red };
  });
}

/** The live set of a controller, read as often as two of them can be. */
function slower(profile: string): Record<string, { periodMs: number }> {
  const points = profiles.get(profile)?.points ?? [];
  const live = points.filter(({ class: kind }) => kind === 'state');
  return Object.fromEntries(live.map(({ id, periodMs }) => [id, { periodMs: Math.max(periodMs, LIVE_MS) }]));
}

const kindOf = <K extends Fact['kind']>(facts: readonly Fact[], kind: K) =>
  facts.filter((one): one is Extract<Fact, { kind: K }> => one.kind === kind);

/** What ended so shortly before the end of the trial may not be told yet. */
const UNTOLD_MS = 5_000;

/** Two lifts on one pair at 9600 baud: trips exact, no door cycle made up, nothing red. `name`: what to print of it. */
export async function expectPairTold(name: string, kinds: readonly [Kind, Kind]): Promise<void> {
  const startMs = civilMs(START);
  const toldMs = startMs + SPAN_MS - UNTOLD_MS;
  for (const [i, { facts, effects, red }] of (await onOnePair(kinds)).entries()) {
    const trips = effects.flatMap((one) => (one.kind === 'trip' ? [[one.trip.from, one.trip.to]] : []));
    const real = kindOf(facts, 'trip');
    const over = real.filter(({ endMs }) => endMs <= toldMs);
    expect(over.length).toBeGreaterThan(10);
    expect(trips.length).toBeLessThanOrEqual(real.length);
    expect(trips.slice(0, over.length)).toEqual(over.map(({ from, to }) => [from, to]));
    expect(effects.filter(({ kind }) => kind === 'unseen' || kind === 'trips-missing')).toEqual([]);
    expect(red).toEqual([]);
    // a door that is looked at so seldom may be told as not watched, and is never told otherwise than it was
    const doors = kindOf(facts, 'door');
    const cycles = effects.flatMap((one) => (one.kind === 'door' ? [one.cycle] : []));
    const own = cycles.map((cycle) =>
      doors.find(
        ({ floor, endMs }) => floor === cycle.floor && Math.abs(startMs + cycle.endedAt.mono - endMs) < 3_000,
      ),
    );
    expect(own).not.toContain(undefined);
    const told = new Set(own);
    expect(told.size).toBe(cycles.length);
    const holes = effects.flatMap((one) => (one.kind === 'door-unseen' ? [one.unseen] : []));
    const inHole = (ms: number) =>
      holes.some(({ from, to }) => startMs + from.mono - 3_000 <= ms && ms <= startMs + to.mono + 3_000);
    const lost = doors.filter((fact) => !told.has(fact) && fact.endMs <= toldMs && !inHole(fact.endMs));
    expect(lost).toEqual([]);
    if (SOAK)
      process.stdout.write(
        `${name}, lift ${i + 1}: ${trips.length} trips of ${real.length}, ${cycles.length} door cycles of ${doors.length}, red ${red.length}\n`,
      );
  }
}
