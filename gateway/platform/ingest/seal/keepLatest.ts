import type { Part } from '../../../telemetry/index.ts';
import { columns, typed } from '../database/columns.ts';
import type { Sql } from '../database/postgresPool.ts';
import { storable } from '../database/storableText.ts';

/** A row that was sealed just now, of which the last values may be the newest there are. */
export type NewestRow = {
  readonly gw: string;
  readonly epoch: string;
  readonly seq: number;
  readonly birth: string;
  readonly boot: string;
  readonly mono: number;
  readonly at: number | null;
  readonly values: ReadonlyMap<number, Value>; // by channel
};

type Value = { readonly at: number; readonly value: unknown; readonly quality: string };

/** The last values of gateways, where the row is newer than what `latest` has. */
export async function keepLatest(sql: Sql, rows: readonly NewestRow[]): Promise<void> {
  const newest = new Map<string, NewestRow>();
  for (const row of rows) {
    const known = newest.get(row.gw);
    if (known === undefined || known.epoch !== row.epoch || known.seq < row.seq) newest.set(row.gw, row);
  }
  if (newest.size === 0) return;
  const made = [...newest.values()].map((row) => ({
    row,
    values: [...row.values].toSorted(([a], [b]) => a - b),
  }));
  const list = (of: (value: Value, channel: number) => string) => (one: (typeof made)[number]) =>
    `{${one.values.map(([channel, value]) => of(value, channel)).join()}}`;
  await sql.query({
    name: 'keep-latest',
    text: `insert into latest as l (gw, epoch, seq, birth, boot, mono, at, channels, numbers, texts, qualities)
      select gw, epoch, seq, birth, boot, mono, to_timestamp(at), channels::int[], numbers::float8[], texts::text[], qualities::text[]
        from unnest(${typed(1, 'text', 'text', 'int8', 'text', 'text', 'int8', 'float8', 'text', 'text', 'text', 'text')})
          as i (gw, epoch, seq, birth, boot, mono, at, channels, numbers, texts, qualities)
      on conflict (gw) do update set epoch = excluded.epoch, seq = excluded.seq, birth = excluded.birth, boot = excluded.boot,
          mono = excluded.mono, at = excluded.at, channels = excluded.channels, numbers = excluded.numbers,
          texts = excluded.texts, qualities = excluded.qualities
        where case when l.epoch = excluded.epoch then l.seq < excluded.seq
          when l.boot = excluded.boot then l.mono < excluded.mono
          when l.at > now() + interval '1 hour' then true -- from a clock that was ahead of ours
          else coalesce(l.at, '-infinity') <= coalesce(excluded.at, '-infinity') end`,
    values: columns(
      made,
      ({ row }) => row.gw,
      ({ row }) => row.epoch,
      ({ row }) => row.seq,
      ({ row }) => row.birth,
      ({ row }) => row.boot,
      ({ row }) => row.mono,
      ({ row }) => (row.at === null ? null : row.at / 1000),
      list((_value, channel) => String(channel)),
      list(({ value }) => (typeof value === 'number' ? String(value) : 'NULL')),
      list(({ value }) => (value === null || typeof value === 'number' ? 'NULL' : quoted(String(value)))),
      list(({ quality }) => quality),
    ),
  });
}

/** The last of each channel: of a report record its mean. */
export function lastValuesIn(parts: readonly Part[]): Map<number, Value> {
  const last = new Map<number, Value>();
  const note = (channel: number, at: number, value: unknown, quality: string): void => {
    const known = last.get(channel);
    if (known === undefined || known.at <= at) last.set(channel, { at, value, quality });
  };
  for (const { reports, samples } of parts) {
    for (const { times, columns: made, periodMs } of reports)
      for (const { channel, mean, qualities } of periodMs === undefined ? made : [])
        for (const [row, at] of times.entries())
          if (mean[row] !== null || qualities[row] !== 'good')
            note(channel, at, mean[row] ?? null, qualities[row] ?? 'good');
    for (const { times, columns: made } of samples)
      for (const { channel, values, qualities } of made)
        for (const [row, at] of times.entries())
          if (values[row] !== null || qualities[row] !== 'good')
            note(channel, at, values[row] ?? null, qualities[row] ?? 'good');
  }
  return last;
}

function quoted(text: string): string {
  return `"${storable(text).replaceAll(/["\\]/g, '\\$&')}"`;
}
