import { resolve } from 'node:path';
import type { ControlPush } from '../control/protocol.ts';
import { builtUtc } from '../core/built.ts';
import { ok, type Problem, type Result } from '../core/result.ts';
import { journalFile, spareJournal } from '../journal/file/database.ts';
import { CertificateWindow } from '../mqtt/certificateWindow.ts';
import type { CarriedSite } from '../site/carriedSite.ts';
import type { TimeBase } from '../telemetry/index.ts';
import { IssuedMemory } from './commands/issued.ts';
import type { Courier, CourierOptions } from './courierOptions.ts';
import { courierWorld } from './courierWorld.ts';
import { DeliveryReport } from './deliveryReport.ts';
import { JournalSource } from './journalSource.ts';
import { LiftStatusPoll } from './liftStatusPoll.ts';
import { Notifiers } from './notify/notifiers.ts';
import { type GuardView, Uplink } from './uplink.ts';
import { UplinkReport } from './uplinkReport.ts';
import { idsOf, Uplinks } from './uplinks.ts';
import { ClockTable } from './wording/clockTable.ts';

/**
 * Carries the journal to every uplink of the site. Needs guard for nothing but telling it what was delivered: with guard
 * dead it drains what the file holds and says so in `state`. What is wrong with one uplink stops no other. It goes by the
 * site that guard has taken up, and waits for the first one. An error without problems: it was ended before that.
 */
export async function runCourier(options: CourierOptions): Promise<Result<Courier, readonly Problem[]>> {
  const { run, clock, log, world = courierWorld(options) } = options;
  const guardsSite = world.guardsSite();
  const site = await guardsSite.first(options.ended ?? new Promise(() => {}));
  if (!site.ok) return site;
  let installation = site.value;

  const times = new ClockTable();
  let time: TimeBase | null = null;
  let trouble = false;
  const guard = (): GuardView => ({
    alive: control.alive,
    journal: trouble ? 'trouble' : 'ok',
    time: (control.alive ? time : null) ?? times.base(clock.boot, clock.mono()),
  });

  const control = world.guard({
    name: 'courier',
    topics: ['journal', 'clock'],
    onPush: (push) => hear(push),
    onAlive: (alive) => {
      log.info(alive ? 'guard answers' : 'guard does not answer; the journal is sent on from its file');
      if (alive) {
        source.reopen(journalOf(installation));
        for (const delivery of uplinks.delivered()) report.add(delivery);
        troubles.retell(idsOf(installation));
      } else if (!trouble) source.hold(null); // else what lies beyond is in the spare journal as well
      uplinks.wake();
    },
  });
  const report = new DeliveryReport({
    clock,
    send: (deliveries) => control.request({ verb: 'delivered', deliveries: [...deliveries] }),
  });
  const troubles = new UplinkReport({ clock, send: (ask) => control.request(ask) });
  const reading = { clock, times, log, onChange: () => uplinks.wake() };
  const source = new JournalSource({
    ...{ ...reading, file: journalOf(installation) },
    onChange: () => {
      uplinks.wake();
      notifiers.wake();
    },
  });
  const spare = new JournalSource({ ...reading, file: spareJournal(run), spare: true });
  const window = new CertificateWindow(clock, times, () => guard().time.quality, builtUtc());
  const uplinks = new Uplinks(
    log,
    (setup, position) =>
      new Uplink({
        ...setup,
        ...{ clock, log, times, guard, journal: source, spare, broker: world.broker },
        commands: {
          issued: new IssuedMemory(options.memory ?? run, setup.site.id, log),
          guard: (ask) => control.request(ask),
        },
        timeWindow: () => window.get(),
        latestUtc: () => window.latest(),
        onDelivered: (delivery) => report.add(delivery),
        onTrouble: (problem) => troubles.set(setup.site.id, problem),
        ...(position === null ? {} : { position }),
        ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
        ...(options.stalledMs === undefined ? {} : { stalledMs: options.stalledMs }),
      }),
    (id, problem) => troubles.set(id, problem),
  );

  const liftStatus = new LiftStatusPoll(clock, control, uplinks);
  const notifiers = new Notifiers({
    ...{ folder: options.memory ?? run, clock, log, journal: source, times },
    onTrouble: (id, problem) => troubles.set(id, problem),
  });

  function hear(push: ControlPush): void {
    if (push.push === 'clock') {
      times.note(push.boot, push.time);
      if (push.boot === clock.boot) time = push.time;
      uplinks.wake();
    } else if (push.push === 'journal') {
      trouble = push.trouble !== null;
      source.hold(trouble ? push : null);
      spare.poke();
    }
  }

  /** Guard took up a changed site. */
  function takeUp(changed: CarriedSite): void {
    const gone = idsOf(installation).filter((id) => !idsOf(changed).includes(id));
    installation = changed;
    log.info('the changed site file is taken up');
    void Promise.all([uplinks.adopt(installation), notifiers.adopt(installation)]).then(() => {
      for (const id of gone) troubles.forget(id);
    });
  }

  if (installation.uplinks.length === 0) log.info('the site file names no uplinks: there is nothing to send');
  control.start();
  source.start();
  spare.start();
  liftStatus.start();
  await uplinks.adopt(installation);
  await notifiers.adopt(installation);
  guardsSite.follow(takeUp);
  return ok({
    gateway: installation.gateway.id,
    async stop() {
      guardsSite.stop();
      await liftStatus.stop();
      await uplinks.stop();
      await notifiers.stop();
      troubles.stop();
      source.stop();
      spare.stop();
      await report.stop();
      await control.stop();
    },
  });
}

function journalOf({ folder, journal }: CarriedSite): string {
  return journalFile(resolve(folder, journal.folder));
}
