import type { ControlSockets } from '../control/controlSockets.ts';
import type { Clock } from '../core/clock.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { Bus } from './bus/bus.ts';
import type { AlarmKeeper } from './keepers/alarmKeeper.ts';
import type { AlarmTimeKeeper } from './keepers/alarmTimeKeeper.ts';
import type { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import type { ClockKeeper } from './keepers/clockKeeper.ts';
import type { RecordKeeper } from './keepers/recordKeeper.ts';
import type { LiftKeeper } from './lifts/liftKeeper.ts';
import { systemRow } from './rows.ts';

type Parts = {
  readonly sirens: AnnunciatorKeeper;
  readonly times: AlarmTimeKeeper;
  readonly bus: Bus;
  readonly alarms: AlarmKeeper;
  readonly lifts: LiftKeeper;
  readonly records: RecordKeeper;
  readonly clockKeeper: ClockKeeper;
  readonly journal: JournalWriter;
  readonly sockets: ControlSockets;
  readonly clock: Clock;
  readonly software: string;
};

/**
 * Stops guard in order. What sounds is not silenced first: the last command stands and its lease runs to the fail state,
 * as if guard had been killed, so that a restart during an alarm is hardly heard.
 */
export async function stopGuard(parts: Parts): Promise<void> {
  const { sirens, times, bus, alarms, lifts, records, clockKeeper, journal, sockets, clock, software } =
    parts;
  await sockets.stop(); // first: a client that goes on asking must not keep the rest from ending
  await sirens.stop();
  await bus.stop();
  times.stop();
  await lifts.stop();
  await alarms.stop();
  await records.stop();
  clockKeeper.stop();
  const at = { boot: clock.boot, mono: clock.mono() };
  journal.appendEvent(systemRow(at, 'guard.stopped', `${software} stopped in order`));
  await journal.stop();
}
