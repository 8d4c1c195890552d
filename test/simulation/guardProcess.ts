import type { Alarm } from '../../gateway/control/alarm.ts';
import type { ControlAsk } from '../../gateway/control/client.ts';
import type { ControlPush, ControlTopic } from '../../gateway/control/protocol.ts';
import type { ControlHandlers, Requester } from '../../gateway/control/server.ts';
import { err, ok, type Problem, type Result } from '../../gateway/core/result.ts';
import { Guard } from '../../gateway/guard/guard.ts';
import { openAlarms } from '../../gateway/journal/read/openAlarms.ts';
import { inProcess } from '../../gateway/journal/write/inProcess.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import type { SimulatedDisk } from './disk.ts';
import { SimulatedFile } from './disk.ts';
import type { Field } from './field.ts';
import type { GuardsEnd } from './guardsEnd.ts';
import type { Scheduler } from './scheduler.ts';

/** How long a question takes to the journal's side and back, and a command over a socket, milliseconds. */
const HOP_MS = [0.05, 3] as const;
const SITE_MS = [5, 400] as const;

export type Machine = {
  readonly scheduler: Scheduler;
  readonly field: Field;
  readonly disk: SimulatedDisk;
  /** Real folders: of the journal, and of what is in the machine's memory. */
  readonly folders: { readonly state: string; readonly run: string };
  boot: string;
  utcOffset: number;
  /** The site file as it is now. */
  readSite(): Result<Installation, readonly Problem[]>;
  newEpoch(): string;
};

/** One run of guard: begun, stopped or killed. The real one, in a world of the scheduler's making. */
export class GuardProcess {
  readonly owner: string;
  readonly guard: Guard;
  /** What it took up last. */
  installation: Installation;
  readonly startedAt: number;
  readonly problems: Problem[] = [];
  readonly #machine: Machine;
  #handlers: ControlHandlers = {};
  #snapshot: (topic: ControlTopic) => ControlPush | null = () => null;
  readonly #listeners = new Set<(alarms: readonly Alarm[]) => void>();
  /** Who is connected. */
  readonly ends = new Set<GuardsEnd>();
  alive = true;
  serving = false;

  constructor(machine: Machine, run: number, installation: Installation) {
    this.owner = `guard-${run}`;
    this.#machine = machine;
    this.installation = installation;
    const { scheduler, field, disk, folders } = machine;
    this.startedAt = scheduler.now;
    let lastRead = installation;
    const clock = scheduler.clock(this.owner, machine.boot, () => machine.utcOffset);
    this.guard = new Guard(
      { installation, siteText: '', state: folders.state, lock: null, problems: [] },
      {
        ...{ clock, software: 'simulated 1.0', run: folders.run },
        log: { info: () => {}, problem: (problem) => this.problems.push(problem) },
        openLine: (connection) => field.line(this.owner, machine.boot, connection),
        synchronisation: () => ({ synchronised: true, proven: clock.utc() }),
        readSite: () =>
          scheduler.outside(this.owner, 'read site', SITE_MS, () => {
            const read = machine.readSite();
            if (read.ok) lastRead = read.value;
            return read.ok ? ok({ installation: read.value, text: '', problems: [] }) : read;
          }),
        siteText: async () => null,
        writeSite: async () => null,
        keepSite: () => {
          this.installation = lastRead;
          return scheduler.outside(this.owner, 'keep site', SITE_MS, () => null);
        },
        stateFile: (path, trouble, mended) => new SimulatedFile(disk, this.owner, path, trouble, mended),
        createJournal: (options) =>
          createJournalWriter({
            ...options,
            newEpoch: () => machine.newEpoch(),
            spawn: inProcess(
              (what, arrive) =>
                void scheduler.outside(this.owner, `journal ${what}`, disk.takes(what), arrive),
              () => machine.newEpoch(),
            ),
          }),
        openAlarms: (journal) =>
          scheduler.outside(this.owner, 'read open alarms', SITE_MS, () => openAlarms(journal)),
        sockets: (handlers, snapshot) => {
          this.#handlers = handlers;
          this.#snapshot = snapshot;
          return {
            start: async () => {
              await scheduler.outside(this.owner, 'listen', HOP_MS, () => {});
              this.serving = true;
              return [];
            },
            stop: async () => {
              this.#hangUp();
              await scheduler.outside(this.owner, 'close sockets', HOP_MS, () => {});
            },
            publish: (push) => {
              for (const end of this.ends) end.push(push);
            },
            alarmsChanged: () => {
              for (const listener of this.#listeners) listener(this.alarms());
            },
          };
        },
      },
    );
  }

  /** Asks as a client at the desk would: over a socket, which takes its time both ways. Null: guard was gone meanwhile. */
  async ask(client: string, request: ControlAsk): Promise<Result<unknown, Problem> | null> {
    const { scheduler } = this.#machine;
    return scheduler.outside(this.owner, `${client} asks`, HOP_MS, async () => {
      if (!this.serving) return err({ code: 'control.closed', what: 'guard does not answer' });
      return this.handle(request, { socket: 'desk', client });
    });
  }

  /** What guard makes of a request that has come. */
  handle(request: ControlAsk, asker: Requester): Promise<Result<unknown, Problem>> {
    const handle = this.#handlers[request.verb as keyof ControlHandlers] as (
      request: ControlAsk,
      asker: Requester,
    ) => Promise<Result<unknown, Problem>>;
    return handle(request, asker);
  }

  alarms(): readonly Alarm[] {
    const push = this.#snapshot('alarms');
    return push?.push === 'alarms' ? push.alarms : [];
  }

  /** Hears of every change of the alarms, as they stand then. */
  listen(listener: (alarms: readonly Alarm[]) => void): void {
    this.#listeners.add(listener);
  }

  snapshot(topic: ControlTopic): ControlPush | null {
    return this.#snapshot(topic);
  }

  /** Ends it at once: what was on its way is lost, what was on the disk stays. */
  kill(): void {
    this.alive = false;
    this.#hangUp();
    this.#machine.scheduler.end(this.owner);
    this.#machine.field.released();
  }

  #hangUp(): void {
    this.serving = false;
    for (const end of this.ends) end.hungUp();
    this.ends.clear();
  }
}
