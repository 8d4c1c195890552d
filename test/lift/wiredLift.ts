import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Reading } from '../../drivers/reading.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { Bus } from '../../gateway/guard/bus/bus.ts';
import { liftUnits } from '../../gateway/guard/bus/line/readOnly.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import { type BoxMotion, NO_BOX_MOTION, withBoxMotion } from '../../gateway/lift/boxMotion.ts';
import { logLines } from '../../gateway/lift/faultLog.ts';
import { type LiftEffect, type LiftState, NEW_LIFT, stepLift } from '../../gateway/lift/folds.ts';
import { type LiftDevice, LiftReadings } from '../../gateway/lift/liftReadings.ts';
import { mergedLift } from '../../gateway/lift/merged.ts';
import { snapshotOf } from '../../gateway/lift/snapshot.ts';
import { shippedLiftTables } from '../../gateway/site/liftTables.ts';
import { buildingSchema } from '../../simulators/building.ts';
import { civilMs, civilText } from '../../simulators/calendar.ts';
import type { FaultInput } from '../../simulators/device/fault.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import { accountOf } from '../../simulators/lift/account.ts';
import { befallLift, type LiftMishap } from '../../simulators/lift/mishap.ts';
import type { Lift } from '../../simulators/lift/state.ts';
import type { Fact } from '../../simulators/lift/truth.ts';
import { Simulation } from '../../simulators/simulation.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { profiles } from '../simulators/bench.ts';
import { installationOf } from '../site/fixture.ts';
import { COMMISSIONED } from './watchedLift.ts';

const DEVICES = { controller: 'monarch-nice3000plus', box: 'lift-sensor-box-19reg' } as const;
type DeviceId = keyof typeof DEVICES;
const BAUD = { controller: 38_400, box: 9_600 } as const;
const UNIT = { controller: 1, box: 247 } as const;
/** A trial on the controller has shown that so little silence is enough. */
const GAP_MS = 30;
const TABLES = shippedLiftTables();

export type WiredStory = {
  readonly from: string; // the world's local time
  readonly devices: readonly DeviceId[]; // the best source first
  readonly usageClass?: 1 | 2;
  readonly seed?: number;
  readonly faults?: readonly FaultInput[]; // of every device's replies
};

/** One device as the gateway knows it. */
type Known = {
  readonly device: LiftDevice;
  readonly readings: Map<string, Reading>;
  snapshot: LiftSnapshot;
  motion: BoxMotion;
};

/**
 * A simulated lift behind the real bytes of its devices, on lines that take the time a wire takes, read by the real bus
 * and folded reply by reply; everything on one virtual clock, whose zero is the story's begin.
 */
export class WiredLift {
  readonly clock = new VirtualClock({ boot: 'test' });
  readonly effects: LiftEffect[] = [];
  readonly startMs: number;
  state: LiftState = NEW_LIFT;
  looks = 0;
  readonly #simulation: Simulation;
  readonly #bus: Bus;
  readonly #known = new Map<string, Known>();

  constructor({ from, devices, usageClass = 1, seed = 11, faults = [] }: WiredStory) {
    const building = buildingSchema.parse({
      seed,
      start: from,
      world: { lifts: { a: { usageClass } } },
      lines: devices.map((id) => ({
        ...{ id, link: id, baud: BAUD[id] },
        devices: [{ id, profile: DEVICES[id], unit: UNIT[id], lift: 'a', faults }],
      })),
    });
    this.startMs = civilMs(from);
    this.#simulation = new Simulation(building, profiles, this.clock);
    const { lines } = installationOf({
      gateway: { id: 'test' },
      buses: devices.map((id) => ({
        id,
        connection: { type: 'serial', path: `/dev/${id}`, baud: BAUD[id], adapterMs: 2 },
      })),
      devices: devices.map((id) => ({
        ...{ id, profile: DEVICES[id], bus: id, unit: UNIT[id], parameters: COMMISSIONED[DEVICES[id]] },
        ...(id === 'controller' ? { gapMs: GAP_MS } : {}),
      })),
    });
    for (const { id, profile, parameters } of lines.flatMap((line) => line.devices)) {
      const readings = new Map<string, Reading>();
      const device = { id, profile, parameters };
      const snapshot = snapshotOf(device, TABLES, readings);
      this.#known.set(id, { device, readings, snapshot, motion: NO_BOX_MOTION });
    }
    this.#bus = new Bus({
      ...{ lines, clock: this.clock, log: silentLog },
      events: { readings: (batch) => this.#take(batch), device: () => {}, line: () => {} },
      openLine: (line) => {
        if (line.connection.type === 'modbus-tcp') throw new Error('no serial line');
        const serial = this.#simulation.lines.get(line.id)?.serial;
        if (serial === undefined) throw new Error('no line');
        return new RtuLine(
          new MemoryEndpoint(serial, this.clock),
          line.connection,
          this.clock,
          liftUnits(line),
        );
      },
    });
  }

  /** Everything of the lift's life so far, exactly. */
  get facts(): Fact[] {
    return accountOf(this.#lift(this.#simulation.world.now().lifts));
  }

  /** World time of a moment of the boot. */
  civil(mono: number): string {
    return civilText(this.startMs + mono);
  }

  async run(ms: number, script: readonly { readonly atMs: number; readonly mishap: LiftMishap }[] = []) {
    for (const { atMs, mishap } of script)
      this.clock.after(atMs, 'mishap', () =>
        this.#simulation.world.change((world) => {
          const befallen = befallLift(this.#lift(world.lifts), mishap);
          if (!befallen.ok) throw new Error(befallen.error.what);
          return { ...world, lifts: { ...world.lifts, a: befallen.value } };
        }),
      );
    this.#bus.start();
    await this.clock.advance(ms);
    await this.clock.until(this.#bus.stop()); // an exchange may be under way
  }

  #lift(lifts: Readonly<Record<string, Lift>>): Lift {
    const { a } = lifts;
    if (a === undefined) throw new Error('no lift');
    return a;
  }

  /** Readings of one reply, or of a device that is given up. */
  #take(batch: readonly Reading[]): void {
    const touched = new Set<Known>();
    let log = false;
    for (const reading of batch) {
      const [id = '', point = ''] = reading.point.split('/');
      const known = this.#known.get(id);
      if (known === undefined) continue;
      known.readings.set(point, reading);
      touched.add(known);
      log ||= point.startsWith('log');
    }
    for (const known of touched) {
      const told = withBoxMotion(known.motion, snapshotOf(known.device, TABLES, known.readings));
      [known.motion, known.snapshot] = [told.state, told.snapshot];
    }
    const [first, ...others] = [...this.#known.values()];
    if (first === undefined) return;
    const merged = mergedLift('a', [first.snapshot, ...others.map(({ snapshot }) => snapshot)]);
    const lines = log ? logLines(new LiftReadings(first.device, first.readings)) : null;
    const step = stepLift(this.state, merged, lines);
    this.state = step.state;
    this.effects.push(...step.effects);
    this.looks++;
  }
}
