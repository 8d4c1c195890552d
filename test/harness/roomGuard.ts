import { writeFileSync } from 'node:fs';
import type { Alarm } from '../../gateway/control/alarm.ts';
import type { AlarmScreen } from '../../gateway/control/alarmScreen.ts';
import type { ControlAsk } from '../../gateway/control/client.ts';
import type { ControlPush, ControlTopic, GuardStatus } from '../../gateway/control/protocol.ts';
import type { ControlHandlers, Requester } from '../../gateway/control/server.ts';
import type { FolderLock } from '../../gateway/core/folderLock.ts';
import { silentLog } from '../../gateway/core/log.ts';
import { err, ok, type Problem, type Result } from '../../gateway/core/result.ts';
import { StateFile } from '../../gateway/core/stateFile.ts';
import type { LineClient } from '../../gateway/guard/bus/types.ts';
import { Guard } from '../../gateway/guard/guard.ts';
import type { GuardWorld } from '../../gateway/guard/world.ts';
import type { JournalEvents, JournalStat, JournalWriter } from '../../gateway/journal/types.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import type { LineConnection } from '../../gateway/site/schema/siteSchema.ts';
import type { EventBody } from '../../gateway/telemetry/wire/model.ts';
import type { VirtualClock } from './virtualClock.ts';

/** A journal that has every row on the disk as soon as it gets it. */
export class QuickJournal implements JournalWriter {
  readonly events: EventBody[] = [];
  readonly #hearers: JournalEvents;

  constructor(hearers: JournalEvents) {
    this.#hearers = hearers;
  }

  async start() {}
  stop = async (): Promise<readonly Problem[]> => [];
  setBirth() {}
  setUplinks() {}
  appendPart() {}
  delivered() {}
  stat = async (): Promise<JournalStat> => ({
    ...{ epoch: '', file: '', trouble: null, tombstones: 0, walBytes: 0 },
    heads: { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } },
    ...{ rows: { event: 0, telemetry: 0 }, bytes: { event: 0, telemetry: 0 } },
  });
  appendRoutine(event: EventBody): void {
    this.appendEvent(event);
  }
  appendEvent(event: EventBody, token?: string): void {
    this.events.push(event);
    const head = { seq: this.events.length, parts: 1 };
    this.#hearers.committed({ stream: 'event', head, ...(token === undefined ? {} : { token }) });
  }
}

/** State files of a disk that is as quick as the clock. */
export class QuickFile extends StateFile {
  readonly #where: string;

  constructor(path: string, trouble: (problem: Problem) => void, mended?: () => void) {
    super(path, trouble, mended);
    this.#where = path;
  }

  override save(text: string | (() => string), written: () => void = () => {}): void {
    writeFileSync(this.#where, typeof text === 'string' ? text : text());
    written();
  }
}

export type RoomOptions = {
  readonly installation: Installation;
  readonly clock: VirtualClock;
  readonly folder: string; // of the state files
  readonly lineOf: (connection: LineConnection, lifts: ReadonlySet<number>) => LineClient;
  readonly lock?: FolderLock; // of the state folder
  readonly world?: Partial<GuardWorld>;
};

/** The real guard on a virtual clock, with lines and a journal of the test's making; asked as by its desk socket. */
export class RoomGuard {
  readonly guard: Guard;
  readonly pushes: ControlPush[] = [];
  readonly problems: Problem[] = [];
  readonly #journals: QuickJournal[] = [];
  #handlers: ControlHandlers = {};
  #snapshot: (topic: ControlTopic) => ControlPush | null = () => null;

  constructor({ installation, clock, folder, lineOf, lock, world = {} }: RoomOptions) {
    this.guard = new Guard(
      { installation, siteText: '', state: folder, lock: lock ?? null, problems: [] },
      {
        ...{ clock, software: 'test', run: folder, openLine: lineOf },
        log: { ...silentLog, problem: (problem) => this.problems.push(problem) },
        synchronisation: () => ({ synchronised: true, proven: clock.utc() }),
        readSite: async () => err([]),
        siteText: async () => null,
        keepSite: async () => null,
        writeSite: async () => null,
        stateFile: (path, trouble, mended) => new QuickFile(path, trouble, mended),
        createJournal: ({ events }) => {
          const journal = new QuickJournal(events);
          this.#journals.push(journal);
          return journal;
        },
        openAlarms: async () => ok([]),
        sockets: (handlers, snapshot) => {
          this.#handlers = handlers;
          this.#snapshot = snapshot;
          const publish = (push: ControlPush) => this.pushes.push(push);
          const alarmsChanged = () =>
            void this.pushes.push({ push: 'alarms', alarms: this.alarms(), snapshot: true });
          return { start: async () => [], stop: async () => {}, publish, alarmsChanged };
        },
        ...world,
      },
    );
  }

  /** What was journaled, in its order. */
  get events(): readonly EventBody[] {
    return this.#journals.flatMap(({ events }) => events);
  }

  alarms(): readonly Alarm[] {
    const push = this.#snapshot('alarms');
    return push?.push === 'alarms' ? push.alarms : [];
  }

  alarm(rule: string): Alarm | undefined {
    return this.alarms().find((one) => one.rule === rule);
  }

  /** Asks as somebody at the desk. */
  ask(request: ControlAsk): Promise<Result<unknown, Problem>> {
    const handle = this.#handlers[request.verb as keyof ControlHandlers] as (
      request: ControlAsk,
      asker: Requester,
    ) => Promise<Result<unknown, Problem>>;
    return handle(request, { socket: 'desk', client: 'test' });
  }

  async status(): Promise<GuardStatus> {
    const answer = await this.ask({ verb: 'status' });
    return (answer.ok ? answer : ok(null)).value as GuardStatus;
  }

  async screen(): Promise<AlarmScreen> {
    const answer = await this.ask({ verb: 'alarms' });
    return (answer.ok ? answer : ok(null)).value as AlarmScreen;
  }
}
