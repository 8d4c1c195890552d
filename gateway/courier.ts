import { join, resolve } from 'node:path';
import { ControlClient } from './control/client.ts';
import type { ControlPush } from './control/protocol.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { err, ok, type Problem, type Result } from './core/result.ts';
import { journalFile } from './journal/database.ts';
import type { Installation } from './site/installation.ts';
import { loadSite } from './site/load.ts';
import { readProfiles } from './site/profiles.ts';
import { lastGoodPath } from './site/save.ts';
import { loadSecrets, secretsPath } from './site/secrets.ts';
import type { TimeBase } from './telemetry/index.ts';
import { ClockTable } from './uplink/clockTable.ts';
import { readCredentials } from './uplink/credentials.ts';
import { DeliveryReport } from './uplink/deliveryReport.ts';
import { JournalSource } from './uplink/journalSource.ts';
import { type GuardView, Uplink } from './uplink/uplink.ts';

export type CourierOptions = {
  /** Path of the site file. */
  readonly site: string;
  /** Run folder: `courier.sock` of guard is there. */
  readonly run: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Waits between attempts to reach a broker. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
};

export type Courier = { readonly gateway: string; stop(): Promise<void> };

/**
 * Carries the journal to every uplink of the site. Needs guard for nothing but telling it what was delivered: with guard
 * dead it drains what the file holds and says so in `state`. What is wrong with one uplink stops no other.
 */
export async function runCourier(options: CourierOptions): Promise<Result<Courier, readonly Problem[]>> {
  const { clock, log } = options;
  const site = loadInstallation(options.site, log);
  if (!site.ok) return site;
  const installation = site.value;

  const times = new ClockTable();
  let time: TimeBase | null = null;
  let trouble = false;
  const guard = (): GuardView => ({
    alive: control.alive,
    journal: trouble ? 'trouble' : 'ok',
    time: (control.alive ? time : null) ?? times.base(clock.boot),
  });

  const control = new ControlClient(join(options.run, 'courier.sock'), clock, {
    name: 'courier',
    topics: ['journal', 'clock'],
    onPush: (push) => hear(push),
    onAlive: (alive) => {
      log.info(alive ? 'guard answers' : 'guard does not answer; the journal is sent on from its file');
      if (alive) {
        source.reopen();
        for (const uplink of uplinks) for (const delivery of uplink.delivered()) report.add(delivery);
      }
      for (const uplink of uplinks) uplink.wake();
    },
  });
  const report = new DeliveryReport({
    clock,
    send: (deliveries) => control.request({ verb: 'delivered', deliveries: [...deliveries] }),
  });
  const source = new JournalSource({
    file: journalFile(resolve(installation.folder, installation.journal.folder)),
    clock,
    times,
    log,
    onChange: () => {
      for (const uplink of uplinks) uplink.wake();
    },
  });
  const uplinks = makeUplinks();

  function hear(push: ControlPush): void {
    if (push.push === 'clock') {
      times.note(push.boot, push.time);
      if (push.boot === clock.boot) time = push.time;
      for (const uplink of uplinks) uplink.wake();
    } else if (push.push === 'journal') {
      trouble = push.trouble !== null;
      source.poke();
    }
  }

  function makeUplinks(): Uplink[] {
    const secrets = loadSecrets(secretsPath(installation));
    if (!secrets.ok) log.problem(secrets.error);
    return installation.uplinks.flatMap((uplink) => {
      const credentials = readCredentials(uplink, installation.folder, secrets.ok ? secrets.value : {});
      if (!credentials.ok) {
        log.problem(credentials.error);
        return [];
      }
      return [
        new Uplink({
          site: uplink,
          gateway: installation.gateway.id,
          credentials: credentials.value,
          clock,
          log,
          journal: source,
          times,
          guard,
          onDelivered: (delivery) => report.add(delivery),
          ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
        }),
      ];
    });
  }

  if (installation.uplinks.length === 0) log.info('the site file names no uplinks: there is nothing to send');
  control.start();
  source.start();
  for (const uplink of uplinks) uplink.start();
  return ok({
    gateway: installation.gateway.id,
    async stop() {
      await Promise.all(uplinks.map((uplink) => uplink.stop()));
      source.stop();
      await report.flush();
      await control.stop();
    },
  });
}

/** The site file, or the last good one: what guard runs on. Courier writes neither. */
function loadInstallation(path: string, log: Log): Result<Installation, readonly Problem[]> {
  const catalog = readProfiles(path);
  const site = loadSite(path, catalog);
  if (site.ok) return site;
  const last = loadSite(lastGoodPath(path), catalog);
  if (!last.ok) return err(site.error);
  for (const problem of site.error) log.problem(problem);
  log.info(`running on the last good site file ${lastGoodPath(path)}`);
  return last;
}
