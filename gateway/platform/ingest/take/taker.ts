import { Attempts } from '../../../core/backoff.ts';
import { type Clock, sleep, type Timer } from '../../../core/clock.ts';
import type { Problem } from '../../../core/result.ts';
import { type Birth, decodeMessage, decodeParts, encodeAck, partDigest } from '../../../telemetry/index.ts';
import type { GatewayKeys } from '../database/gatewayKeys.ts';
import type { KnownBirths } from '../database/knownBirths.ts';
import { type Database, databaseProblem, isPassing } from '../database/postgresPool.ts';
import { type Stored, type TakenBatch, takeBatch } from '../database/takeBatch.ts';
import { type Mismatch, tellConflicts } from '../database/takeEvents.ts';
import { bodyOfSegment } from '../seal/rowOfParts.ts';
import { type GatewayMessage, goesFirst, type Source } from '../sources/source.ts';
import { Batch } from './batch.ts';
import { sort } from './sort.ts';

export type TakerOptions = {
  readonly database: Database;
  readonly births: KnownBirths;
  readonly keys?: GatewayKeys;
  readonly clock: Clock;
  /** Says to gateways what is stored, where they wait for it. */
  readonly acknowledge: Source['publish'] | null;
  readonly onProblem: (problem: Problem | null) => void;
};

/** How much has been done since the start. */
export type TakerCounts = {
  messages: number;
  commits: number;
  duplicates: number;
  conflicts: number;
  refused: number;
};

const MOST_MESSAGES = 1_000;
const MOST_FIRST = 750; // of a commit while others wait: births without end must not keep telemetry out
const LONGEST_MS = 100;
const RETRY_MS = { first: 200, longest: 5_000 };
const MOST_INTERVALS = 1_000; // that a gateway takes in one `ack`
// A broker that brings a full batch has more: what seems to be missing may be on its way until so long after.
const BEHIND_MS = 10_000;

/**
 * Gathers what a source delivers into commits: a thousand messages, or what came in a tenth of a second. The broker hears that
 * a message is stored when it is. While PostgreSQL is away nothing is settled, and the broker holds the rest back.
 */
export class Taker {
  readonly counts: TakerCounts = { messages: 0, commits: 0, duplicates: 0, conflicts: 0, refused: 0 };
  readonly #options: TakerOptions;
  #first: GatewayMessage[] = [];
  #inOrder: GatewayMessage[] = [];
  #timer: Timer | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  #fullAt = Number.NEGATIVE_INFINITY;

  constructor(options: TakerOptions) {
    this.#options = options;
  }

