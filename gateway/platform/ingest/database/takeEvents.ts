import { eventDigest, type Stream } from '../../../telemetry/index.ts';
import type { Batch } from '../take/batch.ts';
import { columns, typed } from './columns.ts';
import type { Sql } from './postgresPool.ts';
import { storableJson } from './storableText.ts';

/** The same key came with another content, as far as digests tell. */
export type Mismatch = {
  readonly gateway: string;
  readonly epoch: string;
  readonly stream: Stream;
  readonly seq: number;
  readonly part: number;
  readonly stored: string; // digests
  readonly came: string;
  readonly birth: string;
  /** Of telemetry: what came, and the part or the segment that is here. Equal values may be encoded in two ways. */
  readonly bodies: {
    readonly came: Uint8Array;
    readonly stored: Uint8Array;
    readonly segment: boolean;
  } | null;
};

/** Events, the alarms they tell of, and what is complete by them. */
export async function takeEvents(
  sql: Sql,
  { events }: Batch,
): Promise<{ duplicates: number; mismatches: Mismatch[] }> {
  if (events.length === 0) return { duplicates: 0, mismatches: [] };
  const digests = events.map(({ message }) => String(eventDigest(message.boot, message.event)));
  const values = [
    ...columns(
      events,
      ({ gateway }) => gateway,
      ({ message }) => message.epoch,
      ({ message }) => message.seq,
      ({ message }) => message.event.at.boot,
      ({ message }) => Math.round(message.event.at.mono),
      ({ message: { boot, time, event } }) =>
        time.utc === null || event.at.boot !== boot ? null : Math.round(time.utc - time.mono + event.at.mono),
      ({ message: { boot, time, event } }) => (event.at.boot === boot ? time.quality : 'unsynced'),
      ({ message }) => message.durable,
      ({ message }) => message.origin?.proven ?? null,
      ({ message }) => message.event.type,
    ),
    digests,
    events.map(({ message }) => storableJson(message.event)),
  ];
  const types = [
    'text',
    'text',
    'int8',
    'text',
    'int8',
    'int8',
    'text',
    'bool',
    'bool',
    'text',
    'int8',
    'jsonb',
  ];
  const { rows } = await sql.query<{ fresh: number }>({
    name: 'take-events',
    text: `with taken as (
        insert into event (gw, epoch, seq, boot, mono, at, clock, durable, proven, type, digest, doc)
          select i.gw, i.epoch, i.seq, i.boot, i.mono, moment(i.at), i.clock, i.durable, i.proven, i.type, i.digest, i.doc
            from unnest(${typed(1, ...types)}) as i (gw, epoch, seq, boot, mono, at, clock, durable, proven, type, digest, doc)
            where not exists (select from have h where h.gw = i.gw and h.epoch = i.epoch and h.stream = 'event' and h.rows @> i.seq)
            order by i.gw, i.epoch, i.seq
          on conflict do nothing returning *),
      here as (
        insert into have (gw, epoch, stream, rows)
          select gw, epoch, 'event', range_agg(int8range(seq, seq + 1)) from taken group by gw, epoch order by gw, epoch
          on conflict (gw, epoch, stream) do update set rows = have.rows + excluded.rows)
      select count(*)::int as fresh, step_alarms(array_agg(taken::event) filter (where type = 'alarm')) from taken`,
    values,
  });
  const duplicates = events.length - (rows[0]?.fresh ?? 0);
  if (duplicates === 0) return { duplicates, mismatches: [] };
  const { rows: other } = await sql.query<{ nth: number; stored: string }>(
    `select i.nth, e.digest::text as stored
      from unnest(${typed(1, 'text', 'text', 'int8', 'int8')}) with ordinality as i (gw, epoch, seq, digest, nth)
      join event e on e.gw = i.gw and e.epoch = i.epoch and e.seq = i.seq and e.digest <> i.digest`,
    [...values.slice(0, 3), digests],
  );
  const mismatches = other.flatMap(({ nth, stored }) => {
    const row = events[nth - 1];
    if (row === undefined) return [];
    const { epoch, seq, birth } = row.message;
    const key = { gateway: row.gateway, epoch, stream: 'event' as const, seq, part: 1 };
    return [{ ...key, stored, came: digests[nth - 1] ?? '', birth, bodies: null }];
  });
  return { duplicates, mismatches };
}

/** Rows that will never come: they count as here, or they would be asked for for ever. */
export async function takeTombstones(sql: Sql, { tombstones }: Batch): Promise<void> {
  if (tombstones.length === 0) return;
  await sql.query(
    `with i as (
        select gw, epoch, stream, int8range(lo, hi + 1) as rows, reason
          from unnest(${typed(1, 'text', 'text', 'text', 'int8', 'int8', 'text')}) as i (gw, epoch, stream, lo, hi, reason)),
      stones as (
        insert into tombstone (gw, epoch, stream, rows, reason) select distinct on (gw, epoch, stream, rows) * from i
          on conflict do nothing)
      insert into have (gw, epoch, stream, rows)
        select gw, epoch, stream, range_agg(rows) from i group by gw, epoch, stream order by gw, epoch, stream
        on conflict (gw, epoch, stream) do update set rows = have.rows + excluded.rows`,
    columns(
      tombstones,
      ({ gateway }) => gateway,
      ({ message }) => message.epoch,
      ({ message }) => message.stream,
      ({ message }) => message.from,
      ({ message }) => message.to,
      ({ message }) => message.reason,
    ),
  );
}

/** Writes down what two boxes under one name said. */
export async function tellConflicts(sql: Sql, conflicts: readonly Mismatch[]): Promise<void> {
  await sql.query(
    `insert into conflict (gw, epoch, stream, seq, part, stored, came)
      select * from unnest(${typed(1, 'text', 'text', 'text', 'int8', 'int4', 'int8', 'int8')}) on conflict do nothing`,
    columns(
      conflicts,
      ({ gateway }) => gateway,
      ({ epoch }) => epoch,
      ({ stream }) => stream,
      ({ seq }) => seq,
      ({ part }) => part,
      ({ stored }) => stored,
      ({ came }) => came,
    ),
  );
}
