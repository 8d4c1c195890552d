import { join } from 'node:path';
import type { ControlPush } from '../../control/protocol.ts';
import { type VolatilePush, volatilePush } from '../../control/volatilePush.ts';
import type { Problem } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';
import type { JournalWriter } from '../../journal/types.ts';
import type { KeyFile } from '../../journal/write/volatileKeys.ts';
import type { Installation } from '../../site/installation.ts';
import type { StreamHead } from '../../telemetry/wire/model.ts';
import type { GuardWorld } from '../world.ts';

type JournalPush = Extract<ControlPush, { push: 'journal' }>;

export type JournalHearers = {
  /** The transition with this token is on disk. */
  durable(token: string): void;
  /** There is something new to read, the journal's health changed, or events are told without it. */
  moved(push: JournalPush | VolatilePush): void;
  /** The disk is in trouble; null when it is well again. */
  trouble(problem: Problem | null): void;
};

const MB = 1024 * 1024;

const NONE: StreamHead = { seq: 0, parts: 0 };

/** The journal of an installation, and what stands in it for those who connect. */
export class JournalKeeper {
  readonly writer: JournalWriter;
  readonly #moved: JournalHearers['moved'];
  #push: JournalPush = { push: 'journal', epoch: '', heads: { event: NONE, telemetry: NONE }, trouble: null };

  constructor(
    { gateway, journal }: Installation,
    folder: string,
    { clock, createJournal }: Pick<GuardWorld, 'clock' | 'createJournal'>,
    hearers: JournalHearers,
  ) {
    this.#moved = hearers.moved;
    this.writer = createJournal({
      folder,
      gateway: gateway.id,
      segmentParts: journal.segmentParts,
      budgets: { event: journal.eventMb * MB, telemetry: journal.telemetryMb * MB },
      clock,
      keys: keyFile(join(folder, 'told.json')),
      events: {
        committed: ({ stream, head, token }) => {
          if (token !== undefined) hearers.durable(token);
          this.#tell({ ...this.#push, heads: { ...this.#push.heads, [stream]: head } });
        },
        volatile: (events) => this.#moved(volatilePush(events)),
        trouble: (problem) => {
          hearers.trouble(problem);
          this.#push = { ...this.#push, trouble: problem };
          void this.#ask(); // the file may be another one now
        },
      },
    });
  }

  async start(): Promise<void> {
    await this.writer.start();
    void this.#ask(); // a disk that does not answer must not keep guard from starting
  }

  /** As last told. */
  get push(): JournalPush {
    return this.#push;
  }

  /** Events that were told as volatile and are not on the disk yet. */
  get volatile(): VolatilePush {
    return volatilePush(this.writer.volatile());
  }

  async #ask(): Promise<void> {
    const { epoch, heads, trouble } = await this.writer.stat();
    this.#tell({ push: 'journal', epoch, heads, trouble });
  }

  #tell(push: JournalPush): void {
    this.#push = push;
    this.#moved(push);
  }
}

function keyFile(path: string): KeyFile {
  // It lies beside the alarm state, which tells of the same disk; a key that is not kept costs a second number.
  const file = new StateFile(path, () => {});
  return {
    load() {
      const text = file.load();
      return text.ok ? text.value : null;
    },
    save: (text) => file.save(text),
    settled: () => file.settled(),
  };
}
