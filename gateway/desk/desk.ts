import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Clock, Timer } from '../core/clock.ts';
import { lockFolder } from '../core/folderLock.ts';
import type { Log } from '../core/log.ts';
import { packageRoot } from '../core/program.ts';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { keptClaimCode } from '../people/claimCode.ts';
import { FreshClaim } from '../people/freshClaim.ts';
import { PeopleFile } from '../people/peopleFile.ts';
import { PersonAllowances } from '../people/personAllowances.ts';
import { stateFolderOf } from '../site/carriedSite.ts';
import { deskProblem } from '../text/problems/deskProblems.ts';
import { memoryBelow } from '../trust/trustStore.ts';
import { Access } from './access/access.ts';
import { AccessFile } from './access/accessFile.ts';
import { HeldCertificate } from './access/heldCertificate.ts';
import { listenToButton } from './access/ownerButton.ts';
import { Commissioning } from './commission/commissioning.ts';
import { Addresses, type Listen } from './http/addresses.ts';
import type { Demonstration } from './http/api/demoApi.ts';
import { plainHello } from './http/plainHello.ts';
import { allRoutes } from './http/routes/allRoutes.ts';
import { demoRoutes } from './http/routes/demoRoutes.ts';
import { addressesOf, followSite } from './http/siteAddress.ts';
import { makeServer } from './http/webServer.ts';
import { Live } from './live/live.ts';
import { DeskJournal } from './past/deskJournal.ts';
import { SiteDesk } from './site/siteDesk.ts';

export type DeskOptions = {
  readonly site: string; // path of the site file
  readonly run: string; // folder of guard's sockets
  readonly memory?: string | undefined; // folder of desk's own state, to be kept over a reboot; none: `desk` in the run folder
  /** Null: where the site says, else at port 8443 of every address. */
  readonly listen: Listen | null;
  readonly plain: Listen | null; // for the page that explains the warning
  readonly clock: Clock;
  readonly log: Log;
  /** A demonstration: with its routes, and all of the page over plain HTTP in place of the page that explains. For loopback alone. */
  readonly demo?: Demonstration;
};

/** Desk, serving. `claim`: the code with which it gets its first person, to be shown to who has the box; null: it is owned. */
export type RunningDesk = {
  readonly port: number;
  readonly plainPort: number | null;
  readonly claim: string | null;
  readonly fingerprint: string;
  stop(): Promise<void>;
};

/** Starts desk: HTTPS for people, guard over `desk.sock`. It serves with guard dead, and guard does not notice its end. */
export async function runDesk(options: DeskOptions): Promise<Result<RunningDesk, Problem>> {
  const { site, run, listen, plain, clock, log, demo } = options;
  const folder = options.memory ?? join(run, 'desk');
  const live = new Live(site, run, clock, log);
  const journal = new DeskJournal(() => live.site.journal);
  const commissioning = new Commissioning(live, journal, site, folder, clock, log);
  const file = new AccessFile(join(folder, 'access.json'), log);
  const people = new PeopleFile(stateFolderOf(site));
  const audits = new PersonAllowances(clock, { burst: 30, everyMs: 5_000 });
  const fresh = new FreshClaim(stateFolderOf(site));
  const access = new Access(file, people, fresh, clock, (actor, command, detail, accepted) => {
    // guard writes it into the journal; without guard, and of who does too much of it, the log alone has it
    log.info(`${actor}: ${command} ${detail} (${accepted ? 'done' : 'refused'})`);
    if (audits.take(actor)) void live.guard.ask({ verb: 'asked', actor, command, detail, accepted });
  });
  const changes = new SiteDesk(site, live.guard, () => addresses.view, clock);
  listenToButton(live, access, folder, log);
  const lock = lockFolder(folder);
  if (lock === 'taken') return err(deskProblem('desk.folder-taken', { folder }));

  const certificate = await HeldCertificate.open(join(folder, 'certificates'), clock, log);
  const app = await makeServer({
    ...{ certificate, access, log, software: '1' },
    page: join(packageRoot(), 'dist', 'page'),
    routes: (serving) => {
      const parts = {
        ...{ live, site: changes, journal, certificate, clock, commissioning },
        trust: memoryBelow(stateFolderOf(site)),
      };
      allRoutes(serving, parts);
      if (demo !== undefined) demoRoutes(serving, demo);
    },
  });
  let looking: Timer | null = null;
  const addresses = new Addresses(app, certificate, log);
  const wanted = listen === null ? addressesOf(site) : [listen];
  const stop = async () => {
    looking?.cancel();
    certificate.stop();
    await addresses.stop();
    await commissioning.stop();
    await live.stop();
    await changes.stop();
    await app.close();
    journal.close();
    await file.settled();
    if (lock !== 'impossible') lock.release();
  };
  if (!(await addresses.open(wanted))) {
    await stop();
    const address = wanted.map(({ host, port }) => `${host}:${port}`).join(', ');
    return err(deskProblem('desk.port-taken', { address }));
  }
  const hello =
    demo === undefined
      ? plainHello(certificate, () => addresses.port)
      : createServer((request, reply) => app.routing(request, reply));
  const plainPort = plain === null ? null : await open(hello, plain, log);
  live.start();
  certificate.start();
  if (listen === null) looking = followSite(addresses, live, clock);
  commissioning.start();
  return ok({
    ...{
      port: addresses.port,
      plainPort,
      claim: access.issueClaim(keptClaimCode(folder)),
      fingerprint: certificate.fingerprint,
    },
    async stop() {
      hello.closeAllConnections();
      if (plainPort !== null) await new Promise((resolve) => hello.close(resolve));
      await stop();
    },
  });
}

/** Without it people meet the warning unprepared: told, and no more. */
function open(server: Server, { host, port }: Listen, log: Log): Promise<number | null> {
  return new Promise((resolve) => {
    server.once('error', () => {
      log.problem(deskProblem('desk.port-taken', { address: `${host}:${port}` }));
      resolve(null);
    });
    server.listen(port, host, () => resolve(portOf(server)));
  });
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
