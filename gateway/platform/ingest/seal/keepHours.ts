import { columns, typed } from '../database/columns.ts';
import type { Sql } from '../database/postgresPool.ts';
import { add, type HourSum, type Hours } from './hours.ts';

type OfGateway = { readonly gw: string; readonly birth: string; readonly hours: Hours };
type Kept = {
  readonly gw: string;
  readonly birth: string;
  readonly hour: number;
  readonly channels: number[] | null;
  readonly lo: number[];
  readonly mean: number[];
  readonly hi: number[];
  readonly n: number[];
};

const MOST_SAMPLES = 32_767;

/** Adds sums of hours to what `rollup_hour` has of them. */
export async function keepHours(sql: Sql, found: readonly OfGateway[]): Promise<void> {
  const all = new Map<string, { gw: string; birth: string; hours: Hours }>();
  for (const { gw, birth, hours } of found) {
    const known = all.get(`${gw} ${birth}`) ?? { gw, birth, hours: new Map() };
    all.set(`${gw} ${birth}`, known);
    for (const [hour, channels] of hours)
      for (const [channel, sum] of channels) add(known.hours, hour, channel, sum);
  }
  const touched = [...all.values()].flatMap(({ gw, birth, hours }) =>
    [...hours.keys()].map((hour) => ({ gw, birth, hour })),
  );
  if (touched.length === 0) return;
  const { rows: kept } = await sql.query<Kept>({
    name: 'kept-hours',
    text: `select r.gw, r.birth, r.hour, channels, lo, mean, hi, n from rollup_hour r
      join unnest(${typed(1, 'text', 'text', 'float8')}) as i (gw, birth, hour)
        on r.gw = i.gw and r.birth = i.birth and r.hour = to_timestamp(i.hour)`,
    values: columns(
      touched,
      ({ gw }) => gw,
      ({ birth }) => birth,
      ({ hour }) => hour / 1000,
    ),
  });
  for (const { gw, birth, hour, channels, lo, mean, hi, n } of kept) {
    const hours = all.get(`${gw} ${birth}`)?.hours;
    for (const [nth, count] of n.entries()) {
      const channel = channels?.[nth] ?? nth;
      const sum = { lo: lo[nth] ?? 0, hi: hi[nth] ?? 0, n: count, sum: (mean[nth] ?? 0) * count };
      if (hours !== undefined) add(hours, hour, channel, sum);
    }
  }
  await write(sql, [...all.values()]);
}

async function write(sql: Sql, found: readonly OfGateway[]): Promise<void> {
  const rows = found.flatMap(({ gw, birth, hours }) =>
    [...hours].map(([hour, channels]) => ({
      ...{ gw, birth, hour },
      sums: [...channels].toSorted(([a], [b]) => a - b),
    })),
  );
  const list = (of: (channel: number, sum: HourSum) => number) => (row: (typeof rows)[number]) =>
    `{${row.sums.map(([channel, sum]) => of(channel, sum)).join()}}`;
  await sql.query({
    name: 'keep-hours',
    text: `insert into rollup_hour (gw, hour, birth, channels, lo, mean, hi, n)
      select gw, to_timestamp(hour), birth, channels::int[], lo::real[], mean::real[], hi::real[], n::smallint[]
        from unnest(${typed(1, 'text', 'float8', 'text', 'text', 'text', 'text', 'text', 'text')})
          as i (gw, hour, birth, channels, lo, mean, hi, n)
      on conflict (gw, hour, birth) do update set channels = excluded.channels, lo = excluded.lo, mean = excluded.mean,
        hi = excluded.hi, n = excluded.n`,
    values: columns(
      rows,
      ({ gw }) => gw,
      ({ hour }) => hour / 1000,
      ({ birth }) => birth,
      (row) => (row.sums.every(([channel], nth) => channel === nth) ? null : list((channel) => channel)(row)),
      list((_channel, { lo }) => real(lo)),
      list((_channel, { sum, n }) => real(sum / n)),
      list((_channel, { hi }) => real(hi)),
      list((_channel, { n }) => Math.min(Math.max(0, Math.round(n)), MOST_SAMPLES)),
    ),
  });
}

/** As the column holds it: what is too small or too large for it would be an error there. */
function real(value: number): number {
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : Math.sign(value) * 3.4e38;
}
