import { type FaultInput, faultSchema } from '../../simulators/device/fault.ts';
import type { Random } from '../../simulators/random.ts';
import type { DiskMood, SimulatedDisk } from './disk.ts';
import type { Field } from './field.ts';
import type { GuardProcess, Machine } from './guardProcess.ts';
import { GAS_POINTS, type GasPoint, LINES } from './house.ts';
import type { Promises } from './promises.ts';

const LINE_TROUBLE = ['a', 'b', 'siren'] as const;
const DEVICES = ['gas-1', 'gas-2', 'gas-3'] as const;
const MOODS: readonly DiskMood[] = ['well', 'well', 'slow', 'full', 'hung'];

/** Draws one. */
export type Of = <T>(among: readonly T[]) => T;

/** What may happen on this side of the wall without anybody asking for it: to the air, the lines, the disk, the host. */
export class Misfortunes {
  readonly #machine: Machine;
  readonly #field: Field;
  readonly #disk: SimulatedDisk;
  readonly #promises: Promises;
  readonly #say: (what: string) => void;

  constructor(machine: Machine, promises: Promises, say: (what: string) => void) {
    this.#machine = machine;
    this.#field = machine.field;
    this.#disk = machine.disk;
    this.#promises = promises;
    this.#say = say;
  }

  air(of: Of): void {
    const point = of(GAS_POINTS);
    const lel = of([0, 0, 30, 60, 80]);
    this.#say(`${point} ${lel} %LEL`);
    this.setAir(point, lel);
  }

  setAir(point: GasPoint, lel: number): void {
    this.#field.setGas(point, lel);
    this.#promises.air(point, lel);
  }

  /** Lines and devices are well again. */
  mend(): void {
    for (const line of LINES) this.#plug(line);
    for (const device of DEVICES) this.#clear(device);
  }

  happen(random: Random, of: Of, guard: GuardProcess | null): void {
    const drawn = random();
    if (drawn < 0.3) {
      const line = of(LINE_TROUBLE);
      if (this.#field.unplugged.has(line)) this.#plug(line);
      else {
        this.#say(`line ${line} is unplugged`);
        this.#promises.trouble(line, true);
        this.#field.unplug(line);
      }
    } else if (drawn < 0.65) {
      const device = of(DEVICES);
      if (this.#field.troubled.has(device)) this.#clear(device);
      else this.#spoil(device, of);
    } else if (drawn < 0.9) {
      this.#disk.mood = of(MOODS);
      this.#say(`the disk is ${this.#disk.mood}`);
    } else if (drawn < 0.95) {
      const ms = of([1_500, 4_000, 15_000]);
      this.#say(`the host stands still for ${ms / 1000} s`);
      this.#promises.excused();
      if (guard !== null) this.#machine.scheduler.stall(guard.owner, ms);
    } else {
      const stepMs = of([-86_400_000, -3_000, 3_000, 86_400_000]);
      this.#machine.utcOffset += stepMs;
      this.#say(`the clock is set by ${stepMs / 1000} s`);
    }
  }

  #spoil(device: string, of: Of): void {
    const fault = of<FaultInput>([
      { kind: 'silent', probability: 1 },
      { kind: 'silent', probability: 0.3 },
      { kind: 'late', probability: 0.3, timeoutMs: 200 },
      { kind: 'wrong-crc', probability: 0.2 },
      { kind: 'noise', bitErrorRate: 0.001 },
    ]);
    this.#say(`${device} ${JSON.stringify(fault)}`);
    this.#field.troubled.set(device, Number.POSITIVE_INFINITY);
    this.#promises.trouble(device, true);
    this.#field.simulation.devices.get(device)?.inflict(faultSchema.parse(fault));
  }

  #clear(device: string): void {
    if (!this.#field.troubled.delete(device)) return;
    this.#say(`${device} is well`);
    this.#field.simulation.devices.get(device)?.clear();
    this.#promises.trouble(device, false);
  }

  #plug(line: string): void {
    if (!this.#field.unplugged.has(line)) return;
    this.#say(`line ${line} is plugged in`);
    this.#field.plug(line);
    this.#promises.trouble(line, false);
  }
}
