import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../gateway/core/clock.ts';
import { ok, type Problem } from '../../gateway/core/result.ts';
import { runCourier } from '../../gateway/courier/courier.ts';
import type { Courier } from '../../gateway/courier/courierOptions.ts';
import { spareFolder } from '../../gateway/journal/file/database.ts';
import type { JournalWriter } from '../../gateway/journal/types.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { addInterval, type Intervals } from '../../gateway/telemetry/sdk/intervals.ts';
import type { AlarmEvent, Stream, StreamHead, TimeBase } from '../../gateway/telemetry/wire/model.ts';
import { inLanguage } from '../../gateway/text/language.ts';
import { OneSocket } from '../harness/oneSocket.ts';
import { removeFolder } from '../harness/removeFolder.ts';

export const clock = systemClock({ boot: 'b007b007b007b007' });
export const GATEWAY = 'tower-1';

/** One gateway in a folder of its own: a site file, a run folder, a journal. */
export class Field {
  readonly folder = mkdtempSync(join(tmpdir(), 'lifeline-field-'));
  readonly run = join(this.folder, 'run');
  readonly site = join(this.folder, 'site.yaml');
  readonly problems: Problem[] = [];
  readonly words: string[] = [];
  readonly gateway: string;
  #couriers: Courier[] = [];

  constructor(uplinks: readonly Record<string, unknown>[], gateway = GATEWAY) {
    this.gateway = gateway;
    mkdirSync(this.run);
    const text = JSON.stringify({
      gateway: { id: gateway },
      buses: [{ id: 'line-1', connection: { type: 'serial', path: '/dev/null', baud: 9600 } }],
      uplinks,
    });
    for (const path of [this.site, lastGoodPath(this.site)]) writeFileSync(path, text);
  }

  async courier(own: Clock = clock): Promise<Courier> {
    const courier = await runCourier({
      site: this.site,
      run: this.run,
      clock: own,
      log: {
        info: (message) => this.words.push(inLanguage(message, 'en')),
        problem: (problem) => this.problems.push(problem),
      },
      retryMs: { first: 20, longest: 100 },
    });
    if (!courier.ok) throw new Error(JSON.stringify(courier.error));
    this.#couriers.push(courier.value);
    return courier.value;
  }

  async remove(): Promise<void> {
    for (const courier of this.#couriers) await courier.stop();
    removeFolder(this.folder);
  }
}

/** What courier needs of guard: the journal written by the real writer, and its control socket. */
export class FieldGuard {
  readonly journal: JournalWriter;
  readonly control: OneSocket;
  heads: Record<Stream, StreamHead> = { event: { seq: 0, parts: 0 }, telemetry: { seq: 0, parts: 0 } };
  time: TimeBase = { mono: clock.mono(), utc: clock.utc(), quality: 'ntp' };
  deliveries = 0;
  /** What courier said of its uplinks, each change once. */
  readonly troubles: (string | null)[] = [];
  readonly #delivered: Record<Stream, Intervals> = { event: [], telemetry: [] };
  #mono = Math.round(clock.mono());

  constructor(field: Field, uplinks: readonly string[], segmentParts = 10) {
    this.journal = createJournalWriter({
      folder: join(field.folder, 'journal'),
      gateway: field.gateway,
      segmentParts,
      budgets: { event: 1e7, telemetry: 1e8 },
      clock,
      spare: spareFolder(field.run),
      events: {
        committed: ({ stream, head }) => {
          this.heads[stream] = head;
          this.#tellJournal();
        },
        trouble: () => this.#tellJournal(),
        spared: () => this.#tellJournal(),
      },
    });
    this.journal.setBirth({
      gateway: field.gateway,
      software: 'test',
      channels: ['gas', 'water'].map((point, index) => ({
        index,
        point: `${point}/value`,
        name: point,
        unit: '',
        exponent: -2,
        profile: 'test',
      })),
      rules: [],
    });
    this.journal.setUplinks(uplinks);
    this.control = new OneSocket({
      path: join(field.run, 'courier.sock'),
      clock,
      handlers: {
        delivered: async ({ deliveries }) => {
          this.deliveries += deliveries.length;
          for (const delivery of deliveries) {
            this.journal.delivered(delivery);
            const { stream, from, to, parts } = delivery;
            if (parts === null) this.#delivered[stream] = addInterval(this.#delivered[stream], from, to);
          }
          return ok(null);
        },
        uplink: async ({ trouble }) => {
          if (trouble !== this.troubles.at(-1)) this.troubles.push(trouble);
          return ok(null);
        },
      },
      snapshot: (topic) => {
        return topic === 'clock' ? { push: 'clock', boot: clock.boot, time: this.time } : null;
      },
    });
  }

  /** Whole rows that courier said were delivered, to whichever uplink. */
  get delivered(): string[] {
    return (['event', 'telemetry'] as const).flatMap((stream) =>
      this.#delivered[stream].map(([from, to]) => `${stream} ${from}-${to}`),
    );
  }

  async start(): Promise<this> {
    await this.journal.start();
    const served = await this.control.start();
    if (!served.ok) throw new Error(served.error.what);
    return this;
  }

  async stop(): Promise<void> {
    await this.control.stop();
    await this.journal.stop();
  }

  /** One report period of both channels; the value is its number, so that a loss would show. */
  part(number: number): void {
    const from = this.#mono;
    this.#mono += 1000;
    const column = (channel: number) => ({
      channel,
      min: [number],
      mean: [number + channel / 10],
      max: [number + 1],
      n: [10],
      qualities: ['good' as const],
    });
    this.journal.appendPart({
      from,
      to: this.#mono,
      samples: [],
      reports: [{ times: [this.#mono], columns: [column(0), column(1)] }],
    });
  }

  /** Three samples a channel as evidence of an alarm, in the middle of the period that is not over yet. */
  evidence(occurrence: string): void {
    const times = [100, 350, 600].map((ms) => this.#mono + ms);
    const column = (channel: number) => ({
      channel,
      values: [900, null, 901],
      qualities: ['good' as const, 'no-communication' as const, 'good' as const],
    });
    this.journal.appendPart(
      {
        from: this.#mono,
        to: this.#mono + 600,
        samples: [{ times, columns: [column(0), column(1)] }],
        reports: [],
      },
      occurrence,
    );
  }

  alarm(occurrence: string, more: Partial<AlarmEvent> = {}): void {
    const at = { boot: clock.boot, mono: Math.round(clock.mono()) };
    this.journal.appendEvent({
      type: 'alarm',
      rule: 'gas-high',
      ruleName: 'Gas high',
      occurrence,
      cause: 'raised',
      from: 'A',
      to: 'B',
      severity: 'red',
      device: 'gas',
      deviceName: 'Gas sensor',
      place: 'Kitchen',
      point: 'gas/value',
      value: 27.5,
      limit: 20,
      unit: '%LEL',
      quality: 'good',
      onset: at,
      declared: at,
      actor: null,
      condition: 'B',
      announcement: 1,
      group: null,
      reason: null,
      until: null,
      at,
      ...more,
    });
  }

  #tellJournal(): void {
    this.control.publish({ push: 'journal', epoch: '', heads: this.heads, trouble: null });
  }
}
