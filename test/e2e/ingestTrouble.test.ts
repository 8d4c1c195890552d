import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import pg from 'pg';
import { expect, test } from 'vitest';
import { IngestStage } from '../harness/ingestStage.ts';
import { Postgres } from '../harness/postgres.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { Tower } from '../platform/ingest/tower.ts';

const PARTS = 10;
const ROWS = 10; // of each tower, in each of the three spells
/** Room for the cluster and its log, and for little besides. */
const DISK_MB = 200;
const SMALL_LOG = ['wal_level=minimal', 'max_wal_senders=0', 'min_wal_size=32MB', 'max_wal_size=48MB'];

test('a database that holds everybody up, or has no room left, costs time and nothing else', async () => {
  const stage = openStage();
  const postgres = new Postgres(['fsync=off', ...SMALL_LOG]).onSmallDisk(DISK_MB);
  const platform = await IngestStage.open(stage, postgres);
  const ingest = await platform.ingest();
  const broker = await connectAsync(platform.broker.url);
  stage.onClose(() => broker.endAsync(true));
  const towers = Array.from({ length: 10 }, (_, nth) => new Tower(`tower-${nth}`));
  const say = (tower: Tower, [topic, payload]: readonly [string, Uint8Array]) =>
    broker.publishAsync(`lifeline/v1/${tower.name}/${topic}`, Buffer.from(payload), { qos: 1 });
  for (const tower of towers) for (const said of tower.births()) await say(tower, said);
  /** Rows of the nth spell, of every tower. */
  const spell = (nth: number): Promise<unknown> =>
    Promise.all(
      towers.flatMap((tower) =>
        Array.from({ length: ROWS }, (_, row) =>
          say(tower, tower.tel(nth * ROWS + row + 1, 1, PARTS, { sealed: true })),
        ),
      ),
    );
  const parts = async (): Promise<number> => {
    const [row] = await platform.query<{ n: number }>(
      `select ((select count(*) from lifeline.open_part) + (select coalesce(sum(cardinality(digests)), 0) from lifeline.segment))::int as n`,
    );
    return row?.n ?? 0;
  };
  const all = (spells: number): number => spells * towers.length * ROWS * PARTS;
  await spell(0);
  await until('the first rows are in', async () => (await parts()) === all(1));

  // somebody's maintenance holds the tables
  const holder = new pg.Client({ connectionString: postgres.url });
  await holder.connect();
  await holder.query('begin; lock table lifeline.open_part, lifeline.segment in access exclusive mode');
  const held = spell(1);
  await until('ingest waits for it', async () => {
    const [row] = await platform.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`,
    );
    return (row?.n ?? 0) > 0;
  });
  await holder.query('commit');
  await holder.end();
  await held;
  await until('what was said meanwhile is in', async () => (await parts()) === all(2));

  // the disk of the database is full
  const filler = join(postgres.folder, 'filler');
  const full = (): void => {
    for (let bytes = DISK_MB * 1_000_000; bytes >= 4096; bytes = Math.floor(bytes / 2))
      try {
        writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' });
      } catch {} // less is tried
  };
  const wordsBefore = ingest.words.length;
  let filling = true;
  const filled = (async () => {
    while (filling) {
      full();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const squeezed = spell(2);
  await until('ingest says that the database takes nothing', () => ingest.words.length > wordsBefore);
  filling = false;
  await filled;
  console.log(ingest.words.slice(wordsBefore));
  rmSync(filler);
  if (!postgres.running) await postgres.start();
  await squeezed;
  await until('all rows are in', async () => (await parts().catch(() => 0)) === all(3), 60);
  expect(ingest.running).toBe(true);
  expect(await platform.query('select * from lifeline.conflict')).toEqual([]);
  const whole = await platform.query<{ gw: string }>(
    `select gw from lifeline.have where stream = 'telemetry' and rows = int8multirange(int8range(1, $1))`,
    3 * ROWS + 1,
  );
  expect(whole).toHaveLength(towers.length);
});
