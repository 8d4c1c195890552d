import { readdirSync, readFileSync } from 'node:fs';
import { systemClock } from '../../gateway/core/clock.ts';
import { KnownBirths } from '../../gateway/platform/ingest/database/knownBirths.ts';
import { keepPartitions, migrate } from '../../gateway/platform/ingest/database/migrate.ts';
import { packPartitions } from '../../gateway/platform/ingest/database/packPartitions.ts';
import { Database } from '../../gateway/platform/ingest/database/postgresPool.ts';
import { sealRows } from '../../gateway/platform/ingest/seal/sealer.ts';
import { Taker } from '../../gateway/platform/ingest/take/taker.ts';
import { Postgres } from '../harness/postgres.ts';
import { until } from '../harness/until.ts';
import type { Measured, Measurement } from './figure.ts';
import { BenchFleet, CHANNELS } from './ingest/fleet.ts';
import { cpuMs } from './processFigures.ts';

const GATEWAYS = { full: 100_000, quick: 10_000 };
const PARTS = 10;
const CHUNK = 4_000;
const DAY_SEGMENTS = 14_400_000; // 100,000 buildings, a row of ten minutes each
const DAY_HOURS = 2_400_000;
// as deploy/platform sets it on a small machine
const SETTINGS = [
  'shared_buffers=512MB',
  'max_wal_size=4GB',
  'checkpoint_timeout=15min',
  'wal_compression=on',
];

/** The platform's side: what taking, sealing and asking cost with a real PostgreSQL that waits for its disk. */
export const ingest: Measurement = {
  name: 'ingest',
  about: `ingest into PostgreSQL, buildings of ${CHANNELS} points that report every minute`,
  async run(quick) {
    const postgres = await new Postgres(SETTINGS).start();
    try {
      return await measure(postgres, quick ? GATEWAYS.quick : GATEWAYS.full);
    } finally {
      await postgres.remove();
    }
  },
};

async function measure(postgres: Postgres, gateways: number): Promise<Measured> {
  const clock = systemClock();
  const database = new Database({ url: postgres.url });
  await migrate(database);
  await keepPartitions(database, 400, 3650);
  const fleet = new BenchFleet();
  const births = new KnownBirths(database);
  const onProblem = (problem: unknown): void => {
    if (problem !== null) throw new Error(JSON.stringify(problem));
  };
  const taker = new Taker({
    database,
    births,
    clock,
    acknowledge: async () => ({ ok: true, value: undefined }),
    onProblem,
  });
  const cost = { node: 0, sql: 0, wall: 0 };
  const feed = async (
    topic: string,
    payloads: readonly (readonly [gateway: string, payload: Uint8Array])[],
  ) => {
    const [node, sql, wall] = [process.cpuUsage(), backendMs(postgres), performance.now()];
    await new Promise<void>((resolve) => {
      let left = payloads.length;
      const settle = () => {
        left--;
        if (left === 0) resolve();
      };
      for (const [gateway, payload] of payloads)
        taker.take({ gateway, topic, payload, retained: false, settle });
    });
    const used = process.cpuUsage(node);
    cost.node += (used.user + used.system) / 1000;
    cost.sql += backendMs(postgres) - sql;
    cost.wall += performance.now() - wall;
  };
  const chunks = function* (): Iterable<readonly number[]> {
    for (let from = 0; from < gateways; from += CHUNK)
      yield Array.from({ length: Math.min(CHUNK, gateways - from) }, (_, nth) => from + nth);
  };
  const reset = () => Object.assign(cost, { node: 0, sql: 0, wall: 0 });

  const hashes: string[] = [];
  for (const chunk of chunks()) {
    const born = chunk.map((gateway) => fleet.birth(gateway));
    hashes.push(...born.map(({ hash }) => hash));
    await feed(
      'birth',
      born.map(({ document }, nth) => [fleet.name(chunk[nth] ?? 0), document] as const),
    );
  }
  const birthMs = cost.node / gateways;
  progress(`${gateways} births are in`);
  reset();
  for (let part = 1; part <= PARTS; part++)
    for (const chunk of chunks())
      await feed(
        'tel',
        chunk.map(
          (gateway) => [fleet.name(gateway), fleet.tel(gateway, hashes[gateway] ?? '', 1, part)] as const,
        ),
      );
  const telemetry = { ...cost };
  const bytesEach = fleet.tel(0, hashes[0] ?? '', 1, 1).length;
  const memoryKb = process.memoryUsage().rss / 1024 / gateways;
  const messages = PARTS * gateways;
  progress(`${messages} messages are in`);
  reset();
  for (const chunk of chunks())
    await feed(
      'state',
      chunk.map((gateway) => [fleet.name(gateway), fleet.state(gateway, 2)] as const),
    );
  const states = { ...cost };

  const sealing = { node: process.cpuUsage(), sql: backendMs(postgres) };
  let sealed = 0;
  for (let some = 1; some > 0; sealed += some) some = await sealRows(database, births, async () => {});
  const sealNode = process.cpuUsage(sealing.node);
  const sealMs = (sealNode.user + sealNode.system) / 1000 / sealed;
  const sealSqlMs = (backendMs(postgres) - sealing.sql) / sealed;
  progress(`${sealed} rows are sealed`);
  if (sealed !== gateways) throw new Error(`${sealed} rows are sealed, not ${gateways}`);

  await packPartitions(database, 'tomorrow'); // as is done when a day is over
  const bytes = await sizes(database);
  // a row that is not here at one gateway in a hundred
  await database.query(`delete from segment where gw like '%00'`);
  await database.query('analyze');
  const gaps = await timed(() => database.query('select gw, epoch, stream, rows from wanted'));
  await taker.stop();
  await database.end();
  const firstCommitMs = await restart(postgres, fleet, hashes[0] ?? '');

  const perMessage = telemetry.node / messages;
  const dayGb = (bytes.segment * DAY_SEGMENTS + bytes.hour * DAY_HOURS) / 1e9;
  return {
    figures: [
      {
        ...{
          what: 'telemetry messages a second and core of ingest',
          value: 1000 / perMessage,
          unit: '/s',
          decimals: 0,
        },
        ...{ goal: { atLeast: 4_000 }, key: 'ingest.msgPerCoreS' },
      },
      {
        ...{ what: 'on disk a day, 100,000 buildings', value: dayGb * 1e9, unit: 'B', decimals: 0 },
        ...{ goal: { atMost: 45e9 }, key: 'ingest.bytesPerDay' },
      },
      {
        ...{ what: `what is missing, of ${gateways} gateways`, value: gaps.ms, unit: 'ms', decimals: 0 },
        ...{ goal: { atMost: 300 }, key: 'ingest.gapQueryMs' },
      },
      {
        what: 'memory of the whole process a gateway',
        value: memoryKb,
        unit: 'kB',
        decimals: 1,
        goal: { atMost: 60 },
      },
      {
        what: 'from a restart to the first commit',
        value: firstCommitMs,
        unit: 'ms',
        decimals: 0,
        goal: { atMost: 10_000 },
      },
    ],
    remarks: [
      `${messages} messages of some ${bytesEach} B from ${gateways} gateways; CPU a message: ingest ${us(perMessage)}, PostgreSQL ${us(telemetry.sql / messages)}; ${Math.round(messages / (telemetry.wall / 1000))} messages/s by the clock`,
      `a state: ${us(states.node / gateways)} and ${us(states.sql / gateways)}; a birth: ${us(birthMs)}`,
      `sealing a row of ten parts: ${us(sealMs)} in ingest, ${us(sealSqlMs)} in PostgreSQL; of 100,000 buildings ${((167 * sealMs) / 1000).toFixed(2)} core`,
      `a sealed row ${Math.round(bytes.segment)} B with its indexes, an hour of a building ${Math.round(bytes.hour)} B; ${gaps.rows} gateways with gaps were found`,
    ],
  };
}

