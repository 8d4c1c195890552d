import { join } from 'node:path';
import type { ControlPush } from '../../control/protocol.ts';
import type { Clock } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { journalFile, spareFolder } from '../../journal/file/database.ts';
import type { JournalWriter } from '../../journal/types.ts';
import type { Installation } from '../../site/installation.ts';
import type { StreamHead } from '../../telemetry/wire/model.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { stateLost } from '../rows.ts';
import type { GuardWorld } from '../world.ts';
import type { AlarmKeeper } from './alarmKeeper.ts';

type JournalPush = Extract<ControlPush, { push: 'journal' }>;

export type JournalHearers = {
  /** The transition with this token is on disk. */
  durable(token: string): void;
  /** There is something new to read, in the journal or the spare one, or the journal's health changed. */
  moved(push: JournalPush): void;
  /** The disk is in trouble; null when it is well again. */
  trouble(problem: Problem | null): void;
  /** Something else is wrong with it. */
  told(problem: Problem): void;
};

const MB = 1024 * 1024;

const NONE: StreamHead = { seq: 0, parts: 0 };

/** The journal of an installation, and what stands in it for those who connect. */
export class JournalKeeper {
  readonly writer: JournalWriter;
  readonly #hearers: JournalHearers;
  readonly #clock: Clock;
  readonly #since: number;
  readonly #openAlarms: () => ReturnType<GuardWorld['openAlarms']>;
  #push: JournalPush = { push: 'journal', epoch: '', heads: { event: NONE, telemetry: NONE }, trouble: null };

  /** `state`: where the journal lies. */
  constructor(
    installation: Installation,
    state: string,
    {
      clock,
      run,
      createJournal,
      openAlarms,
    }: Pick<GuardWorld, 'clock' | 'run' | 'createJournal' | 'openAlarms'>,
    hearers: JournalHearers,
  ) {
    const { gateway, journal } = installation;
    this.#hearers = hearers;
    this.#clock = clock;
    this.#since = clock.mono();
    this.#openAlarms = () => openAlarms(journalFile(state));
    this.writer = createJournal({
      folder: state,
      gateway: gateway.id,
      segmentParts: journal.segmentParts,
      budgets: { event: journal.eventMb * MB, telemetry: journal.telemetryMb * MB },
      clock,
      heads: {
        disk: [state, installation.folder].map((folder) => join(folder, 'journal.head')),
        memory: [join(run, 'journal.head')],
      },
      spare: spareFolder(run),
      events: {
        committed: ({ stream, head, token }) => {
          if (token !== undefined) hearers.durable(token);
          this.#tell({ ...this.#push, heads: { ...this.#push.heads, [stream]: head } });
        },
        spared: () => hearers.moved(this.#push), // courier looks into the spare journal too
        trouble: (problem) => {
          hearers.trouble(problem);
          this.#push = { ...this.#push, trouble: problem };
          void this.#ask(); // the file may be another one now
        },
      },
    });
  }

  /** `knew`: what is known of the alarms of the last run. */
  async start(knew: AlarmKeeper['knew']): Promise<void> {
    await this.writer.start();
    void this.#ask(); // a disk that does not answer must not keep guard from starting
    if (knew !== 'all') await this.#endForgotten(knew === 'nothing');
  }

  /** Alarms of earlier runs that nobody remembers are told to be over: they would stand on every platform for ever. */
  async #endForgotten(isUntold: boolean): Promise<void> {
    const open = await this.#openAlarms();
    if (!open.ok) this.#hearers.told(open.error);
    const { boot } = this.#clock;
    const earlier = (open.ok ? open.value : []).filter(({ at }) => at.boot !== boot || at.mono < this.#since);
    for (const event of earlier)
      this.writer.appendEvent(stateLost(event, { boot, mono: this.#clock.mono() }));
    if (isUntold && earlier.length > 0)
      this.#hearers.told(guardProblem('detect.saved-state-gone', { count: earlier.length }));
  }

  /** As last told. */
  get push(): JournalPush {
    return this.#push;
  }

  async #ask(): Promise<void> {
    const { epoch, heads, trouble } = await this.writer.stat();
    this.#tell({ push: 'journal', epoch, heads, trouble });
  }

  #tell(push: JournalPush): void {
    this.#push = push;
    this.#hearers.moved(push);
  }
}
