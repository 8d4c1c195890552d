import { afterAll, expect, test } from 'vitest';
import { keepPartitions } from '../../../gateway/platform/ingest/database/migrate.ts';
import { packPartitions } from '../../../gateway/platform/ingest/database/packPartitions.ts';
import { Tower } from './tower.ts';
import { Workbench } from './workbench.ts';

afterAll(() => Workbench.close());

const partitions = (bench: Workbench, parent: string) =>
  bench.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = '${parent}'::regclass order by 1`,
  );

test('a gateway whose clock is in the future does not keep the next partitions from being made', async () => {
  const bench = await Workbench.open();
  const [next] = await bench.query<{ name: string }>(
    `select 'rollup_hour_' || to_char(current_date + 31, 'YYYYMM') as name`,
  );
  await bench.query(`drop table ${next?.name}`);
  await bench.query(`insert into rollup_hour (gw, hour, birth, lo, mean, hi, n)
    values ('tower-1', date_trunc('month', current_date + 31) + interval '1 hour', 'x', '{1}', '{1}', '{1}', '{1}')`);
  await bench.query(
    `drop table segment_${(await bench.query<{ day: string }>(`select to_char(current_date + 3, 'YYYYMMDD') as day`))[0]?.day}`,
  );
  const before = await partitions(bench, 'segment');
  await keepPartitions(bench.database, 400, 3650);
  expect(await partitions(bench, 'segment')).toHaveLength(before.length + 1);
  expect(await bench.query('select from rollup_hour')).toHaveLength(1);
});

test('days that are over are dropped, and nobody asks for them again', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 1, { sealed: true }), tower.state(0, 2));
  await bench.seal();
  await bench.query(
    `create table segment_20200101 partition of segment for values from ('2020-01-01') to ('2020-01-02')`,
  );
  await bench.query(`alter table segment disable trigger segment_deleted`); // moved, not deleted
  await bench.query(`update segment set day = '2020-01-01'`);
  await bench.query(`alter table segment enable trigger segment_deleted`);
  expect(await bench.have('telemetry')).toBe('{[1,2)}');
  await keepPartitions(bench.database, 400, 3650);
  expect(await bench.query('select from segment')).toEqual([]);
  expect(await bench.have('telemetry')).toBe('{[1,2)}');
  expect(await bench.query('select * from wanted')).toEqual([]);
});

test('the key of a day that is over is packed once, while its rows are read, and today is left alone', async () => {
  const bench = await Workbench.open();
  await bench.query(
    `insert into segment (gw, epoch, seq, birth, boot, from_mono, to_mono, clock, rolled, digests, body)
      select 'tower-' || n * 7919 % 5003, 'e00000000000000a', n, 'b', 'b', 0, 1, 'ntp', true, '{}', '' from generate_series(1, 5000) n`,
  );
  const [today] = await bench.query<{ name: string }>(
    `select 'segment_' || to_char(current_date, 'YYYYMMDD') as name`,
  );
  const bytes = async () =>
    (await bench.query<{ bytes: number }>(`select pg_relation_size('${today?.name}_pkey') as bytes`))[0]
      ?.bytes ?? 0;
  const before = await bytes();
  expect(await packPartitions(bench.database)).not.toContain(today?.name);
  expect(await bytes()).toBe(before);
  const packed = await Promise.all([
    packPartitions(bench.database, 'tomorrow'),
    packPartitions(bench.database, 'tomorrow'),
  ]);
  expect(packed.flat()).toEqual([today?.name]);
  expect(await bytes()).toBeLessThan(0.85 * before);
  expect(await bench.query(`select from segment where gw = 'tower-2916' and seq = 1`)).toHaveLength(1);
  expect(await packPartitions(bench.database, 'tomorrow')).toEqual([]);
});

test('days that are over go beside whoever reads, and who reads for hours holds up nobody who comes', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  await bench.query(
    `create table segment_20200101 partition of segment for values from ('2020-01-01') to ('2020-01-02')`,
  );
  const [next] = await bench.query<{ name: string }>(
    `select 'segment_' || to_char(current_date + 3, 'YYYYMMDD') as name`,
  );
  await bench.query(`drop table ${next?.name}`);
  const read = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  const reader = bench.database.transaction(async (sql) => {
    await sql.query('select from segment'); // as a dump does
    reading.resolve();
    await read.promise;
  });
  await reading.promise;
  const kept = keepPartitions(bench.database, 400, 3650);
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 1, { sealed: true }), tower.state(0, 2));
  const [sealed] = await Promise.all([bench.seal(), kept]);
  expect(sealed).toBe(1);
  const names = async () => (await partitions(bench, 'segment')).map(({ name }) => name);
  expect(await names()).toContain(next?.name);
  expect(await names()).toContain('segment_20200101');
  read.resolve();
  await reader;
  await keepPartitions(bench.database, 400, 3650);
  expect(await names()).not.toContain('segment_20200101');
});

test('rows are sealed though nobody made the partition of their day', async () => {
  const bench = await Workbench.open();
  const tower = new Tower();
  for (const { name } of await partitions(bench, 'segment')) await bench.query(`drop table ${name}`);
  await bench.take(tower, ...tower.births(), tower.tel(1, 1, 1, { sealed: true }), tower.state(0, 2));
  expect(await bench.seal()).toBe(1);
  expect(await bench.query('select seq from segment')).toEqual([{ seq: 1 }]);
  expect(await bench.query('select * from refused')).toEqual([]);
});

test('a table that somebody put among the days keeps nothing from being made or dropped', async () => {
  const bench = await Workbench.open();
  await bench.query(
    `create table segment_archive partition of segment for values from ('2020-01-01') to ('2020-01-02')`,
  );
  await bench.query(
    `create table segment_20200103 partition of segment for values from ('2020-01-03') to ('2020-01-04')`,
  );
  await keepPartitions(bench.database, 400, 3650);
  const names = (await partitions(bench, 'segment')).map(({ name }) => name);
  expect(names).toContain('segment_archive');
  expect(names).not.toContain('segment_20200103');
});

test('parts of rows that never became whole, or that nobody can read, are not kept for ever', async () => {
  const bench = await Workbench.open();
  const [open, unreadable, fresh] = [new Tower('open'), new Tower('unreadable'), new Tower('fresh')];
  await bench.take(open, ...open.births(), open.tel(1, 1, 2));
  await bench.take(unreadable, unreadable.tel(1, 1, 1, { sealed: true }), unreadable.state(0, 2));
  await bench.query(`update open_part set came = now() - interval '401 days'`);
  await bench.query(`update birth_wanted set since = now() - interval '401 days'`);
  await bench.take(fresh, fresh.tel(1, 1, 1, { sealed: true }));
  await keepPartitions(bench.database, 400, 3650);
  for (const table of ['open_part', 'row_end', 'birth_wanted'])
    expect(await bench.query(`select gw from ${table}`), table).toEqual([{ gw: 'fresh' }]);
  expect(await bench.query(`select gw, epoch, rows from wanted`)).toEqual([]);
});
