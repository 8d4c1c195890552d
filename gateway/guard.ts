import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../drivers/reading.ts';
import { Bus } from './bus/bus.ts';
import { openLine } from './bus/line/openLine.ts';
import type { ControlPush, Topic } from './control/protocol.ts';
import { systemSynchronised } from './core/civilTime.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { ok, type Problem, type Result } from './core/result.ts';
import { StateFile } from './core/stateFile.ts';
import { AlarmKeeper, type TransitionEffect } from './guard/alarmKeeper.ts';
import { Board } from './guard/board.ts';
import { ClockKeeper } from './guard/clockKeeper.ts';
import { RecordKeeper } from './guard/recordKeeper.ts';
import { alarmRow, clockRow, problemRow, systemRow } from './guard/rows.ts';
import { Sockets } from './guard/sockets.ts';
import { softwareName } from './guard/software.ts';
import { placed, startingSite, stateFolder } from './guard/startingSite.ts';
import { guardVerbs } from './guard/verbs.ts';
import { createJournalWriter } from './journal/writer.ts';

export type GuardOptions = {
  readonly site: string; // path of the site file
  readonly run: string; // folder of the control sockets
  readonly clock: Clock;
  readonly log: Log;
};

export type Guard = { readonly gateway: string; reload(): Promise<void>; stop(): Promise<void> };

const MB = 1024 * 1024;

/**
 * Composition root of the safety half: bus → detect → record → journal, and the control sockets. Everything is checked
 * before hardware is touched; afterwards nothing that goes wrong in one part stops another.
 */
export async function runGuard({
  site,
  run,
  clock,
  log,
}: GuardOptions): Promise<Result<Guard, readonly Problem[]>> {
  const board = new Board();
  const tell = (problem: Problem) => {
    log.problem(problem);
    board.note(problem);
  };
  const loaded = await startingSite(site);
  if (!loaded.ok) return loaded;
  let installation = loaded.value.installation;
  for (const problem of loaded.value.problems) tell(problem);
  mkdirSync(run, { recursive: true });
  const state = stateFolder(installation);

  const startedAt = clock.mono();
  const software = softwareName();
  const now = () => ({ boot: clock.boot, mono: clock.mono() });
  const publish = (push: ControlPush) => sockets.publish(push);
  const publishAlarms = () => publish({ push: 'alarms', alarms: alarms.alarms(), snapshot: true });
  let journalPush: Extract<ControlPush, { push: 'journal' }> | null = null;

  const journal = createJournalWriter({
    folder: state,
    gateway: installation.gateway.id,
    segmentParts: installation.journal.segmentParts,
    budgets: { event: installation.journal.eventMb * MB, telemetry: installation.journal.telemetryMb * MB },
    clock,
    events: {
      committed: ({ token }) => {
        if (token !== undefined) {
          alarms.committed(token);
          publishAlarms();
        }
        void pushJournal();
      },
      trouble: (problem) => {
        if (problem !== null) {
          tell(problem);
          journal.appendEvent(problemRow(now(), problem));
        } else log.info('the journal is well again');
        void pushJournal();
      },
    },
  });

  async function pushJournal(): Promise<void> {
    const { epoch, heads, trouble } = await journal.stat();
    journalPush = { push: 'journal', epoch, heads, trouble };
    publish(journalPush);
  }

  const records = new RecordKeeper(
    clock,
    journal,
    new StateFile(join(state, 'channels.json'), tell),
    software,
  );
  const channels = records.load();
  if (channels !== null) tell(channels);

  const alarms = new AlarmKeeper(installation, clock, new StateFile(join(state, 'alarms.json'), tell), sound);

  /** The alarm path: nothing here waits. The journal's thread and the sockets take copies. */
  function sound(effect: TransitionEffect): void {
    journal.appendEvent(alarmRow(effect, installation), effect.token);
    publishAlarms();
  }

  function hear(readings: readonly Reading[]): void {
    alarms.accept(readings);
    records.accept(readings);
    board.take(readings);
    publish({ push: 'readings', readings });
  }

  const clockKeeper = new ClockKeeper(clock, systemSynchronised, (time) => {
    journal.appendEvent(clockRow(clock.boot, time));
    publish({ push: 'clock', boot: clock.boot, time });
  });

  const bus = new Bus({
    lines: installation.lines,
    clock,
    log,
    openLine: (line) => openLine(placed(line, installation), clock),
    events: {
      readings: hear,
      device: (health) => {
        board.devices.set(health.device, health);
        publish({ push: 'health', devices: [health], lines: [] });
      },
      line: (health) => {
        board.lines.set(health.line, health);
        publish({ push: 'health', devices: [], lines: [health] });
      },
    },
  });

  const handlers = guardVerbs({
    installation: () => installation,
    clock,
    clockKeeper,
    alarms,
    bus,
    journal,
    board,
    software,
    startedAt,
  });
  const snapshot = (topic: Topic): ControlPush | null => {
    switch (topic) {
      case 'readings':
        return board.readings();
      case 'alarms':
        return { push: 'alarms', alarms: alarms.alarms(), snapshot: true };
      case 'health':
        return board.health();
      case 'clock':
        return { push: 'clock', boot: clock.boot, time: clockKeeper.time };
      case 'journal':
        return journalPush;
    }
  };
  const sockets = new Sockets(run, clock, handlers, snapshot);

  await journal.start();
  journal.setUplinks(installation.uplinks.map(({ id }) => id));
  records.begin(installation);
  clockKeeper.start();
  journal.appendEvent(systemRow(now(), 'guard.started', `${software} started`));
  const lost = alarms.start();
  if (lost !== null) tell(lost);
  for (const problem of await sockets.start()) tell(problem);
  await bus.start();

  return ok({
    gateway: installation.gateway.id,
    async reload() {
      const again = await startingSite(site);
      const problems = again.ok ? again.value.problems : again.error;
      for (const problem of problems) tell(problem);
      if (!again.ok) return;
      installation = again.value.installation;
      board.forget();
      alarms.reload(installation);
      records.begin(installation);
      journal.setUplinks(installation.uplinks.map(({ id }) => id));
      await bus.reload(installation.lines);
      journal.appendEvent(systemRow(now(), 'guard.reloaded', `${software} took up ${site}`));
    },
    async stop() {
      await bus.stop();
      await alarms.stop();
      await records.stop();
      clockKeeper.stop();
      journal.appendEvent(systemRow(now(), 'guard.stopped', `${software} stopped in order`));
      await journal.stop();
      await sockets.stop();
    },
  });
}
