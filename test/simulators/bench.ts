import { withCrc } from '../../drivers/crc.ts';
import type { Profile } from '../../drivers/profile/schema.ts';
import { type Building, buildingSchema } from '../../simulators/building.ts';
import { readCatalog } from '../../simulators/catalogFolder.ts';
import type { SerialLine } from '../../simulators/line/serialLine.ts';
import { Simulation } from '../../simulators/simulation.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

export const profiles = readCatalog(import.meta.dirname).profiles;

type BuildingInput = Parameters<typeof buildingSchema.parse>[0] & object;

/** A simulation in memory on a virtual clock, and a master on its first line. */
export function onBench(building: BuildingInput, known: ReadonlyMap<string, Profile> = profiles): Bench {
  const clock = new VirtualClock({ mono: 1000 });
  const plan: Building = buildingSchema.parse(building);
  const simulation = new Simulation(plan, known, clock);
  const serial = [...simulation.lines.values()][0]?.serial;
  if (serial === undefined) throw new Error('the first line is not serial');
  return { clock, simulation, serial, master: new Master(clock, serial) };
}

export type Bench = {
  readonly clock: VirtualClock;
  readonly simulation: Simulation;
  readonly serial: SerialLine;
  readonly master: Master;
};

/** A master that says exactly what it is told to and notes when each byte of an answer came. */
export class Master {
  readonly heard: { readonly byte: number; readonly at: number }[] = [];
  readonly #clock: VirtualClock;
  readonly #line: SerialLine;

  constructor(clock: VirtualClock, line: SerialLine) {
    this.#clock = clock;
    this.#line = line;
    line.onBytes = (bytes) => {
      for (const byte of bytes) this.heard.push({ byte, at: clock.mono() });
    };
  }

  get bytes(): number[] {
    return this.heard.map(({ byte }) => byte);
  }

  say(bytes: ArrayLike<number>): void {
    this.#line.receive(Uint8Array.from(Array.from(bytes)));
  }

  /** Sends a request PDU to a unit and returns all that comes back within `waitMs`, as bytes. */
  async ask(unit: number, pdu: readonly number[], waitMs = 500): Promise<number[]> {
    this.heard.length = 0;
    this.say(withCrc([unit, ...pdu]));
    await this.#clock.advance(waitMs);
    return this.bytes;
  }
}

/** A read PDU. */
export function read(code: 1 | 2 | 3 | 4, address: number, count: number): number[] {
  return [code, address >> 8, address & 0xff, count >> 8, count & 0xff];
}

/** Registers of a read reply (address, function, byte count, data, CRC). */
export function registersOf(reply: readonly number[]): number[] {
  return Array.from(
    { length: (reply.length - 5) / 2 },
    (_, i) => ((reply[3 + 2 * i] ?? 0) << 8) | (reply[4 + 2 * i] ?? 0),
  );
}

/** A line `l` with gas detectors at units 1 to `count`, in rooms r1, r2 … */
export function gasLine(count: number, more: object = {}): BuildingInput {
  const rooms = Array.from({ length: count }, (_, i) => `r${i + 1}`);
  return {
    world: { rooms: Object.fromEntries(rooms.map((room) => [room, { noiseLel: 0 }])) },
    lines: [
      {
        id: 'l',
        link: 'l',
        baud: 9600,
        devices: rooms.map((room, i) => ({
          id: `gas-${i + 1}`,
          profile: 'ya-k300-s',
          unit: i + 1,
          senses: { concentration: `rooms.${room}.gas` },
        })),
        ...more,
      },
    ],
  };
}
