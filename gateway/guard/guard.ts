import { join } from 'node:path';
import type { ControlPush } from '../control/protocol.ts';
import { ok, type Problem, type Result } from '../core/result.ts';
import { StateFile } from '../core/stateFile.ts';
import { Bus } from './bus/bus.ts';
import { openLine } from './bus/line/openLine.ts';
import { liftUnits } from './bus/line/readOnly.ts';
import { civilClockOf } from './civilClock.ts';
import { Concerns } from './concerns.ts';
import { type GuardOptions, groundOf } from './ground.ts';
import { hearing } from './hearing.ts';
import { AlarmKeeper } from './keepers/alarmKeeper.ts';
import { AlarmTimeKeeper } from './keepers/alarmTimeKeeper.ts';
import { JournalKeeper } from './keepers/journalKeeper.ts';
import { RecordKeeper } from './keepers/recordKeeper.ts';
import { LiftKeeper } from './lifts/liftKeeper.ts';
import { alarmRow, maintenanceRow, problemRow, systemRow } from './rows.ts';
import { annunciatorsOf, sirensOf } from './sirens.ts';
import { snapshots } from './snapshots.ts';
import { Sockets } from './sockets.ts';
import { softwareName } from './software.ts';
import { changedSite, placed } from './startingSite.ts';
import { stopGuard } from './stopping.ts';
import { takeUp } from './takingUp.ts';
import { guardVerbs } from './verbs/verbs.ts';

export type Guard = { readonly gateway: string; stop(): Promise<void> };

/**
 * Composition root of the safety half: bus → detect → record → journal, and the control sockets. Everything is checked
 * before hardware is touched; afterwards nothing that goes wrong in one part stops another.
 */
export async function runGuard(options: GuardOptions): Promise<Result<Guard, readonly Problem[]>> {
  const { site, run, clock, log } = options;
  const ground = await groundOf(options);
  if (!ground.ok) return ground;
  const { board, state, tell } = ground.value;
  let { installation } = ground.value;

  const startedAt = clock.mono();
  const software = softwareName();
  const now = () => ({ boot: clock.boot, mono: clock.mono() });
  const publish = (push: ControlPush) => sockets.publish(push);
  const publishAlarms = () => publish({ push: 'alarms', alarms: alarms.alarms(), snapshot: true });
  const kept = new JournalKeeper(installation, { state, run }, clock, {
    durable: (token) => {
      alarms.committed(token);
      publishAlarms();
    },
    moved: publish,
    trouble: (problem) => {
      concerns.set('journal', problem === null);
      if (problem === null) return board.mended('journal');
      tell(problem);
      journal.appendEvent(problemRow(now(), problem));
    },
  });
  const journal = kept.writer;

  const concerns = new Concerns(clock, (readings) => alarms.accept(readings));
  const stateFile = (name: string) =>
    new StateFile(join(state, name), ...concerns.ofState(tell, () => board.mended('state')));
  const remembered = { channels: stateFile('channels.json'), day: stateFile('day.json') };
  const records = new RecordKeeper(clock, journal, remembered, software);
  const channels = records.load();
  if (channels !== null) tell(channels);

  const alarms = new AlarmKeeper(installation, clock, stateFile('alarms.json'), {
    declared: (effect) => {
      sirens.alarms(alarms.alarms()); // the relay first, then everybody else
      if (installation.annunciators.length === 0) times.commanded(effect.transition, now());
      publishAlarms();
      records.evidence.declared(effect);
      lifts.declared(effect);
    },
    saved: (effect, again) => journal.appendEvent(alarmRow(effect, installation), effect.token, again),
    maintenance: (effect) => journal.appendEvent(maintenanceRow(now(), effect, installation)),
  });

  const lifts = new LiftKeeper(installation, clock, stateFile, {
    found: (readings) => heard.made(readings),
    happened: (row) => journal.appendEvent(row),
  });

  const sirens = sirensOf({
    ...{ installation, clock, board, journal, file: stateFile('annunciation.json') },
    ...{ alarms: () => alarms, bus: () => bus },
    commanded: (at, occurrences) => {
      for (const alarm of alarms.alarms())
        if (occurrences.includes(alarm.occurrence)) times.commanded(alarm, at);
    },
  });
  const times = new AlarmTimeKeeper(installation, clock, (reading) => alarms.accept([reading]));

  const clockKeeper = civilClockOf({
    ...{ clock, systemRoot: options.systemRoot, concerns, journal, publish },
    tell: [alarms, lifts, records],
  });

  const heard = hearing({ times, alarms, lifts, sirens, records, board, publish });
  const bus = new Bus({
    ...{ clock, log },
    lines: installation.lines,
    annunciators: annunciatorsOf(installation),
    openLine: (line) => openLine(placed(line, installation), clock, liftUnits(line)),
    events: heard,
  });

  const verbs = guardVerbs({
    installation: () => installation,
    ...{ clock, clockKeeper, alarms, lifts, bus, journal, board, software, startedAt, reload },
    annunciation: sirens,
    alarmTime: () => times.view(),
  });
  const sockets = new Sockets(run, clock, verbs, snapshots({ board, alarms, clock, clockKeeper, kept }));

  /** Takes up the site file again. One that cannot be used changes nothing. */
  async function reload(): Promise<Result<null, readonly Problem[]>> {
    const again = await changedSite(site, tell);
    if (!again.ok) return again;
    installation = again.value;
    await takeUp(installation, { board, times, alarms, lifts, records, journal, sirens, bus });
    return ok(null);
  }

  await kept.start();
  journal.setUplinks(installation.uplinks.map(({ id }) => id));
  records.begin(installation);
  for (const lost of [alarms.start(), lifts.start(), sirens.start(alarms.alarms())])
    if (lost !== null) tell(lost);
  records.evidence.resume(alarms.alarms());
  clockKeeper.start(); // after the alarms: what they had saved does not know the time
  concerns.begin();
  journal.appendEvent(systemRow(now(), 'guard.started', `${software} started`));
  for (const problem of await sockets.start()) tell(problem);
  await bus.start();

  return ok({
    gateway: installation.gateway.id,
    stop: () =>
      stopGuard({
        ...{ sirens, times, bus, alarms, lifts, records, clockKeeper },
        ...{ journal, sockets, clock, software },
      }),
  });
}
