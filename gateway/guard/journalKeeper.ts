import type { ControlPush } from '../control/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import type { JournalWriter } from '../journal/types.ts';
import { createJournalWriter } from '../journal/writer.ts';
import type { Installation } from '../site/installation.ts';

type JournalPush = Extract<ControlPush, { push: 'journal' }>;

export type JournalHearers = {
  /** The transition with this token is on disk. */
  durable(token: string): void;
  /** There is something new to read, or the journal's health changed. */
  moved(push: JournalPush): void;
  /** The disk is in trouble; null when it is well again. */
  trouble(problem: Problem | null): void;
};

const MB = 1024 * 1024;

/** The journal of an installation, and what stands in it for those who connect. */
export class JournalKeeper {
  readonly writer: JournalWriter;
  readonly #moved: JournalHearers['moved'];
  #push: JournalPush | null = null;

  constructor({ gateway, journal }: Installation, folder: string, clock: Clock, hearers: JournalHearers) {
    this.#moved = hearers.moved;
    this.writer = createJournalWriter({
      folder,
      gateway: gateway.id,
      segmentParts: journal.segmentParts,
      budgets: { event: journal.eventMb * MB, telemetry: journal.telemetryMb * MB },
      clock,
      events: {
        committed: ({ token }) => {
          if (token !== undefined) hearers.durable(token);
          void this.#tell();
        },
        trouble: (problem) => {
          hearers.trouble(problem);
          void this.#tell();
        },
      },
    });
  }

  /** As last told; null before the first commit. */
  get push(): JournalPush | null {
    return this.#push;
  }

  async #tell(): Promise<void> {
    const { epoch, heads, trouble } = await this.writer.stat();
    this.#push = { push: 'journal', epoch, heads, trouble };
    this.#moved(this.#push);
  }
}
