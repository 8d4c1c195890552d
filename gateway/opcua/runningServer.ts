import { join } from 'node:path';
import type { OPCUAServer } from 'node-opcua-server';
import type { ControlAsk } from '../control/client.ts';
import { type Clock, every, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { PeopleFile } from '../people/peopleFile.ts';
import { PersonAllowances } from '../people/personAllowances.ts';
import type { Installation } from '../site/installation.ts';
import { type OpcuaSite, opcuaSchema } from '../site/schema/opcuaSchema.ts';
import { opcuaProblem } from '../text/problems/opcuaProblems.ts';
import { ACTS_OF_ONE, REFUSALS_OF_ONE } from './alarms/conditionMethods.ts';
import { GuardLink } from './guardLink.ts';
import { HistoryService } from './history/historyService.ts';
import { JournalHistory } from './history/journalHistory.ts';
import { lastTrips } from './lifts/lastTrips.ts';
import { addSiteMethods } from './methods/siteMethods.ts';
import { namesByLocale } from './model/namesByLocale.ts';
import { sealNamespace } from './model/sealedSpace.ts';
import { SiteWatch } from './model/siteWatch.ts';
import { Papers } from './papers/papers.ts';
import { Admission, type Refusals } from './server/admission.ts';
import { hearLibrary } from './server/libraryWords.ts';
import { renewCertificate } from './server/ownCertificate.ts';
import { Strangers } from './server/strangers.ts';
import { makeUaServer } from './server/uaServer.ts';
import { ShownSite } from './shownSite.ts';

export type RunningOptions = {
  readonly installation: Installation; // as it starts; it follows what guard takes up
  readonly sitePath: string;
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
/** A clock that was wrong at the start is right at some moment: its certificate is of another time then. */
const RENEWAL_EVERY_MS = 60_000;

/** The server with everything in it, and the thread to guard that keeps it true. */
export class RunningServer {
  readonly #options: RunningOptions;
  #server: OPCUAServer | null = null;
  #admission: Admission | null = null;
  #guard: GuardLink | null = null;
  #timer: Timer | null = null;
  #watch: SiteWatch | null = null;
  #renewal: Timer | null = null;
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
    const { installation, run, clock, people, log, site, state, sitePath } = this.#options;
    hearLibrary(log);
    const server = await makeUaServer({ ...this.#options, gateway: installation.gateway.id });
    const addressSpace = server.engine.addressSpace;
    if (addressSpace === null) throw new Error('the server has no address space');
    namesByLocale(addressSpace);
    const history = new HistoryService(this.#history);
    history.serve(server);
    const desk = {
      acts: new PersonAllowances(clock, ACTS_OF_ONE),
      refusals: new PersonAllowances(clock, REFUSALS_OF_ONE),
      people,
      ask: (ask: ControlAsk) => guard.ask(ask),
      look: () => guard.look(),
    };
    const shown = new ShownSite(addressSpace, { installation, clock, history, desk });
    addSiteMethods(shown.model, {
      ...{ people, state, history: this.#history, papers: this.#papers },
      installation: () => shown.installation,
    });
    const hasLifts = () => shown.installation.lifts.length > 0;
    const guard = new GuardLink(join(run, 'opcua.sock'), clock, hasLifts, shown.audience);
    for (const event of ['create_session', 'session_activated'] as const)
      server.on(event, () => sealNamespace(addressSpace.getOwnNamespace()));
    this.#server = server;
    this.#guard = guard;
    const strangers = new Strangers(this.#options.memory, log);
    this.#admission = new Admission(server, people, clock, { strangers, log });
    guard.start();
    this.#timer = every(clock, TRIPS_EVERY_MS, 'last trips', () => {
      if (!hasLifts()) return;
      void lastTrips(this.#history).then((trips) => {
        shown.lifts.trips = trips;
      });
    });
    const { applicationUri = '' } = server.serverInfo as { applicationUri?: string };
    this.#renewal = every(clock, RENEWAL_EVERY_MS, 'certificate', () => {
      const wanted = { applicationUri, names: site.names, clock };
      renewCertificate(server, wanted).then(
        (renewed) => {
          if (renewed) log.info('the certificate of the server was out of time: a new one is shown now');
        },
        () => {}, // a disk that refuses: again in a minute
      );
    });
    this.#watch = new SiteWatch(sitePath, clock, log, (taken) => {
      if (taken.gateway.id !== installation.gateway.id) return;
      if (JSON.stringify(taken.opcua ?? opcuaSchema.parse({})) !== JSON.stringify(site))
        log.problem(opcuaProblem('opcua.start-again'));
      // what stands no more under the new site is told as over before its condition goes
      void guard.look().then(() => shown.follow(taken));
    });
    this.#watch.start();
    await server.start();
    this.#admission.start();
    log.info(`listens at ${this.endpoint}; people come in by their names and passwords (lifeline people)`);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#renewal?.cancel();
    this.#watch?.stop();
    this.#admission?.stop();
    await this.#guard?.stop();
    await this.#papers.stop();
    await this.#server?.shutdown(500);
    this.#history.close();
  }
}
