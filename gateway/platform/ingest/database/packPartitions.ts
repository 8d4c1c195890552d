import type { Database } from './postgresPool.ts';

/**
 * Packs the keys of partitions that are over: rows come in no order, so their pages stay half empty, which is some 30 B a row, half a
 * gigabyte a day of 100,000 buildings. Nothing waits for it. Each partition once; two processes may try at a time.
 * @param today a day as PostgreSQL reads it; those before it are over
 * @returns the partitions that were packed
 */
export async function packPartitions(database: Database, today = 'today'): Promise<readonly string[]> {
  const over = await database.query<{ partition: string; key: string }>(
    `select c.relname as partition, i.indexrelid::regclass::text as key
      from pg_inherits h join pg_class c on c.oid = h.inhrelid join pg_index i on i.indrelid = c.oid and i.indisprimary
      where (h.inhparent = 'lifeline.segment'::regclass and to_date(substring(c.relname from '_([0-9]{8})$'), 'YYYYMMDD') < $1::date
          or h.inhparent = 'lifeline.rollup_hour'::regclass
            and to_date(substring(c.relname from '_([0-9]{6})$'), 'YYYYMM') + interval '1 month 2 days' < $1::date)
        and not exists (select from packed p where p.partition = c.relname)
      order by 1`,
    [today],
  );
  const done: string[] = [];
  for (const { partition, key } of over) {
    const mine = await database.query(
      'insert into packed (partition) values ($1) on conflict do nothing returning partition',
      [partition],
    );
    if (mine.length === 0) continue;
    try {
      await database.query(`reindex index concurrently ${key}`);
      done.push(partition);
    } catch (error) {
      await database.query('delete from packed where partition = $1', [partition]);
      throw error;
    }
  }
  return done;
}
