import type { LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import type { Instant } from '../../drivers/reading.ts';
import type { CommState } from '../lift/comm.ts';
import type { EntrapmentState } from '../lift/detection/entrapment/entrapment.ts';
import type { VirtualValue } from '../lift/detection/points.ts';
import type { LiftState } from '../lift/folds.ts';
import type { DailyRecord } from '../lift/health/dailyRecord.ts';
import type { Finding } from '../lift/health/findings.ts';
import type { LocalName } from '../site/schema/siteSchema.ts';
import type { TimeBase } from '../telemetry/wire/model.ts';

/** Answer to `lifts`: all lifts of the site as they stand. */
export type LiftScreen = {
  readonly gateway: string;
  readonly now: Instant;
  readonly time: TimeBase;
  readonly timeZone: string; // IANA name: the one in which its days are counted
  readonly lifts: readonly LiftView[];
  readonly pushedBy?: readonly string[]; // ids of uplinks that send the status record; absent from an earlier guard
};

/** One lift as it stands, complete enough for a screen of its own. */
export type LiftView = {
  readonly id: string;
  readonly name: LocalName;
  readonly place: LocalName | null;
  readonly registration: string | null; // the number under which the authority knows it
  readonly devices: readonly string[]; // ids, the best source first
  readonly floors: Readonly<Record<number, string>>; // what is written at each floor, from 1 at the bottom
  readonly snapshot: LiftSnapshot;
  readonly entrapment: Pick<EntrapmentState, 'phase' | 'since' | 'known' | 'inhibited'> & {
    readonly basis: readonly string[];
  };
  readonly values: readonly VirtualValue[]; // of all points of detection
  readonly faults: LiftState['faults']['active'];
  readonly counts: LiftState['counters'];
  readonly comm: Readonly<Record<string, CommState>>; // by device
  readonly today: DailyRecord | null; // of the day that runs, so far
  readonly recent: readonly DailyRecord[]; // the days before it, oldest first, up to thirty
  readonly findings: readonly Finding[]; // what to look at first, worst first
};