  readonly take = (delivery: GatewayMessage): void => {
    if (this.#stopped) return;
    (goesFirst(delivery.topic) ? this.#first : this.#inOrder).push(delivery);
    if (this.#waiting >= MOST_MESSAGES) this.#begin();
    else if (this.#timer === null)
      this.#timer = this.#options.clock.after(LONGEST_MS, 'commit', () => this.#begin(), 'coarse');
  };

  /** Resolves when what was begun is committed or given up; what waits goes back to the broker. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  /** A backlog is coming in: what is asked for again now would come twice, and hold up what is live. */
  get behind(): boolean {
    return this.#options.clock.mono() - this.#fullAt < BEHIND_MS;
  }

  /** Resolves when nothing is under way or waits, at the latest after so long: what can wait gives way to what comes. */
  async quiet(atMostMs: number): Promise<void> {
    const { clock } = this.#options;
    await sleep(clock, 0, 'others first');
    if (this.#running !== null) await Promise.race([this.#running, sleep(clock, atMostMs, 'others first')]);
  }

  #begin(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#running !== null || this.#stopped || this.#waiting === 0) return;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#waiting > 0 && !this.#stopped) {
      if (this.#waiting >= MOST_MESSAGES) this.#fullAt = this.#options.clock.mono();
      await this.#commit(this.#next());
    }
    this.#running = null; // before anybody else can look: what comes now begins anew
  }

  get #waiting(): number {
    return this.#first.length + this.#inOrder.length;
  }

  /** What the next commit takes: an alarm does not wait for a backlog of telemetry. */
  #next(): GatewayMessage[] {
    const room = Math.max(MOST_FIRST, MOST_MESSAGES - this.#inOrder.length);
    const first = this.#first.splice(0, room);
    return [...first, ...this.#inOrder.splice(0, MOST_MESSAGES - first.length)];
  }

  /** A batch that PostgreSQL will never take is halved until the message is alone that is to blame. */
  async #commit(deliveries: readonly GatewayMessage[]): Promise<void> {
    const why = await this.#stored(() => this.#sorted(deliveries));
    if (why === null) return;
    const [only] = deliveries;
    if (deliveries.length > 1 || only === undefined) {
      const middle = deliveries.length >> 1;
      await this.#commit(deliveries.slice(0, middle));
      await this.#commit(deliveries.slice(middle));
      return;
    }
    const batch = new Batch();
    const what = `PostgreSQL does not take it: ${why.what}`;
    batch.add(only, { kind: 'refused', code: 'ingest.not-storable', what });
    const still = await this.#stored(async () => batch);
    if (still !== null) this.#options.onProblem(still); // it stays at the broker
  }

  /** Tries for as long as what is in the way may pass. @returns why PostgreSQL will never take it; null: it has, or we stop */
  async #stored(make: () => Promise<Batch>): Promise<Problem | null> {
    const attempts = new Attempts(RETRY_MS.first, RETRY_MS.longest, Math.random);
    while (!this.#stopped) {
      try {
        const batch = await make();
        await this.#committed(batch, await takeBatch(this.#options.database, batch));
        return null;
      } catch (error) {
        const problem = databaseProblem(error);
        if (!isPassing(error)) return problem;
        this.#options.onProblem(problem);
        await sleep(this.#options.clock, attempts.failed(), 'commit again');
      }
    }
    return null;
  }

  async #sorted(deliveries: readonly GatewayMessage[]): Promise<Batch> {
    const { births, keys } = this.#options;
    await births.load(deliveries.flatMap(packBirth));
    const batch = new Batch();
    for (const delivery of deliveries)
      batch.add(delivery, sort(delivery, births.get, keys?.of(delivery.gateway)));
    return batch;
  }

  async #committed(batch: Batch, { stored, duplicates, mismatches }: TakenBatch): Promise<void> {
    const { counts } = this;
    counts.messages += batch.deliveries.length;
    counts.commits += 1;
    counts.duplicates += duplicates;
    counts.refused += batch.refused.length;
    for (const delivery of batch.deliveries) delivery.settle();
    this.#options.onProblem(null);
    this.#acknowledge(stored);
    if (mismatches.length > 0) await this.#judge(mismatches);
  }

  #acknowledge(stored: readonly Stored[]): void {
    const { acknowledge } = this.#options;
    if (acknowledge === null) return;
    for (const { gateway, epoch, stream, intervals } of stored)
      for (let from = 0; from < intervals.length; from += MOST_INTERVALS) {
        const some = intervals.slice(from, from + MOST_INTERVALS);
        // one that does not arrive is made up for: the row comes again, and is acknowledged again
        void acknowledge(gateway, 'ack', encodeAck({ epoch, stream, intervals: some }));
      }
  }

  /** Other bytes may still say the same: a gateway's new version may encode otherwise. */
  async #judge(mismatches: readonly Mismatch[]): Promise<void> {
    const { births, database } = this.#options;
    await births.load(mismatches.map(({ birth }) => birth));
    const conflicts = mismatches.filter(({ bodies, birth, part }) => {
      const known = births.get(birth);
      if (bodies === null || known === undefined) return bodies === null;
      const [stored, nth] = bodies.segment ? [bodyOfSegment(bodies.stored), part - 1] : [bodies.stored, 0];
      return digestOf(bodies.came, 0, known) !== digestOf(stored, nth, known);
    });
    this.counts.conflicts += conflicts.length;
    if (conflicts.length > 0) await database.transaction((sql) => tellConflicts(sql, conflicts));
  }
}

/** The birth that has to be loaded before a SenML pack can be read. Columns are kept without. */
function packBirth({ topic, payload }: GatewayMessage): string[] {
  // [header, …]: an array of two, of which the first is a map that begins with the key 0; a pack begins with a base name
  if (topic !== 'tel' || (payload[0] === 0x82 && payload[2] === 0)) return [];
  const read = decodeMessage(topic, payload, () => undefined);
  return read.ok || read.error.header === undefined ? [] : [read.error.header.birth];
}

function digestOf(body: Uint8Array, nth: number, { channels }: Birth): number | null {
  const parts = decodeParts(body, channels);
  const part = parts.ok ? parts.value[nth] : undefined;
  return part === undefined ? null : partDigest([], part);
}
