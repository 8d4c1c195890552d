import type { ControlPush, Topic } from '../control/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Board } from './board.ts';
import type { AlarmKeeper } from './keepers/alarmKeeper.ts';
import type { ClockKeeper } from './keepers/clockKeeper.ts';
import type { JournalKeeper } from './keepers/journalKeeper.ts';

type Parts = {
  readonly board: Board;
  readonly alarms: AlarmKeeper;
  readonly clock: Clock;
  readonly clockKeeper: ClockKeeper;
  readonly kept: JournalKeeper;
};

/** What stands now, by topic: a new subscriber is sent it before any change. */
export function snapshots({ board, alarms, clock, clockKeeper, kept }: Parts) {
  const of: Record<Topic, () => ControlPush | null> = {
    readings: () => board.readings(),
    alarms: () => ({ push: 'alarms', alarms: alarms.alarms(), snapshot: true }),
    health: () => board.health(),
    clock: () => ({ push: 'clock', boot: clock.boot, time: clockKeeper.time }),
    journal: () => kept.push,
  };
  return (topic: Topic): ControlPush | null => of[topic]();
}
