import type { Known, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { liftShowing, type Registers } from './liftImage.ts';

/** One run of a plan: wait at the landing, then go to a floor. */
export type Leg = { readonly waitMs: number; readonly to: number };
export type TrueTrip = {
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
};

const FLOOR_MM = 2900;
const [V, A] = [1.0, 0.6]; // m/s, m/s²
/** The controller says that it runs a little before the car moves and after it stands. */
const BRAKE_MS = 400;
const MONARCH = 'monarch-nice3000plus';
const CONFIRMED = { directionSense: 1, doorZoneTerminal: 3 };

/** A lift that follows a plan, by time: what its controller would show at any moment. */
export class LiftTruth {
  readonly trips: readonly TrueTrip[];
  readonly endMs: number;

  constructor(start: number, legs: readonly Leg[]) {
    const trips: TrueTrip[] = [];
    let [now, floor] = [0, start];
    for (const { waitMs, to } of legs) {
      now += waitMs;
      const took = 1000 * runS(Math.abs(to - floor) * FLOOR_MM);
      if (to !== floor) trips.push({ from: floor, to, startMs: now, endMs: now + took });
      now += to === floor ? 0 : took;
      floor = to;
    }
    this.trips = trips;
    this.endMs = now + 6000;
  }

  registersAt(ms: number, start: number): Registers {
    const run = this.trips.find((trip) => ms >= trip.startMs - BRAKE_MS && ms <= trip.endMs + BRAKE_MS);
    const stoodAt = this.trips.findLast((trip) => trip.endMs < ms)?.to ?? start;
    const way = run === undefined ? 0 : Math.sign(run.to - run.from);
    const length = run === undefined ? 0 : Math.abs(run.to - run.from) * FLOOR_MM;
    const inRun = run === undefined ? 0 : Math.min(Math.max((ms - run.startMs) / 1000, 0), runS(length));
    const { mm, speed } = run === undefined ? { mm: 0, speed: 0 } : travelled(length, inRun);
    const height = ((run?.from ?? stoodAt) - 1) * FLOOR_MM + way * mm;
    const floor = Math.round(height / FLOOR_MM) + 1;
    return {
      ...{ 4112: Math.round(speed * 1000), 4113: 1000, 4117: zone(height) ? 0b100 : 0 },
      ...{ 4120: floor, 4121: Math.round(height / 100), 4122: 200, 4123: 1 << 4, 4124: 0 },
      ...{
        4125: (7 << 4) | ((run === undefined ? 4 : 5) << 8),
        12288: way > 0 ? 1 : way < 0 ? 2 : 3,
        32768: 0,
      },
    };
  }

  /**
   * Snapshots as a gateway would have them that asks for the four blocks in turn: each holds what was read last, block
   * by block. `heard` tells whether a read at that time was answered.
   */
  *looks(start: number, heard: (ms: number) => boolean, stepMs = 125): Generator<LiftSnapshot> {
    const blocks: readonly (readonly (keyof LiftSnapshot)[])[] = [
      ['speedMmS', 'moving', 'doorZone', 'positionMm'],
      ['floor', 'drive', 'mode', 'loadPct'],
      ['direction'],
      ['faults'],
    ];
    let held: LiftSnapshot | undefined;
    let shown: { readonly key: string; readonly whole: LiftSnapshot } | undefined;
    for (let ms = 0, turn = 0; ms <= this.endMs; ms += stepMs, turn++) {
      if (!heard(ms)) continue;
      const registers = this.registersAt(ms, start);
      const key = JSON.stringify(registers);
      if (key !== shown?.key) shown = { key, whole: liftShowing(MONARCH, registers, CONFIRMED) };
      const { whole } = shown;
      const fields = held === undefined ? blocks.flat() : (blocks[turn % blocks.length] ?? []);
      const fresh = Object.fromEntries(
        fields.map((name) => [name, stamped(whole[name] as Known<unknown>, ms)]),
      );
      held = { ...(held ?? whole), ...fresh };
      yield held;
    }
  }
}

function stamped(known: Known<unknown>, mono: number): Known<unknown> {
  return known === null ? null : { ...known, at: { boot: 'test', mono } };
}

function zone(height: number): boolean {
  const off = height % FLOOR_MM;
  return Math.min(off, FLOOR_MM - off) <= 100;
}

/** Seconds of a run: constant acceleration up to the rated speed, and as much down. */
function runS(mm: number): number {
  const metres = mm / 1000;
  const ramp = V / A;
  return metres >= V * ramp ? metres / V + ramp : 2 * Math.sqrt(metres / A);
}

function travelled(mm: number, seconds: number): { mm: number; speed: number } {
  const whole = runS(mm);
  const ramp = Math.min(V / A, whole / 2);
  const top = A * ramp;
  if (seconds <= ramp) return { mm: 500 * A * seconds ** 2, speed: A * seconds };
  if (seconds >= whole - ramp) {
    const left = whole - seconds;
    return { mm: mm - 500 * A * left ** 2, speed: A * left };
  }
  return { mm: 1000 * (0.5 * A * ramp ** 2 + top * (seconds - ramp)), speed: top };
}
