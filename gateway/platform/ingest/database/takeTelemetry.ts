import { hash } from 'node:crypto';
import type { Batch, PartRow } from '../take/batch.ts';
import { columns, typed } from './columns.ts';
import type { Sql } from './postgresPool.ts';
import type { Mismatch } from './takeEvents.ts';

type Came = { readonly duplicates: number; readonly mismatches: readonly Mismatch[] };

const PARTS =
  'gw, epoch, seq, part, slice, slices, birth, boot, evidence, from_mono, to_mono, digest, start, bytes';
const PART_TYPES = [
  ...['text', 'text', 'int8', 'int4', 'int4', 'int4', 'text', 'text', 'text', 'int8', 'int8', 'int8'],
  ...['int4', 'int4'],
];
const IS_HERE = `select from have h where h.gw = i.gw and h.epoch = i.epoch and h.stream = 'telemetry' and h.rows @> i.seq`;

/** Parts, and what becomes whole by them. */
export async function takeTelemetry(sql: Sql, batch: Batch): Promise<Came> {
  const came = await takeParts(sql, batch.parts);
  await wantBirths(sql, batch.parts);
  await takeEnds(sql, batch);
  return came;
}

async function takeParts(sql: Sql, parts: readonly PartRow[]): Promise<Came> {
  if (parts.length === 0) return { duplicates: 0, mismatches: [] };
  // All bodies as one parameter, and where each lies in it: an array of bytea would travel as hex digits.
  const bodies = Buffer.concat(parts.map(({ body }) => body));
  let end = 0;
  const starts = parts.map(({ body }) => {
    const start = end + 1; // SQL counts from 1
    end += body.length;
    return start;
  });
  const digests = parts.map(({ body }) => bodyDigest(body));
  const rows = columns(
    parts,
    ({ gateway }) => gateway,
    ({ header }) => header.epoch,
    ({ header }) => header.seq,
    ({ part }) => part,
    ({ header }) => header.slice?.index ?? 0,
    ({ header }) => header.slice?.count ?? 1,
    ({ header }) => header.birth,
    ({ header }) => header.boot,
    ({ header }) => header.evidence,
    ({ from }) => from,
    ({ to }) => to,
  );
  const values = [...rows, digests, starts, parts.map(({ body }) => body.length)];
  const { rows: counted } = await sql.query<{ fresh: number }>({
    name: 'take-parts',
    text: `with taken as (
        insert into open_part (gw, epoch, seq, part, slice, slices, birth, boot, evidence, from_mono, to_mono, digest, body)
          select i.gw, i.epoch, i.seq, i.part, i.slice, i.slices, i.birth, i.boot, i.evidence, i.from_mono, i.to_mono, i.digest,
              substring($1::bytea from i.start for i.bytes)
            from unnest(${typed(2, ...PART_TYPES)}) as i (${PARTS})
            where not exists (${IS_HERE})
            order by i.gw, i.epoch, i.seq, i.part, i.slice
          on conflict do nothing returning 1)
      select count(*)::int as fresh from taken`,
    values: [bodies, ...values],
  });
  const duplicates = parts.length - (counted[0]?.fresh ?? 0);
  if (duplicates === 0) return { duplicates, mismatches: [] };
  return { duplicates, mismatches: await otherBodies(sql, parts, [...rows.slice(0, 4), digests]) };
}

