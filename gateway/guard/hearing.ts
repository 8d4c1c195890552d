import type { Reading } from '../../drivers/reading.ts';
import type { ControlPush } from '../control/protocol.ts';
import type { Board } from './board.ts';
import type { BusEvents } from './bus/types.ts';
import type { AlarmKeeper } from './keepers/alarmKeeper.ts';
import type { AlarmTimeKeeper } from './keepers/alarmTimeKeeper.ts';
import type { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import type { RecordKeeper } from './keepers/recordKeeper.ts';
import type { LiftKeeper } from './lifts/liftKeeper.ts';

type Parts = {
  readonly times: AlarmTimeKeeper;
  readonly alarms: AlarmKeeper;
  readonly lifts: LiftKeeper;
  readonly sirens: AnnunciatorKeeper;
  readonly records: RecordKeeper;
  readonly board: Board;
  readonly publish: (push: ControlPush) => void;
};

export type Hearing = BusEvents & {
  /** Readings that no device gave but that were made of such: of lifts as a whole. */
  made(readings: readonly Reading[]): void;
};

/** What guard makes of what the bus tells. Of readings first whether they are an alarm; everything else can wait. */
export function hearing({ times, alarms, lifts, sirens, records, board, publish }: Parts): Hearing {
  const keep = (readings: readonly Reading[]) => {
    records.accept(readings);
    board.take(readings);
    publish({ push: 'readings', readings });
  };
  return {
    made(readings) {
      alarms.accept(readings);
      keep(readings);
    },
    exchanged: (note) => times.exchanged(note),
    readings(readings) {
      times.readings(readings);
      alarms.accept(readings);
      lifts.accept(readings);
      sirens.readings(readings);
      keep(readings);
    },
    device(health) {
      times.device(health);
      publish(board.device(health));
    },
    line(health) {
      times.line(health);
      publish(board.line(health));
    },
  };
}
