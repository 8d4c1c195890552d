import type { Clock } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import { sendWaiting } from './ask/commandOutbox.ts';
import { ackBytes, type PlatformKey } from './ask/signing.ts';
import { askForMissing } from './ask/wanted.ts';
import { type Chore, startChore } from './chore.ts';
import { GatewayKeys } from './database/gatewayKeys.ts';
import { KnownBirths } from './database/knownBirths.ts';
import { keepPartitions, migrate } from './database/migrate.ts';
import { packPartitions } from './database/packPartitions.ts';
import { type Database, databaseProblem } from './database/postgresPool.ts';
import { rollLate, sealRows } from './seal/sealer.ts';
import type { Source, SourceHearer } from './sources/source.ts';
import { Taker } from './take/taker.ts';

export type ServiceOptions = {
  readonly database: Database;
  readonly clock: Clock;
  readonly sourceOf: (hearer: SourceHearer) => Source;
  readonly key: PlatformKey | null;
  readonly acknowledge: boolean;
  readonly district: string;
  readonly keep: { readonly telemetryDays: number; readonly hoursDays: number };
  /** What an operator should mend, once; null: the broker or the database is well again. */
  readonly onProblem: (about: 'broker' | 'database', problem: Problem | null) => void;
  /** How often is looked for what is missing. */
  readonly askEveryMs?: number;
};

const ASK_EVERY_MS = 5_000;
// While a backlog comes in.
const ASK_LATEST_MS = 300_000;
const SEND_EVERY_MS = 1_000;
const SEAL_EVERY_MS = 1_000;
const ROLL_EVERY_MS = 60_000;
const KEYS_EVERY_MS = 30_000;
const KEEP_EVERY_MS = 3_600_000;
const SEALED_AT_ONCE = 100;
// A row takes four milliseconds to seal: while messages come without end a sixth of the time is left to it.
const GIVEN_WAY_MS = 20;

/**
 * What ingest does, for as long as it runs: takes what gateways say, asks for what is missing, says what waits in the outbox, seals
 * rows. Any number of processes may do so on one database; everything that is to be remembered is there.
 */
export class IngestService {
  readonly taker: Taker;
  readonly source: Source;
  readonly #options: ServiceOptions;
  readonly births: KnownBirths;
  readonly #keys: GatewayKeys;
  readonly #stopping = Promise.withResolvers<void>();
  #chores: Chore[] = [];
  #listening: Promise<void> = Promise.resolve();
  #stopped = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ServiceOptions) {
    this.#options = options;
    const { database, clock } = options;
    this.births = new KnownBirths(database);
    this.#keys = new GatewayKeys(database);
    this.source = options.sourceOf({
      onDelivery: (delivery) => this.taker.take(delivery),
      onConnected: () => options.onProblem('broker', null),
      onProblem: (problem) => options.onProblem('broker', problem),
    });
    this.taker = new Taker({
      ...{ database, clock, births: this.births, keys: this.#keys },
      acknowledge: options.acknowledge
        ? (gateway, topic, ack) => this.source.publish(gateway, topic, ackBytes(gateway, ack, options.key))
        : null,
      onProblem: (problem) => options.onProblem('database', problem),
    });
  }

  /** Brings the database up to date, then takes what comes. Throws where PostgreSQL cannot be reached. */
  async start(): Promise<readonly string[]> {
    const { database, clock, keep, key, district } = this.#options;
    const migrated = await migrate(database);
    await keepPartitions(database, keep.telemetryDays, keep.hoursDays);
    await database.query(
      `insert into setting (name, value) values ('district', $1)
      on conflict (name) do update set value = excluded.value`,
      [district],
    );
    await this.#keys.load();
    this.source.start();
    const say: Source['publish'] = (...said) => this.source.publish(...said);
    const outbox = this.#chore('outbox', SEND_EVERY_MS, async () => {
      if (this.source.connected) await sendWaiting({ database, clock, key, say });
      return false;
    });
    this.#chores = [
      outbox,
      this.#chore('ask', this.#options.askEveryMs ?? ASK_EVERY_MS, async () => {
        if (this.taker.behind && clock.mono() - this.#askedAt < ASK_LATEST_MS) return false;
        this.#askedAt = clock.mono();
        if ((await askForMissing(database)) > 0) outbox.hurry();
        return false;
      }),
      this.#chore('seal', SEAL_EVERY_MS, async () => {
        return (
          (await sealRows(database, this.births, () => this.taker.quiet(GIVEN_WAY_MS))) >= SEALED_AT_ONCE
        );
      }),
      this.#chore('roll late', ROLL_EVERY_MS, async () => (await rollLate(database, this.births)) > 0),
      this.#chore('keys', KEYS_EVERY_MS, async () => {
        await this.#keys.load();
        return false;
      }),
      this.#chore('keep', KEEP_EVERY_MS, async () => {
        await keepPartitions(database, keep.telemetryDays, keep.hoursDays);
        await packPartitions(database);
        return false;
      }),
    ];
    this.#listening = this.#listen(outbox);
    return migrated;
  }

  /** Ends in order: what is in a commit is committed, the rest goes back to the broker. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.resolve();
    await this.taker.stop();
    await Promise.all([...this.#chores.map((chore) => chore.stop()), this.#listening]);
    await this.source.stop();
  }

  #chore(name: string, periodMs: number, work: () => Promise<boolean>): Chore {
    return startChore(this.#options.clock, name, periodMs, work, (error) =>
      this.#options.onProblem('database', databaseProblem(error)),
    );
  }

  /** Who puts something into the outbox need not wait for the next look. Where the connection breaks, that look comes all the same. */
  async #listen(outbox: Chore): Promise<void> {
    const { database, clock } = this.#options;
    const listener = startChore(
      clock,
      'listen',
      SEND_EVERY_MS,
      async () => {
        await database.listen('lifeline_outbox', () => outbox.hurry(), this.#stopping.promise);
        return false;
      },
      () => {},
    );
    await this.#stopping.promise;
    if (this.#stopped) await listener.stop();
  }
}