/** Of parts that were here already, those whose bytes are not what is here. A part in slices may have been cut otherwise. */
async function otherBodies(sql: Sql, parts: readonly PartRow[], keys: unknown[][]): Promise<Mismatch[]> {
  const { rows } = await sql.query<{
    nth: number;
    digest: number;
    body: Buffer;
    stored: string;
    whole: boolean;
  }>(
    `with i as (select * from unnest(${typed(1, 'text', 'text', 'int8', 'int4', 'int8')})
        with ordinality as i (gw, epoch, seq, part, digest, nth))
      select i.nth, p.body, p.digest::text as stored, false as whole from i
        join open_part p on p.gw = i.gw and p.epoch = i.epoch and p.seq = i.seq and p.part = i.part
          and p.slices = 1 and p.digest <> i.digest
      union all
      select i.nth, s.body, s.digests[i.part]::text, true from i
        join segment s on s.gw = i.gw and s.epoch = i.epoch and s.seq = i.seq and s.digests[i.part] <> (i.digest >> 32)::int`,
    keys,
  );
  return rows.flatMap(({ nth, body, stored, whole }) => {
    const row = parts[nth - 1];
    if (row === undefined || row.header.slice !== null) return [];
    const { gateway, header, part } = row;
    return [
      {
        ...{ gateway, epoch: header.epoch, stream: 'telemetry' as const, seq: header.seq, part },
        ...{ stored, came: bodyDigest(row.body), birth: header.birth },
        bodies: { came: row.body, stored: body, segment: whole },
      },
    ];
  });
}

async function wantBirths(sql: Sql, parts: readonly PartRow[]): Promise<void> {
  const named = new Map(
    parts.map(({ gateway, header }) => [`${gateway} ${header.birth}`, [gateway, header.birth]]),
  );
  if (named.size === 0) return;
  await sql.query({
    name: 'want-births',
    text: `insert into birth_wanted (gw, hash) select i.gw, i.hash from unnest(${typed(1, 'text', 'text')}) as i (gw, hash)
      where not exists (select from birth b where b.hash = i.hash) order by i.gw, i.hash on conflict do nothing`,
    values: columns(
      [...named.values()],
      (row) => row[0],
      (row) => row[1],
    ),
  });
}

/** A row is whole when it is known how many parts it has and all are here, each with all its slices. */
async function takeEnds(sql: Sql, batch: Batch): Promise<void> {
  const { ends, parts } = batch;
  if (ends.length > 0)
    await sql.query({
      name: 'take-ends',
      text: `insert into row_end (gw, epoch, seq, parts)
        select i.gw, i.epoch, i.seq, i.parts from unnest(${typed(1, 'text', 'text', 'int8', 'int4')}) as i (gw, epoch, seq, parts)
          where not exists (${IS_HERE}) order by i.gw, i.epoch, i.seq
        on conflict do nothing`,
      values: columns(
        ends,
        ({ gateway }) => gateway,
        ({ epoch }) => epoch,
        ({ seq }) => seq,
        (row) => row.parts,
      ),
    });
  const touched = new Map<string, readonly [string, string, number]>();
  for (const { gateway, header } of parts)
    touched.set(`${gateway} ${header.epoch} ${header.seq}`, [gateway, header.epoch, header.seq]);
  for (const { gateway, epoch, seq } of ends)
    touched.set(`${gateway} ${epoch} ${seq}`, [gateway, epoch, seq]);
  if (touched.size === 0) return;
  await sql.query({
    name: 'take-whole',
    text: `with whole as (
        update row_end e set whole_at = now()
          from unnest(${typed(1, 'text', 'text', 'int8')}) as i (gw, epoch, seq)
          where e.gw = i.gw and e.epoch = i.epoch and e.seq = i.seq and e.whole_at is null
            and e.parts = (select count(*) from (
              select from open_part p where p.gw = i.gw and p.epoch = i.epoch and p.seq = i.seq and p.part <= e.parts
                group by p.part having count(*) >= max(p.slices)) done)
          returning e.gw, e.epoch, e.seq)
      insert into have (gw, epoch, stream, rows)
        select gw, epoch, 'telemetry', range_agg(int8range(seq, seq + 1)) from whole group by gw, epoch order by gw, epoch
        on conflict (gw, epoch, stream) do update set rows = have.rows + excluded.rows`,
    values: columns(
      [...touched.values()],
      (row) => row[0],
      (row) => row[1],
      (row) => row[2],
    ),
  });
}

/** 64 bits of SHA-256, as PostgreSQL's bigint. */
export function bodyDigest(body: Uint8Array): string {
  return hash('sha256', body, 'buffer').readBigInt64BE().toString();
}
