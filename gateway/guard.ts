import { join } from 'node:path';
import type { Reading } from '../drivers/reading.ts';
import { Bus } from './bus/bus.ts';
import { openLine } from './bus/line/openLine.ts';
import type { ControlPush } from './control/protocol.ts';
import { systemSynchronised } from './core/civilTime.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { ok, type Problem, type Result } from './core/result.ts';
import { StateFile } from './core/stateFile.ts';
import { AlarmKeeper } from './guard/alarmKeeper.ts';
import { Board } from './guard/board.ts';
import { ClockKeeper } from './guard/clockKeeper.ts';
import { JournalKeeper } from './guard/journalKeeper.ts';
import { RecordKeeper } from './guard/recordKeeper.ts';
import { alarmRow, clockRow, problemRow, systemRow } from './guard/rows.ts';
import { snapshots } from './guard/snapshots.ts';
import { Sockets } from './guard/sockets.ts';
import { softwareName } from './guard/software.ts';
import { changedSite, makeRunFolder, placed, startingSite, stateFolder } from './guard/startingSite.ts';
import { guardVerbs } from './guard/verbs.ts';

export type GuardOptions = {
  readonly site: string; // path of the site file
  readonly run: string; // folder of the control sockets
  readonly clock: Clock;
  readonly log: Log;
};

export type Guard = { readonly gateway: string; stop(): Promise<void> };

/**
 * Composition root of the safety half: bus → detect → record → journal, and the control sockets. Everything is checked
 * before hardware is touched; afterwards nothing that goes wrong in one part stops another.
 */
export async function runGuard(options: GuardOptions): Promise<Result<Guard, readonly Problem[]>> {
  const { site, run, clock, log } = options;
  const board = new Board();
  const tell = (problem: Problem) => {
    log.problem(problem);
    board.note(problem);
  };
  const loaded = await startingSite(site);
  if (!loaded.ok) return loaded;
  let installation = loaded.value.installation;
  for (const problem of loaded.value.problems) tell(problem);
  const folder = makeRunFolder(run);
  if (!folder.ok) return folder;
  const state = stateFolder(installation);

  const startedAt = clock.mono();
  const software = softwareName();
  const now = () => ({ boot: clock.boot, mono: clock.mono() });
  const publish = (push: ControlPush) => sockets.publish(push);
  const publishAlarms = () => publish({ push: 'alarms', alarms: alarms.alarms(), snapshot: true });
  const kept = new JournalKeeper(installation, state, clock, {
    durable: (token) => {
      alarms.committed(token);
      publishAlarms();
    },
    moved: publish,
    trouble: (problem) => {
      if (problem === null) return board.mended('journal');
      tell(problem);
      journal.appendEvent(problemRow(now(), problem));
    },
  });
  const journal = kept.writer;

  const stateFile = (name: string) => new StateFile(join(state, name), tell);
  const records = new RecordKeeper(clock, journal, stateFile('channels.json'), software);
  const channels = records.load();
  if (channels !== null) tell(channels);

  const alarms = new AlarmKeeper(installation, clock, stateFile('alarms.json'), {
    declared: publishAlarms,
    saved: (effect) => journal.appendEvent(alarmRow(effect, installation), effect.token),
  });

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
    ...{ clock, log },
    lines: installation.lines,
    openLine: (line) => openLine(placed(line, installation), clock),
    events: {
      readings: hear,
      device: (health) => publish(board.device(health)),
      line: (health) => publish(board.line(health)),
    },
  });

  const verbs = guardVerbs({
    installation: () => installation,
    ...{ clock, clockKeeper, alarms, bus, journal, board, software, startedAt, reload },
  });
  const sockets = new Sockets(run, clock, verbs, snapshots({ board, alarms, clock, clockKeeper, kept }));

  /** Takes up the site file again. One that cannot be used changes nothing. */
  async function reload(): Promise<Result<null, readonly Problem[]>> {
    const again = await changedSite(site, tell);
    if (!again.ok) return again;
    installation = again.value;
    board.forget();
    alarms.reload(installation);
    records.begin(installation);
    journal.setUplinks(installation.uplinks.map(({ id }) => id));
    await bus.reload(installation.lines);
    return ok(null);
  }

  await kept.start();
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
