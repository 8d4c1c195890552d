import { onTestFinished } from 'vitest';
import { KnownBirths } from '../../../gateway/platform/ingest/database/knownBirths.ts';
import { keepPartitions, migrate } from '../../../gateway/platform/ingest/database/migrate.ts';
import { Database } from '../../../gateway/platform/ingest/database/postgresPool.ts';
import { type TakenBatch, takeBatch } from '../../../gateway/platform/ingest/database/takeBatch.ts';
import { sealRows } from '../../../gateway/platform/ingest/seal/sealer.ts';
import { Batch } from '../../../gateway/platform/ingest/take/batch.ts';
import { sort } from '../../../gateway/platform/ingest/take/sort.ts';
import { Postgres } from '../../harness/postgres.ts';
import type { Said, Tower } from './tower.ts';

let server: Promise<Postgres> | null = null;

/** One PostgreSQL for a file of tests, and in it a database for each test. */
export class Workbench {
  readonly url: string;
  readonly database: Database;
  readonly births: KnownBirths;

  private constructor(url: string) {
    this.url = url;
    this.database = new Database({ url });
    this.births = new KnownBirths(this.database);
  }

  static async open(): Promise<Workbench> {
    server ??= new Postgres().start();
    const postgres = await server;
    const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
    await postgres.query(`create database ${name}`);
    const bench = new Workbench(postgres.url.replace(/postgres$/, name));
    onTestFinished(() => bench.database.end());
    await migrate(bench.database);
    await keepPartitions(bench.database, 400, 3650);
    return bench;
  }

  static async close(): Promise<void> {
    await (await server)?.remove();
    server = null;
  }

  /** In one commit, as if they had come from a broker. */
  take(tower: Tower, ...said: readonly Said[]): Promise<TakenBatch> {
    const batch = new Batch();
    for (const [topic, payload] of said) {
      const delivery = { gateway: tower.name, topic, payload, retained: false, settle: () => {} };
      batch.add(delivery, sort(delivery, this.births.get));
    }
    return takeBatch(this.database, batch);
  }

  seal(): Promise<number> {
    return sealRows(this.database, this.births, async () => {});
  }

  query<R extends Record<string, unknown>>(text: string, ...values: readonly unknown[]): Promise<R[]> {
    return this.database.query<R>(text, values);
  }

  /** `rows` of a stream that are here, as PostgreSQL writes a multirange. */
  async have(stream: 'event' | 'telemetry'): Promise<string> {
    const rows = await this.query<{ rows: string }>('select rows::text from have where stream = $1', stream);
    return rows[0]?.rows ?? '{}';
  }
}
