import { decodeParts, type Part } from '../../../telemetry/index.ts';
import type { KnownBirths } from '../database/knownBirths.ts';
import type { Database } from '../database/postgresPool.ts';
import { bodyOfSegment } from '../seal/rowOfParts.ts';

export const STANDINGS = ['wrong', 'blind', 'silent', 'incomplete', 'well'] as const;

export type BuildingFilter = {
  readonly search: string;
  readonly district: string | undefined;
  readonly standing: (typeof STANDINGS)[number] | undefined;
  readonly limit: number;
  readonly offset: number;
};

type FleetRow = Record<string, unknown>;

const ORDER = `array_position(array['wrong', 'blind', 'silent', 'incomplete', 'well'], standing)`;
const SEVERITY = `array_position(array['red', 'orange', 'yellow', 'blue'], severity)`;
const MOST_EVENTS = 100;
const MOST_SEGMENTS = 2_000;

/** How many buildings of each district stand how. */
export function districts(database: Database): Promise<FleetRow[]> {
  const counted = STANDINGS.map((word) => `count(*) filter (where standing = '${word}')::int as ${word}`);
  return database.query(
    `select district, ${counted.join(', ')} from standing group by district order by district`,
  );
}

/** Buildings, the worst first; `search` is part of an id or a name. */
export async function buildings(
  database: Database,
  filter: BuildingFilter,
): Promise<{ total: number; rows: FleetRow[] }> {
  const like = `%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const rows = await database.query<FleetRow & { total: number }>(
    `select *, count(*) over ()::int as total from standing
      where ($1::text is null or district = $1) and ($2::text is null or standing = $2)
        and ($3 = '%%' or gw ilike $3 or name_en ilike $3 or name_zh ilike $3)
      order by ${ORDER}, red desc, gw limit $4 offset $5`,
    [filter.district ?? null, filter.standing ?? null, like, filter.limit, filter.offset],
  );
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _total, ...row }) => row) };
}

/** One building: how it stands, its alarms, values, what is missing, and what happened last. Null: there is none. */
export async function building(database: Database, gw: string): Promise<FleetRow | null> {
  const [standing] = await database.query('select * from standing where gw = $1', [gw]);
  if (standing === undefined) return null;
  const [alarms, values, missing, events, asked, refusals] = await Promise.all([
    database.query(
      `select * from standing_alarm where gw = $1 order by ${SEVERITY}, raised_at desc nulls last`,
      [gw],
    ),
    database.query('select * from latest_value where gw = $1 order by point', [gw]),
    database.query(
      'select stream, kind, rows::text, count::int, refused from missing where gw = $1 order by kind, stream limit 50',
      [gw],
    ),
    database.query(
      `select epoch, seq, at, clock, type, durable, proven, doc from event where gw = $1 order by at desc nulls last, seq desc limit ${MOST_EVENTS}`,
      [gw],
    ),
    database.query(
      `select id, ask, asked_by, asked_at, tries, outcome, reply from outbox where gw = $1 and asked_by <> 'ingest'
        order by asked_at desc limit 20`,
      [gw],
    ),
    database.query(
      `select code, what, messages::int, last_at from refused where gw = $1 and last_at > now() - interval '1 day' order by last_at desc`,
      [gw],
    ),
  ]);
  return { ...standing, alarms, values, missing, events, asked, refusals };
}

/** Standing alarms, the gravest and newest first. */
export function standingAlarms(database: Database, district: string | undefined): Promise<FleetRow[]> {
  return database.query(
    `select * from standing_alarm where ($1::text is null or district = $1) order by ${SEVERITY}, raised_at desc nulls last limit 500`,
    [district ?? null],
  );
}

export function rankedLifts(database: Database, district: string | undefined): Promise<FleetRow[]> {
  return database.query(
    'select * from lift_rank where ($1::text is null or district = $1) order by rank, gw, lift limit 500',
    [district ?? null],
  );
}

export function hourlyHistory(
  database: Database,
  gw: string,
  point: string,
  [fromMs, toMs]: readonly [number, number],
): Promise<FleetRow[]> {
  return database.query('select * from history($1, $2, to_timestamp($3), to_timestamp($4))', [
    gw,
    point,
    fromMs / 1000,
    toMs / 1000,
  ]);
}

type SegmentRow = { birth: string; body: Buffer; deflated: boolean; to_mono: number; to_at: number };

/** Everything a point said in a time, as it came: report records and single samples, by time. Evidence repeats and is left out. */
export async function fineHistory(
  { database, births }: { database: Database; births: KnownBirths },
  gw: string,
  point: string,
  [fromMs, toMs]: readonly [number, number],
): Promise<FleetRow[]> {
  const rows = await database.query<SegmentRow>(
    `select birth, body, true as deflated, to_mono, extract(epoch from to_at)::float8 * 1000 as to_at from segment where gw = $1 and evidence is null
        and to_at > to_timestamp($2) and from_at < to_timestamp($3)
      union all
      select p.birth, p.body, false, p.to_mono, extract(epoch from d.at)::float8 * 1000 from open_part p
        cross join lateral dated(p.gw, p.boot, p.to_mono) d where p.gw = $1 and p.evidence is null and p.slices = 1
          and d.at > to_timestamp($2) and d.at <= to_timestamp($3)
      order by 5 limit ${MOST_SEGMENTS}`,
    [gw, fromMs / 1000, toMs / 1000],
  );
  await births.load(rows.map(({ birth }) => birth));
  return rows
    .flatMap(({ birth: hash, body, deflated, to_mono, to_at }) => {
      const channels = births.get(hash)?.channels ?? [];
      const channel = channels.find((one) => one.point === point)?.index;
      const parts =
        channel === undefined ? null : decodeParts(deflated ? bodyOfSegment(body) : body, channels);
      const utcOf = (mono: number): number => Math.round(to_at + mono - to_mono);
      return parts?.ok !== true || channel === undefined
        ? []
        : parts.value.flatMap((part) => said(part, channel, utcOf));
    })
    .filter(({ at }) => at >= fromMs && at < toMs)
    .toSorted((a, b) => a.at - b.at);
}

function said(part: Part, channel: number, utcOf: (mono: number) => number): (FleetRow & { at: number })[] {
  const records = part.reports.flatMap(({ times, columns, periodMs }) =>
    columns
      .filter((column) => column.channel === channel && periodMs === undefined)
      .flatMap(({ min, mean, max, n, qualities }) =>
        times.map((mono, row) => ({
          ...{ at: utcOf(mono), min: min[row] ?? null, mean: mean[row] ?? null, max: max[row] ?? null },
          ...{ n: n[row] ?? 0, quality: qualities[row] ?? 'good' },
        })),
      ),
  );
  const samples = part.samples.flatMap(({ times, columns }) =>
    columns
      .filter((column) => column.channel === channel)
      .flatMap(({ values, qualities }) =>
        times.map((mono, row) => ({
          ...{ at: utcOf(mono), value: values[row] ?? null, quality: qualities[row] ?? 'good' },
        })),
      ),
  );
  return [...records, ...samples].filter(
    (one) => one.quality !== 'good' || ('n' in one ? one.n > 0 : one.value !== null),
  );
}