async function timed(query: () => Promise<unknown[]>): Promise<{ ms: number; rows: number }> {
  await query(); // what is not in memory is read once
  const start = performance.now();
  const rows = await query();
  return { ms: performance.now() - start, rows: rows.length };
}

/** Bytes a row with indexes, as they lie after a vacuum. */
async function sizes(database: Database): Promise<{ segment: number; hour: number }> {
  const of = async (table: string): Promise<number> => {
    const [row] = await database.query<{ bytes: number }>(
      `select sum(pg_total_relation_size(inhrelid))::float8 / (select count(*) from ${table}) as bytes
        from pg_inherits where inhparent = '${table}'::regclass`,
    );
    return row?.bytes ?? 0;
  };
  return { segment: await of('segment'), hour: await of('rollup_hour') };
}

/** A process that comes up on this database: until the first message it is given is committed. */
async function restart(postgres: Postgres, fleet: BenchFleet, hash: string): Promise<number> {
  const start = performance.now();
  const database = new Database({ url: postgres.url });
  await migrate(database);
  await keepPartitions(database, 400, 3650);
  const births = new KnownBirths(database);
  const taker = new Taker({ database, births, clock: systemClock(), acknowledge: null, onProblem: () => {} });
  let settled = false;
  const settle = () => {
    settled = true;
  };
  taker.take({
    gateway: fleet.name(0),
    topic: 'tel',
    payload: fleet.tel(0, hash, 2, 1),
    retained: false,
    settle,
  });
  await until('it is committed', () => settled);
  const tookMs = performance.now() - start;
  await taker.stop();
  await database.end();
  return tookMs;
}

/** User and system time of the server's processes that live; of those that ended, what their parent has counted. */
function backendMs(postgres: Postgres): number {
  const children = readFileSync(`/proc/${postgres.pid}/task/${postgres.pid}/children`, 'utf8')
    .trim()
    .split(' ');
  const alive = new Set(readdirSync('/proc'));
  return children.filter((pid) => alive.has(pid)).reduce((sum, pid) => sum + cpuMs(Number(pid)), 0);
}

function us(ms: number): string {
  return `${Math.round(ms * 1000)} µs`;
}

function progress(text: string): void {
  process.stderr.write(`bench: ingest: ${text}\n`);
}
