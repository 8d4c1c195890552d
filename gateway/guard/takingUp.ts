import type { JournalWriter } from '../journal/types.ts';
import type { Installation } from '../site/installation.ts';
import type { Board } from './board.ts';
import type { Bus } from './bus/bus.ts';
import type { AlarmKeeper } from './keepers/alarmKeeper.ts';
import type { AlarmTimeKeeper } from './keepers/alarmTimeKeeper.ts';
import type { AnnunciatorKeeper } from './keepers/annunciatorKeeper.ts';
import type { RecordKeeper } from './keepers/recordKeeper.ts';
import type { LiftKeeper } from './lifts/liftKeeper.ts';
import { annunciatorsOf } from './sirens.ts';

type Parts = {
  readonly board: Board;
  readonly times: AlarmTimeKeeper;
  readonly alarms: AlarmKeeper;
  readonly lifts: LiftKeeper;
  readonly records: RecordKeeper;
  readonly journal: JournalWriter;
  readonly sirens: AnnunciatorKeeper;
  readonly bus: Bus;
};

/** Goes on with a changed site: alarms that stand and lifts that are watched stay as they are where they are still there. */
export async function takeUp(installation: Installation, parts: Parts): Promise<void> {
  const { board, times, alarms, lifts, records, journal, sirens, bus } = parts;
  board.forget();
  times.reload(installation);
  alarms.reload(installation);
  lifts.reload(installation);
  records.begin(installation);
  journal.setUplinks(installation.uplinks.map(({ id }) => id));
  sirens.reload(installation, alarms.alarms());
  await bus.reload(installation.lines, annunciatorsOf(installation));
}
