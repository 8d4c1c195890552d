import { join } from 'node:path';
import type { OPCUAServer } from 'node-opcua-server';
import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { PeopleFile } from '../people/peopleFile.ts';
import type { Installation } from '../site/installation.ts';
import type { OpcuaSite } from '../site/schema/opcuaSchema.ts';
import { SiteConditions } from './alarms/siteConditions.ts';
import { GuardLink } from './guardLink.ts';
import { HistoryService } from './history/historyService.ts';
import { JournalHistory } from './history/journalHistory.ts';
import { lastTrips } from './lifts/lastTrips.ts';
import { LiftObjects } from './lifts/liftObjects.ts';
import { addSiteMethods } from './methods/siteMethods.ts';
import { pointKind } from './model/pointKind.ts';
import { sealAddressSpace, sealNamespace } from './model/sealedSpace.ts';
import { siteModel } from './model/siteModel.ts';
import { SiteValues } from './model/siteValues.ts';
import { SourceTimes } from './model/sourceTimes.ts';
import { Papers } from './papers/papers.ts';
import { Admission, type Refusals } from './server/admission.ts';
import { Strangers } from './server/strangers.ts';
import { makeUaServer } from './server/uaServer.ts';

export type RunningOptions = {
  readonly installation: Installation;
  readonly site: OpcuaSite;
  readonly state: string;
  readonly memory: string;
  readonly run: string;
  readonly software: string;
  readonly people: PeopleFile;
  readonly clock: Clock;
  readonly log: Log;
};

const TRIPS_EVERY_MS = 10_000;

/** The server with everything in it, and the thread to guard that keeps it true. */
export class RunningServer {
  readonly #options: RunningOptions;
  #server: OPCUAServer | null = null;
  #admission: Admission | null = null;
  #guard: GuardLink | null = null;
  #timer: Timer | null = null;
  readonly #history: JournalHistory;
  readonly #papers: Papers;

  constructor(options: RunningOptions) {
    this.#options = options;
    this.#history = new JournalHistory(options.state);
    this.#papers = new Papers(options.clock);
  }

  get gateway(): string {
    return this.#options.installation.gateway.id;
  }

  get endpoint(): string {
    return this.#server?.getEndpointUrl() ?? '';
  }

  get refusals(): Refusals {
    return (
      this.#admission?.refusals ?? {
        connection: 0,
        channel: 0,
        certificate: 0,
        session: 0,
        login: 0,
        timeout: 0,
      }
    );
  }

  async start(): Promise<void> {
    const { installation, run, clock, people, log } = this.#options;
    const server = await makeUaServer({ ...this.#options, gateway: installation.gateway.id });
    const addressSpace = server.engine.addressSpace;
    if (addressSpace === null) throw new Error('the server has no address space');
    const times = new SourceTimes(clock);
    const model = siteModel(addressSpace, installation);
    const values = new SiteValues(model, times);
    const lifts = new LiftObjects(addressSpace, model, installation, times);
    const history = new HistoryService(this.#history);
    history.protect(server);
    addSiteMethods(model, {
      ...{ people, state: this.#options.state, history: this.#history, papers: this.#papers },
      installation: () => installation,
    });
    const guard: GuardLink = new GuardLink(join(run, 'opcua.sock'), clock, installation.lifts.length > 0, {
      readings: (readings) => values.readings(readings),
      health: (devices, lines) => values.health(devices, lines),
      alarms: (screen) => {
        conditions.show(screen);
        values.alarms(screen);
      },
      lifts: (screen) => lifts.show(screen),
      clock: (boot, time) => times.learn(boot, time),
      alive: (alive) => {
        if (alive) return;
        values.lost();
        lifts.lost();
      },
    });
    const conditions = new SiteConditions(addressSpace, model, installation, times, {
      people,
      ask: (ask) => guard.ask(ask),
    });
    for (const { points } of model.devices.values())
      for (const [id, { point, variable }] of points) history.bind(variable, id, pointKind(point.profile));
    sealAddressSpace(addressSpace);
    for (const event of ['create_session', 'session_activated'] as const)
      server.on(event, () => sealNamespace(addressSpace.getOwnNamespace()));
    this.#server = server;
    this.#guard = guard;
    const strangers = new Strangers(this.#options.memory, log);
    this.#admission = new Admission(server, people, clock, { strangers, log });
    guard.start();
    if (installation.lifts.length > 0)
      this.#timer = every(clock, TRIPS_EVERY_MS, 'last trips', () => {
        void lastTrips(this.#history).then((trips) => {
          lifts.trips = trips;
        });
      });
    await server.start();
    this.#admission.start();
    log.info(`listens at ${this.endpoint}; people come in by their names and passwords (lifeline people)`);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#admission?.stop();
    await this.#guard?.stop();
    await this.#papers.stop();
    await this.#server?.shutdown(500);
    this.#history.close();
  }
}
