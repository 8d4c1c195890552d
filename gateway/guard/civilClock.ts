import type { ControlPush } from '../control/protocol.ts';
import type { Clock } from '../core/clock.ts';
import { SystemSynchronisation } from '../core/synchronisation.ts';
import type { JournalWriter } from '../journal/types.ts';
import type { Concerns } from './concerns.ts';
import { ClockKeeper } from './keepers/clockKeeper.ts';
import { clockRow } from './rows.ts';

type Parts = {
  readonly clock: Clock;
  readonly systemRoot: string | undefined; // where the system tells of its clock; default: /
  /** Those that count in civil time: told how far it is ahead of the monotonic clock, null while that is not sure. */
  readonly tell: readonly { clock(utcOffset: number | null): void }[];
  readonly concerns: Concerns;
  readonly journal: JournalWriter;
  readonly publish: (push: ControlPush) => void;
};

/** The keeper of civil time between the rest of guard: each change goes to those who count in it, and into the journal. */
export function civilClockOf({ clock, systemRoot, tell, concerns, journal, publish }: Parts): ClockKeeper {
  const synchronisation = new SystemSynchronisation(clock, systemRoot);
  return new ClockKeeper(
    clock,
    () => synchronisation.look(),
    (time, rows) => {
      const utcOffset = time.utc === null ? null : time.utc - time.mono;
      for (const one of tell) one.clock(utcOffset);
      concerns.set('clock', time.utc !== null);
      for (const row of rows) journal.appendEvent(clockRow(clock.boot, row));
      publish({ push: 'clock', boot: clock.boot, time });
    },
  );
}
