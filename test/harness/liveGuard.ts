import { join } from 'node:path';
import type { Clock } from '../../gateway/core/clock.ts';
import { ok } from '../../gateway/core/result.ts';
import type { JournalWriter } from '../../gateway/journal/types.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import type {
  Channel,
  EventBody,
  Part,
  Stream,
  StreamHead,
  TimeBase,
} from '../../gateway/telemetry/index.ts';
import { alarmStep } from './alarmStep.ts';
import { OneSocket } from './oneSocket.ts';
import { outageBirth } from './outageJournal.ts';
import { until } from './until.ts';

export type LiveGuardOptions = {
  /** The journal is in `journal/` of it, and `courier.sock`. */
  readonly folder: string;
  readonly gateway: string;
  readonly channels: readonly Channel[];
  readonly uplinks: readonly string[];
  readonly clock: Clock;
  /** What guard knows of civil time. */
  readonly time: () => TimeBase;
  /** A row, or a part of one, is on disk; for an event with the token it was given. */
  readonly onCommitted?: (stream: Stream, head: StreamHead, token: string | undefined) => void;
};

const SAMPLES = 60;
const BUDGETS = { event: 64e6, telemetry: 512e6 };

/** Guard without its buses: the real writer of the journal and the real socket that courier speaks to. */
export class LiveGuard {
  readonly journal: JournalWriter;
  readonly #control: OneSocket;
  readonly #options: LiveGuardOptions;
  heads: Record<Stream, StreamHead> = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };
  #to: number;
  readonly #tokens = new Set<string>();
  #asked = 0;

  constructor(options: LiveGuardOptions) {
    const { clock, gateway, folder } = options;
    this.#options = options;
    this.#to = Math.round(clock.mono());
    this.journal = createJournalWriter({
      folder: join(folder, 'journal'),
      gateway,
      segmentParts: 10,
      budgets: BUDGETS,
      clock,
      events: {
        committed: ({ stream, head, token }) => {
          this.heads[stream] = head;
          if (token !== undefined) this.#tokens.add(token);
          options.onCommitted?.(stream, head, token);
          this.#control.publish({ push: 'journal', epoch: '', heads: this.heads, trouble: null });
        },
        trouble: (problem) =>
          this.#control.publish({ push: 'journal', epoch: '', heads: this.heads, trouble: problem }),
      },
    });
    this.configure(options.channels);
    this.journal.setUplinks(options.uplinks);
    this.#control = new OneSocket({
      path: join(folder, 'courier.sock'),
      clock,
      handlers: {
        delivered: async ({ deliveries }) => {
          for (const delivery of deliveries) this.journal.delivered(delivery);
          return ok(null);
        },
      },
      snapshot: (topic) => (topic === 'clock' ? this.#clockPush() : null),
    });
  }

  async start(): Promise<this> {
    await this.journal.start();
    const served = await this.#control.start();
    if (!served.ok) throw new Error(served.error.what);
    return this;
  }

  async stop(): Promise<void> {
    await this.#control.stop();
    await this.journal.stop();
  }

  /** A new birth: the site was configured anew. */
  configure(channels: readonly Channel[]): void {
    this.journal.setBirth(outageBirth({ gateway: this.#options.gateway, channels }));
  }

  /** Civil time became known, or better known: tells courier and, as guard does, writes it down. */
  clockChanged(): void {
    this.journal.appendEvent(this.#clockRow());
    this.#control.publish(this.#clockPush());
  }

  /** Resolves when everything that was handed to the journal so far is on the disk. */
  async journaled(): Promise<void> {
    const last = `last ${++this.#asked}`;
    this.journal.appendEvent(this.#clockRow(), last);
    await until('the journal has everything', () => this.#tokens.has(last));
  }

  /** One report period that ends now, of whichever channels `of` has. */
  part(of: Part): void {
    const from = this.#to;
    this.#to = Math.max(from + 1, Math.round(this.#options.clock.mono()));
    const reports = of.reports.map((group) => ({ ...group, times: group.times.map(() => this.#to) }));
    this.journal.appendPart({ from, to: this.#to, samples: [], reports });
  }

  /** A minute of full-rate samples of every channel of `of`, as evidence of an alarm. */
  evidence(of: Part, occurrence: string): void {
    const from = this.#to;
    this.#to += SAMPLES;
    const times = Array.from({ length: SAMPLES }, (_, nth) => from + nth + 1);
    const samples = of.reports.map(({ columns }) => ({
      times,
      columns: columns.map(({ channel, mean }) => ({
        channel,
        values: times.map((_, nth) => (mean[0] ?? 0) + ((nth * 7) % 13)),
        qualities: times.map(() => 'good' as const),
      })),
    }));
    this.journal.appendPart({ from, to: this.#to, samples, reports: [] }, occurrence);
  }

  /** The `nth` step of the alarm that comes and goes. */
  alarm(nth: number, token: string): void {
    const { clock } = this.#options;
    this.journal.appendEvent(alarmStep(nth, { boot: clock.boot, mono: Math.round(clock.mono()) }), token);
  }

  #clockRow(): EventBody {
    const { boot } = this.#options.clock;
    const time = this.#options.time();
    return { type: 'clock', boot, time, at: { boot, mono: time.mono } };
  }

  #clockPush() {
    return { push: 'clock' as const, boot: this.#options.clock.boot, time: this.#options.time() };
  }
}
