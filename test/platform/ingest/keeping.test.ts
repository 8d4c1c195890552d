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
