import pg from 'pg';
import type { Problem } from '../../../core/result.ts';

export type DatabaseOptions = {
  /** `postgres://user@host/name`, or empty for what PGHOST and its like say. */
  readonly url: string;
  readonly password?: string;
  /** How many connections the pool may have. */
  readonly most?: number;
};

export type Sql = Pick<pg.PoolClient, 'query'>;

const KEEP_ALIVE_MS = 10_000;
// What a process of ingest holds that was frozen, or whose machine lost its power, must not hold up the others for hours.
const SESSION = {
  search_path: 'lifeline,public',
  timezone: 'UTC',
  idle_in_transaction_session_timeout: '30s',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '4',
  tcp_user_timeout: '30s',
};
const BIGINT = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

// Sequences stay below 2^53; moments are Unix milliseconds, as everywhere here; a date is a day, not a moment of some zone.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === BIGINT) return Number;
    if (oid === TIMESTAMPTZ) return (text: string) => Number(pg.types.getTypeParser(oid)(text));
    return oid === DATE ? String : pg.types.getTypeParser(oid, format as 'text');
  },
} as unknown as pg.CustomTypesConfig;

/** PostgreSQL, through a pool. A connection that broke is replaced by the next that asks. */
export class Database {
  readonly #pool: pg.Pool;

  constructor({ url, password, most = 6 }: DatabaseOptions) {
    this.#pool = new pg.Pool({
      ...(url === '' ? {} : { connectionString: url }),
      ...(password === undefined ? {} : { password }),
      max: most,
      types,
      application_name: 'lifeline ingest',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS, // else the system's two hours: a server that lost its power says no goodbye
      options: Object.entries(SESSION)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    });
    this.#pool.on('error', () => {}); // of one that was idle: the next query makes another
  }

  query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.#pool.query<R>(text, [...values]).then(({ rows }) => rows);
  }

  /** Runs `work` in one transaction; whatever it throws undoes it, and is thrown on. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    client.on('error', ignore); // what broke is what the query rejects with
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost;
      });
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  /** Calls `heard` for each notice on `channel`, for as long as the connection holds; resolves when it broke. */
  async listen(channel: string, heard: () => void, ended: Promise<void>): Promise<void> {
    const client = await this.#pool.connect();
    try {
      client.on('notification', heard);
      const broke = new Promise<void>((resolve) =>
        client.once('error', () => resolve()).once('end', () => resolve()),
      );
      await client.query(`listen ${channel}`);
      await Promise.race([broke, ended]);
    } finally {
      client.release(true);
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

function ignore(): void {}

/** What the caller does next: the same again later, or look for the message that PostgreSQL will never take. */
export function isPassing(error: unknown): boolean {
  // Values and constraints are the message's fault. Everything else somebody can mend: a connection, a lock, a full disk, and a table
  // that was renamed or a right that was taken by hand, too
  return !/^(0A|21|22|23|54|P0)[0-9A-Z]{3}$/.test(codeOf(error));
}

/** What went wrong with the database, for an operator. Never the text of a query: it may hold what people wrote. */
export function databaseProblem(error: unknown): Problem {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  const hint =
    code === '28P01' || code === '28000'
      ? 'see `database` in the configuration, and pg_hba.conf'
      : 'is PostgreSQL running, and may this user connect? What comes meanwhile waits at the broker';
  return { code: 'ingest.database', what: `PostgreSQL: ${message || code}`, where: 'database', hint };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
