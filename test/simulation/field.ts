import { decodeCommand, encodeStatus } from '../../drivers/annunciator/node.ts';
import type { Clock } from '../../gateway/core/clock.ts';
import type { Problem, Result } from '../../gateway/core/result.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import type { LineClient } from '../../gateway/guard/bus/types.ts';
import type { LineConnection } from '../../gateway/site/schema/siteSchema.ts';
import { buildingSchema } from '../../simulators/building.ts';
import { MemoryEndpoint } from '../../simulators/endpoint/memoryEndpoint.ts';
import { Simulation } from '../../simulators/simulation.ts';
import { Story } from '../firmware/story.ts';
import { FakeLine } from '../guard/bus/fakeLine.ts';
import { profiles } from '../simulators/bench.ts';
import { building, type GasPoint, ROOM_OF } from './house.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** How long a port takes to be opened and closed, milliseconds. */
const PORT_MS = [0.2, 40] as const;

type Port = { unplug(): void };

/** What is there beside the gateway: sensors behind real bytes on two lines, an annunciator node on a third. */
export class Field {
  readonly simulation: Simulation;
  readonly node = new Story();
  /** Lines whose adapter is pulled out. */
  readonly unplugged = new Set<string>();
  /** Devices that are in trouble, and since when they were well again. */
  readonly troubled = new Map<string, number>();
  readonly #scheduler: Scheduler;
  readonly #ports = new Map<string, Map<Port, Owner>>();
  /** How often a port was opened while another process or line had it. */
  clashes = 0;

  constructor(scheduler: Scheduler, seed: number) {
    this.#scheduler = scheduler;
    const clock = scheduler.clock('field', 'field', () => 0);
    this.simulation = new Simulation(buildingSchema.parse(building(seed)), profiles, clock);
    this.node.now = Math.floor(scheduler.now);
  }

  /** What the air of a sensor holds, %LEL. */
  gas(point: GasPoint): number {
    return Number(this.simulation.world.feel(ROOM_OF[point]));
  }

  setGas(point: GasPoint, lel: number): void {
    this.simulation.world.set(ROOM_OF[point], lel);
  }

  unplug(line: string): void {
    this.unplugged.add(line);
    for (const [port, owner] of this.#ports.get(line) ?? [])
      this.#scheduler.at(0, owner, `${line} is gone`, () => {
        if (this.#ports.get(line)?.has(port)) port.unplug();
      });
  }

  plug(line: string): void {
    this.unplugged.delete(line);
  }

  /** A line as one process opens it. */
  line(owner: Owner, boot: string, connection: LineConnection): LineClient {
    const id = connection.type === 'serial' ? (connection.path.split('/').at(-1) ?? '') : '';
    const clock = this.#scheduler.clock(owner, boot, () => 0);
    if (id === 'siren') return this.#nodeLine(owner, clock, id);
    const serial = this.simulation.lines.get(id)?.serial;
    if (serial === undefined || connection.type !== 'serial') throw new Error(`no line ${id}`);
    const port = new MemoryEndpoint(serial, clock);
    const [open, close] = [port.open.bind(port), port.close.bind(port)];
    port.open = async () => {
      await this.#scheduler.outside(owner, `open ${id}`, PORT_MS, () => {});
      if (this.unplugged.has(id)) return MISSING as Awaited<ReturnType<typeof open>>;
      this.#taken(id, port, owner);
      return open();
    };
    port.close = async () => {
      await this.#scheduler.outside(owner, `close ${id}`, PORT_MS, () => {});
      this.#ports.get(id)?.delete(port);
      return close();
    };
    const unplug = port.unplug.bind(port);
    port.unplug = () => {
      unplug();
      port.plug(); // the adapter that comes back is opened anew
    };
    return new RtuLine(port, connection, clock);
  }

  /** Its processes are gone: the ports that they had are free. */
  released(): void {
    this.#ports.clear();
  }

  #nodeLine(owner: Owner, clock: Clock, id: string): LineClient {
    const line = new FakeLine(clock as never);
    line.units.set(5, (request) => {
      if (this.troubled.get('node') === Number.POSITIVE_INFINITY) return 'silent';
      this.#nodeLives();
      if (request.op === 'write-registers') {
        const command = decodeCommand(request.values);
        if (command === null) return { exception: 3 };
        this.node.happens({ kind: 'command', command });
        return [];
      }
      if (request.op !== 'read') return { exception: 1 };
      return encodeStatus(this.node.status).slice(request.address, request.address + request.count);
    });
    const open = line.open.bind(line);
    line.open = async (): Promise<Result<void, Problem>> => {
      await this.#scheduler.outside(owner, `open ${id}`, PORT_MS, () => {});
      if (this.unplugged.has(id)) return MISSING;
      this.#taken(id, line, owner);
      return open();
    };
    const close = line.close.bind(line);
    line.close = async () => {
      await this.#scheduler.outside(owner, `close ${id}`, PORT_MS, () => {});
      this.#ports.get(id)?.delete(line);
      return close();
    };
    const unplug = line.unplug.bind(line);
    line.unplug = () => {
      unplug();
      line.plugged = true;
    };
    return line;
  }

  /** The clock of a node counts whole milliseconds. */
  #nodeLives(): void {
    this.node.after(Math.max(0, Math.floor(this.#scheduler.now) - this.node.now));
  }

  /** The siren as it sounds now. */
  get tone(): string {
    this.#nodeLives();
    return this.node.tone;
  }

  get isLampLit(): boolean {
    this.#nodeLives();
    return this.node.acting.includes('fault-lamp');
  }

  /** Guard's last word on the gas valve: closed. */
  get isCloseAsked(): boolean {
    return this.node.state.kept.closeAsked;
  }

  /** Somebody presses reset at the node. */
  pressReset(): void {
    this.#nodeLives();
    this.node.press('reset');
  }

  get valveClosed(): boolean {
    return this.node.acting.includes('gas-valve');
  }

  #taken(id: string, port: Port, owner: Owner): void {
    const ports = this.#ports.get(id) ?? new Map<Port, Owner>();
    if ([...ports.keys()].some((other) => other !== port)) this.clashes++;
    ports.set(port, owner);
    this.#ports.set(id, ports);
  }
}

const MISSING = {
  ok: false,
  error: { code: 'port.missing', what: 'no such port', hint: 'plug the adapter in' },
} as const;
