import type { Profile } from '../drivers/profile/schema.ts';
import type { Clock, Timer } from '../gateway/core/clock.ts';
import { AnswerTally } from './answerTally.ts';
import { type Building, type BuildingLine, linkPath } from './building.ts';
import { civilMs } from './calendar.ts';
import { SimulatedDevice } from './device/device.ts';
import type { Endpoint } from './endpoint/endpoint.ts';
import { ModbusTcpEndpoint } from './endpoint/modbusTcp.ts';
import { PtyEndpoint } from './endpoint/pty.ts';
import { RtuOverTcpEndpoint } from './endpoint/rtuOverTcp.ts';
import type { Exchange } from './line/exchange.ts';
import { SerialLine } from './line/serialLine.ts';
import { Station } from './line/station.ts';
import { WireWatch } from './line/wireWatch.ts';
import { seededRandom, seedOf } from './random.ts';
import { World } from './world/world.ts';

/** A line of the running simulation; `serial` is missing behind Modbus TCP, where there is no wire. */
export type RunningLine = {
  readonly plan: BuildingLine;
  readonly station: Station;
  readonly watch: WireWatch;
  readonly serial: SerialLine | undefined;
  readonly endpoint: Endpoint | undefined; // none when a test joins the line in memory
};

/** A building with everything in it, on one clock. Without `start` nothing reaches outside: tests use it in memory. */
export class Simulation {
  readonly building: Building;
  readonly world: World;
  readonly lines: ReadonlyMap<string, RunningLine>;
  readonly devices: ReadonlyMap<string, SimulatedDevice>;
  readonly tally = new AnswerTally();
  readonly clock: Clock;
  #tick: Timer | undefined;
  readonly #listeners = new Set<(exchange: Exchange) => void>();

  constructor(building: Building, profiles: ReadonlyMap<string, Profile>, clock: Clock, links?: string) {
    this.building = building;
    this.clock = clock;
    const startMs = civilMs(building.start);
    this.world = new World(building.world, clock, building.seed, { startMs, speed: building.speed });
    this.lines = new Map(building.lines.map((plan) => [plan.id, this.#line(plan, profiles, links)]));
    this.devices = new Map(
      [...this.lines.values()].flatMap(({ station }) => station.devices.map((device) => [device.id, device])),
    );
  }

  /** Opens every endpoint; on a failure closes those that were open and rethrows. */
  async start(): Promise<void> {
    try {
      for (const { endpoint } of this.lines.values()) await endpoint?.start();
      this.#keepWorldGoing();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#tick?.cancel();
    for (const { endpoint } of this.lines.values()) await endpoint?.stop();
  }

  /** Calls `listener` with every exchange from now on; returns how to stop that. */
  listen(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** So that whoever looks after an hour does not wait for an hour's steps. */
  #keepWorldGoing(): void {
    this.world.now();
    this.#tick = this.clock.after(1000, 'world', () => this.#keepWorldGoing(), 'coarse');
  }

  #line(plan: BuildingLine, profiles: ReadonlyMap<string, Profile>, links: string | undefined): RunningLine {
    const { seed } = this.building;
    const devices = plan.devices.map((device) => {
      const profile = profiles.get(device.profile);
      if (profile === undefined) throw new Error(`profile ${device.profile} was not checked`);
      const random = seededRandom(seedOf(seed, `device ${device.id}`));
      const { baud = plan.baud, parity = plan.parity, stopBits = plan.stopBits } = device.serial ?? {};
      const serial = { baud, parity, stopBits };
      const full = { ...device, serial, profile, unit: device.unit ?? profile.serial.unit };
      return new SimulatedDevice(full, this.world, this.clock, random);
    });
    const station = new Station(plan.id, devices, this.clock, this.world);
    station.onExchange = (exchange) => {
      this.tally.add(exchange);
      for (const listener of this.#listeners) listener(exchange);
    };
    if (plan.modbusTcp !== undefined) {
      const watch = new WireWatch(this.clock, 0);
      const endpoint =
        links === undefined ? undefined : new ModbusTcpEndpoint(plan.modbusTcp, station, watch, this.clock);
      return { plan, station, watch, serial: undefined, endpoint };
    }
    const random = seededRandom(seedOf(seed, `line ${plan.id}`));
    // segments of a TCP stream may come apart by more than a character
    const options = plan.tcp === undefined ? plan : { ...plan, resyncMs: 50 };
    const serial = new SerialLine(station, options, this.clock, random);
    return { plan, station, watch: serial.watch, serial, endpoint: this.#endpoint(plan, serial, links) };
  }

  #endpoint(plan: BuildingLine, serial: SerialLine, links: string | undefined): Endpoint | undefined {
    if (links === undefined) return undefined;
    return plan.link === undefined
      ? new RtuOverTcpEndpoint(plan.tcp ?? 0, serial, this.clock)
      : new PtyEndpoint(linkPath(plan.link, links), serial, this.clock, plan.portSettings);
  }
}
