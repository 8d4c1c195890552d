import type { Installation } from '../../gateway/site/installation.ts';
import { RoomGuard, type RoomOptions } from '../harness/roomGuard.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { installationOf } from '../site/fixture.ts';
import { type Behaviour, FakeLine } from './bus/fakeLine.ts';
import { stateFolder } from './sirenHouse.ts';

// Two gas detectors on lines of their own and a relay board on a third; requests instead of bytes.

const line = (id: string) => ({
  id,
  connection: { type: 'serial', path: `memory-${id}`, baud: 9600, adapterMs: 0 },
});
const detector = (id: string, bus: string) => ({ id, profile: 'ya-k300-s', bus, unit: 1 });
const limit = (id: string, point: string) => ({
  ...{ id, kind: 'limit', point, unit: '%LEL' },
  ...{ high: { red: 50 }, deadband: 2, latch: ['red'] },
  signals: { red: { tone: 'continuous', strobe: true } },
});

export const gasHouse = {
  gateway: { id: 'house' },
  buses: ['a', 'b', 'c'].map(line),
  devices: [
    detector('gas-a', 'a'),
    detector('gas-b', 'b'),
    { id: 'board', profile: 'relay-8in-8out', bus: 'c', unit: 4 },
  ],
  rules: [limit('a-high', 'gas-a/concentration'), limit('b-high', 'gas-b/concentration')],
  annunciators: [
    {
      device: 'board',
      outputs: [
        { point: 'relay1', drives: 'siren', onLoss: 'rest' },
        { point: 'relay4', drives: 'fault-lamp' },
      ],
    },
  ],
};

/** What the field does: gas by line, what is on the board's relays, and the lines themselves as they were opened. */
export class GasField {
  readonly gas: Record<string, number> = { a: 0, b: 0 };
  readonly relays = new Map<number, boolean>();
  readonly lines = new Map<string, FakeLine[]>();
  unplugged = new Set<string>();
  /** How often a port was opened while somebody else had it. */
  clashes = 0;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  lineOf(connection: { readonly type: string; readonly path?: string }): FakeLine {
    const id = connection.path?.split('memory-').at(-1) ?? '';
    const made = new FakeLine(this.#clock);
    made.plugged = !this.unplugged.has(id);
    const sensor: Behaviour = (request) =>
      request.op === 'read'
        ? Array.from({ length: request.count }, (_, i) =>
            request.address + i === 0 ? (this.gas[id] ?? 0) * 10 : 0,
          )
        : [];
    const board: Behaviour = (request) => {
      if (request.op === 'write-coils') this.relays.set(request.address, request.values[0] === true);
      if (request.op === 'pulse-coil') this.relays.set(request.address & 0xff, true);
      if (request.op !== 'read') return [];
      return Array.from({ length: request.count }, (_, i) =>
        request.table === 'coil' ? Number(this.relays.get(request.address + i) ?? false) : 0,
      );
    };
    made.units.set(1, sensor).set(4, board);
    const open = made.open.bind(made);
    made.open = () => {
      if (this.lines.get(id)?.some((other) => other !== made && other.isOpen)) this.clashes++;
      return open();
    };
    this.lines.set(id, [...(this.lines.get(id) ?? []), made]);
    return made;
  }

  get siren(): boolean {
    return this.relays.get(0) === true;
  }

  get faultLamp(): boolean {
    return this.relays.get(3) === true;
  }
}

/** The real guard in that house, an hour after the gateway booted. */
export async function startGasHouse(
  options: Partial<RoomOptions> & { readonly site?: Record<string, unknown> } = {},
): Promise<{ clock: VirtualClock; field: GasField; room: RoomGuard; installation: Installation }> {
  const clock = options.clock ?? new VirtualClock({ mono: 3_600_000 });
  const field = new GasField(clock);
  const installation = options.installation ?? installationOf(options.site ?? gasHouse);
  const room = new RoomGuard({
    ...{ installation, clock, folder: stateFolder() },
    lineOf: (connection) => field.lineOf(connection),
    ...options,
  });
  await room.guard.start();
  await clock.advance(5_000);
  return { clock, field, room, installation };
}
