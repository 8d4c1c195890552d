import { ControlSockets } from '../control/controlSockets.ts';
import type { ControlPush, ControlTopic } from '../control/protocol.ts';
import type { ControlHandlers } from '../control/server.ts';
import type { Synchronisation } from '../core/civilTime.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Problem, Result } from '../core/result.ts';
import { StateFile } from '../core/stateFile.ts';
import { SystemSynchronisation } from '../core/synchronisation.ts';
import { inTime } from '../core/within.ts';
import type { AlarmStep } from '../journal/types.ts';
import { createJournalWriter } from '../journal/write/writer.ts';
import { keepLastGood, writeSiteFile } from '../site/save.ts';
import type { LineConnection } from '../site/schema/siteSchema.ts';
import { siteTextNow } from '../site/siteSource.ts';
import { openLine } from './bus/line/openLine.ts';
import type { LineClient } from './bus/types.ts';
import { openAlarmsInThread } from './openAlarmReader.ts';
import { type CheckedSite, readSiteInThread } from './siteReader.ts';
import { softwareName } from './software.ts';

/** A disk that has not given the site file by then is looked at again the next time. */
const LOOK_PATIENCE_MS = 5_000;

export type GuardOptions = {
  readonly site: string; // path of the site file
  readonly run: string; // folder of the control sockets
  readonly clock: Clock;
  readonly log: Log;
  /** Called while guard runs and the loops of all lines come round: what feeds a watchdog. */
  readonly beat?: (() => void) | undefined;
  readonly systemRoot?: string | undefined; // where the system tells of its clock; default: /
  readonly fellBack?: string | null | undefined; // why the box went back to the version before, where it did
};

/** The control sockets, as far as guard is concerned. */
export type SocketServers = {
  start(): Promise<readonly Problem[]>;
  stop(): Promise<void>;
  publish(push: ControlPush): void;
  /** The list of alarms is another one: it is asked for when it is to be told. */
  alarmsChanged(): void;
};

/** All that guard touches of the world outside of its own process. A simulated world gives its own. */
export type GuardWorld = {
  readonly clock: Clock;
  readonly log: Log;
  readonly software: string;
  readonly fellBack?: string | null | undefined;
  readonly beat?: (() => void) | undefined;
  /** Folder in the memory of the machine: the control sockets, and the spare journal while the disk is in trouble. */
  readonly run: string;
  /** A line that opens nothing by itself. `lifts`: units of it to which nothing is ever written. */
  openLine(connection: LineConnection, lifts: ReadonlySet<number>): LineClient;
  synchronisation(): Synchronisation;
  /** The site file as it is now, or a text that is to be it. */
  readSite(text?: string): Promise<Result<CheckedSite, readonly Problem[]>>;
  /** The text of the site file as it is now; null: it cannot be read; '': what lies there can be no site. */
  siteText(): Promise<string | null>;
  /** The copy of what is in force. */
  keepSite(text: string): Promise<Problem | null>;
  /** The site file itself. */
  writeSite(text: string): Promise<Problem | null>;
  stateFile(path: string, trouble: (problem: Problem) => void, mended: () => void): StateFile;
  readonly createJournal: typeof createJournalWriter;
  /** The last step of every alarm that is open by this journal, without holding anything up. */
  openAlarms(journal: string): Promise<Result<readonly AlarmStep[], Problem>>;
  /** `flood`: clients of a socket ask for more than they may; null: not any more. */
  sockets(
    handlers: ControlHandlers,
    snapshot: (topic: ControlTopic) => ControlPush | null,
    flood: (problem: Problem | null) => void,
  ): SocketServers;
};

/** The real one. */
export function systemWorld({ site, run, clock, log, beat, systemRoot, fellBack }: GuardOptions): GuardWorld {
  const synchronisation = new SystemSynchronisation(clock, systemRoot);
  return {
    clock,
    log,
    software: softwareName(),
    fellBack,
    run,
    beat,
    openLine: (connection, lifts) => openLine(connection, clock, lifts),
    synchronisation: () => synchronisation.look(),
    readSite: (text) => readSiteInThread(site, clock, text),
    siteText: () => inTime(clock, LOOK_PATIENCE_MS, 'site file', siteTextNow(site), null),
    writeSite: (text) => writeSiteFile(site, text),
    keepSite: (text) => keepLastGood(site, text),
    stateFile: (path, trouble, mended) => new StateFile(path, trouble, mended),
    createJournal: createJournalWriter,
    openAlarms: openAlarmsInThread,
    sockets: (handlers, snapshot, flood) =>
      new ControlSockets({ run, clock, handlers, snapshot, onFlood: (_socket, problem) => flood(problem) }),
  };
}
