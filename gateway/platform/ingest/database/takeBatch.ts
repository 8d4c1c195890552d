import type { Stream } from '../../../telemetry/index.ts';
import type { Batch } from '../take/batch.ts';
import { columns, typed } from './columns.ts';
import type { Database, Sql } from './postgresPool.ts';
import { takeBirths } from './takeBirths.ts';
import { takeReplies, takeStates, takeTimes } from './takeDocuments.ts';
import { type Mismatch, takeEvents, takeTombstones } from './takeEvents.ts';
import { takeTelemetry } from './takeTelemetry.ts';

/** Rows that are here as a whole, of those that a batch touched: what may be acknowledged. */
export type Stored = {
  readonly gateway: string;
  readonly epoch: string;
  readonly stream: Stream;
  readonly intervals: readonly (readonly [from: number, to: number])[];
};

/** What a commit came to. */
export type TakenBatch = {
  readonly stored: readonly Stored[];
  /** Parts and events that were here already. */
  readonly duplicates: number;
  /** Here already, and with other bytes: to be looked at closely. */
  readonly mismatches: readonly Mismatch[];
};

/**
 * Writes a batch in one transaction. Whatever was there before stays; what comes again changes nothing. Two processes may have
 * messages of the same gateways: each locks its gateways first, in one order, so that neither waits for the other for ever.
 */
export function takeBatch(database: Database, batch: Batch): Promise<TakenBatch> {
  return database.transaction(async (sql) => {
    await lockGateways(sql, batch);
    await takeBirths(sql, batch);
    await takeTimes(sql, batch);
    const telemetry = await takeTelemetry(sql, batch);
    const events = await takeEvents(sql, batch);
    await takeTombstones(sql, batch);
    await takeStates(sql, batch);
    await takeReplies(sql, batch);
    return {
      stored: await storedRows(sql, batch),
      duplicates: telemetry.duplicates + events.duplicates,
      mismatches: [...telemetry.mismatches, ...events.mismatches],
    };
  });
}

async function lockGateways(sql: Sql, { gateways }: Batch): Promise<void> {
  const sorted = [[...gateways].toSorted()];
  const locked = `select gw from gateway where gw = any ($1::text[]) order by gw for no key update`;
  const { rowCount } = await sql.query(locked, sorted);
  if (rowCount === gateways.size) return;
  await sql.query(
    `insert into gateway (gw, district) select gw, coalesce((select value from setting where name = 'district'), '')
      from unnest($1::text[]) as new (gw) order by gw on conflict do nothing`,
    sorted,
  );
  await sql.query(locked, sorted);
}

/** A row that came once more is acknowledged once more: who sends it again did not hear of it. */
async function storedRows(sql: Sql, batch: Batch): Promise<Stored[]> {
  const touched = new Map<string, readonly [string, string, Stream, number, number]>();
  const touch = (gateway: string, epoch: string, stream: Stream, from: number, to: number): void => {
    touched.set(`${gateway} ${epoch} ${stream} ${from}`, [gateway, epoch, stream, from, to]);
  };
  for (const { gateway, header } of batch.parts)
    touch(gateway, header.epoch, 'telemetry', header.seq, header.seq);
  for (const { gateway, epoch, seq } of batch.ends) touch(gateway, epoch, 'telemetry', seq, seq);
  for (const { gateway, message } of batch.events)
    touch(gateway, message.epoch, 'event', message.seq, message.seq);
  for (const { gateway, message } of batch.tombstones)
    touch(gateway, message.epoch, message.stream, message.from, message.to);
  if (touched.size === 0) return [];
  const rows = [...touched.values()];
  const { rows: found } = await sql.query<Omit<Stored, 'intervals'> & { from: number[]; to: number[] }>({
    name: 'stored-rows',
    text: `with touched as (
        select i.gw, i.epoch, i.stream, range_agg(int8range(i.lo, i.hi + 1)) as rows
          from unnest(${typed(1, 'text', 'text', 'text', 'int8', 'int8')}) as i (gw, epoch, stream, lo, hi)
          join have h on h.gw = i.gw and h.epoch = i.epoch and h.stream = i.stream and h.rows @> int8range(i.lo, i.hi + 1)
          group by i.gw, i.epoch, i.stream)
      select t.gw as gateway, t.epoch, t.stream, array_agg(lower(r)) as from, array_agg(upper(r) - 1) as to
        from touched t cross join lateral unnest(t.rows) as r group by t.gw, t.epoch, t.stream`,
    values: columns(
      rows,
      (row) => row[0],
      (row) => row[1],
      (row) => row[2],
      (row) => row[3],
      (row) => row[4],
    ),
  });
  return found.map(({ from, to, ...key }) => ({
    ...key,
    intervals: from.map((low, nth) => [Number(low), Number(to[nth])] as const),
  }));
}
