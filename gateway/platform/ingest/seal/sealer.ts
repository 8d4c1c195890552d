import type { Part } from '../../../telemetry/index.ts';
import { decodeParts } from '../../../telemetry/index.ts';
import { columns, typed } from '../database/columns.ts';
import type { KnownBirths } from '../database/knownBirths.ts';
import { type Database, databaseProblem, isPassing, type Sql } from '../database/postgresPool.ts';
import { tellRefused } from '../database/takeDocuments.ts';
import { addHours, type Hours } from './hours.ts';
import { keepHours } from './keepHours.ts';
import { keepLatest, lastValuesIn, type NewestRow } from './keepLatest.ts';
import { bodyOfSegment, type OpenPart, type SealedRow, sealRow } from './rowOfParts.ts';

type Key = { readonly gw: string; readonly epoch: string; readonly seq: number };
type WholeRow = Key & {
  readonly parts: number;
  readonly birth: string;
  readonly boot: string;
  readonly evidence: string | null;
  readonly from_mono: number;
  readonly to_mono: number;
  readonly at: number | null; // Unix ms of `to_mono`
  readonly clock: string | null;
  readonly pieces: OpenPart[];
};
type Unreadable = Key & { readonly what: string };
/** What is left of a row once it is sealed: its decoded parts are hundreds of times as large, and a hundred rows are kept at a time. */
type Sealed = {
  readonly row: Omit<WholeRow, 'pieces'>;
  readonly segment: Pick<SealedRow, 'digests' | 'body'>;
  readonly hours: Hours | null;
  readonly newest: NewestRow | null;
};

const LOCK = 7_263_516;
const MOST_ROWS = 100;

/**
 * Turns rows that are whole into segments: their parts in one body, a quarter of the room. What each channel did by the hour, and
 * its last value, are made on the way. One process at a time does this; `giveWay` is awaited before each row.
 * @returns how many rows were sealed; fewer than a hundred: there are no more for now
 */
export async function sealRows(
  database: Database,
  births: KnownBirths,
  giveWay: () => Promise<unknown>,
): Promise<number> {
  return database.transaction(async (sql) => {
    const { rows: lock } = await sql.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock($1) as mine',
      [LOCK],
    );
    if (lock[0]?.mine !== true) return 0;
    const rows = await wholeRows(sql);
    // a day of which nobody made the partition (this machine slept, say) must not look like rows that no column holds
    if (rows.length > 0) await sql.query('select make_partitions()');
    await births.load(rows.map(({ birth }) => birth));
    const sealed: Sealed[] = [];
    const [later, lost, unreadable]: [Key[], Key[], Unreadable[]] = [[], [], []];
    for (const { pieces, ...row } of rows) {
      await giveWay();
      const birth = births.get(row.birth);
      if (birth === undefined) {
        later.push(row);
        continue;
      }
      if (new Set(pieces.map(({ part }) => part)).size < row.parts) {
        lost.push(row);
        continue;
      }
      const made = sealRow(pieces, birth);
      if (made.ok) sealed.push(whatIsKept(row, made.value));
      else unreadable.push({ ...row, what: `row ${row.seq}: ${made.error.what}` });
    }
    unreadable.push(...(await keep(sql, sealed)));
    await postpone(sql, later, `now() + interval '1 minute'`);
    await postpone(sql, unreadable, `'infinity'`);
    await tellRefused(
      sql,
      unreadable.map(({ gw, what }) => ({
        ...{ gateway: gw, kind: 'refused', code: 'ingest.not-sealable', what, payload: null },
      })),
    );
    await notHere(sql, lost);
    return sealed.length;
  });
}

/** Segments that had no date when they were sealed and have one now: their hours are made up. */
export function rollLate(database: Database, births: KnownBirths): Promise<number> {
  return database.transaction(async (sql) => {
    const { rows: lock } = await sql.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock($1) as mine',
      [LOCK],
    );
    if (lock[0]?.mine !== true) return 0;
    const { rows } = await sql.query<
      Key & { birth: string; body: Buffer; to_mono: number; to_at: number; day: string }
    >(
      'select gw, epoch, seq, birth, body, to_mono, to_at, day from segment where not rolled and to_at is not null limit 100',
    );
    await births.load(rows.map(({ birth }) => birth));
    const hours = rows.flatMap(({ gw, birth: hash, body, to_mono, to_at }) => {
      const birth = births.get(hash);
      const parts = birth && decodeParts(bodyOfSegment(body), birth.channels);
      return parts?.ok === true ? [{ gw, birth: hash, hours: hoursIn(parts.value, to_mono, to_at) }] : [];
    });
    await keepHours(sql, hours);
    await sql.query(
      `update segment s set rolled = true from unnest(${typed(1, 'text', 'text', 'int8', 'date')}) as i (gw, epoch, seq, day)
        where s.gw = i.gw and s.epoch = i.epoch and s.seq = i.seq and s.day = i.day`,
      columns(
        rows,
        ({ gw }) => gw,
        ({ epoch }) => epoch,
        ({ seq }) => seq,
        ({ day }) => day,
      ),
    );
    return rows.length;
  });
}

async function wholeRows(sql: Sql): Promise<WholeRow[]> {
  const { rows } = await sql.query<WholeRow>({
    name: 'whole-rows',
    text: `with whole as (
        select gw, epoch, seq, parts from row_end where whole_at <= now() order by whole_at limit ${MOST_ROWS} for update skip locked)
      select w.gw, w.epoch, w.seq, w.parts, max(p.birth) as birth, max(p.boot) as boot, max(p.evidence) as evidence,
          min(p.from_mono) as from_mono, max(p.to_mono) as to_mono, d.at, d.clock,
          coalesce(array_agg(p.part order by p.part, p.slice), '{}') as numbers,
          array_agg(p.slices order by p.part, p.slice) as slices,
          array_agg(p.digest::text order by p.part, p.slice) as digests,
          array_agg(length(p.body) order by p.part, p.slice) as lengths,
          string_agg(p.body, '' order by p.part, p.slice) as bodies
        from whole w left join open_part p on p.gw = w.gw and p.epoch = w.epoch and p.seq = w.seq and p.part <= w.parts
        left join lateral (select max(boot) as boot, max(to_mono) as to_mono from open_part l
          where l.gw = w.gw and l.epoch = w.epoch and l.seq = w.seq) last on true
        left join lateral dated(w.gw, last.boot, last.to_mono) d on true
        group by w.gw, w.epoch, w.seq, w.parts, d.at, d.clock`,
  });
  return (rows as unknown as (WholeRow & Pieces)[]).map((row) => ({ ...row, pieces: piecesOf(row) }));
}

type Pieces = {
  readonly numbers: number[];
  readonly slices: number[] | null;
  readonly digests: string[] | null;
  readonly lengths: number[] | null;
  readonly bodies: Buffer | null;
};

function piecesOf({ numbers, slices, digests, lengths, bodies }: Pieces): OpenPart[] {
  let at = 0;
  return numbers.flatMap((part, nth) => {
    const length = lengths?.[nth];
    if (bodies === null || length === undefined || length === null) return [];
    const body = bodies.subarray(at, at + length);
    at += length;
    return [{ part, slices: slices?.[nth] ?? 1, digest: digests?.[nth] ?? '0', body }];
  });
}

/**
 * Keeps rows; whoever has one that PostgreSQL will never take must not keep those of all others from being sealed: halved until it
 * is alone. @returns what could not be kept
 */
async function keep(sql: Sql, sealed: readonly Sealed[]): Promise<Unreadable[]> {
  const [only] = sealed;
  if (only === undefined) return [];
  await sql.query('savepoint keep');
  try {
    await keepSegments(sql, sealed);
    await keepHours(
      sql,
      sealed.flatMap(({ row: { gw, birth }, hours }) => (hours === null ? [] : [{ gw, birth, hours }])),
    );
    await keepLatest(
      sql,
      sealed.flatMap(({ newest }) => newest ?? []),
    );
    await forget(
      sql,
      sealed.map(({ row }) => row),
    );
    await sql.query('release savepoint keep');
    return [];
  } catch (error) {
    if (isPassing(error)) throw error;
    await sql.query('rollback to savepoint keep');
    if (sealed.length === 1)
      return [{ ...only.row, what: `row ${only.row.seq}: ${databaseProblem(error).what}` }];
    const middle = sealed.length >> 1;
    return [...(await keep(sql, sealed.slice(0, middle))), ...(await keep(sql, sealed.slice(middle)))];
  }
}

async function keepSegments(sql: Sql, sealed: readonly Sealed[]): Promise<void> {
  if (sealed.length === 0) return;
  const bodies = Buffer.concat(sealed.map(({ segment: { body } }) => body));
  let end = 0;
  const starts = sealed.map(({ segment: { body } }) => {
    const start = end + 1;
    end += body.length;
    return start;
  });
  await sql.query({
    name: 'keep-segments',
    text: `insert into segment (gw, epoch, seq, birth, boot, evidence, from_mono, to_mono, from_at, to_at, clock, rolled, digests, body)
      select i.gw, i.epoch, i.seq, i.birth, i.boot, i.evidence, i.from_mono, i.to_mono,
          to_timestamp(i.at - (i.to_mono - i.from_mono) / 1000.0), to_timestamp(i.at), coalesce(i.clock, 'unsynced'),
          i.at is not null or i.evidence is not null, i.digests::int[], substring($1::bytea from i.start for i.bytes)
        from unnest(${typed(2, 'text', 'text', 'int8', 'text', 'text', 'text', 'int8', 'int8', 'float8', 'text', 'text', 'int4', 'int4')})
          as i (gw, epoch, seq, birth, boot, evidence, from_mono, to_mono, at, clock, digests, start, bytes)`,
    values: [
      bodies,
      ...columns(
        sealed,
        ({ row }) => row.gw,
        ({ row }) => row.epoch,
        ({ row }) => row.seq,
        ({ row }) => row.birth,
        ({ row }) => row.boot,
        ({ row }) => row.evidence,
        ({ row }) => row.from_mono,
        ({ row }) => row.to_mono,
        ({ row }) => (row.at === null ? null : row.at / 1000),
        ({ row }) => row.clock,
        ({ segment: { digests } }) => `{${digests.join()}}`,
      ),
      starts,
      sealed.map(({ segment: { body } }) => body.length),
    ],
  });
}

function whatIsKept(row: Sealed['row'], { parts, digests, body }: SealedRow): Sealed {
  const { gw, epoch, seq, birth, boot, to_mono: mono, at, evidence } = row;
  return {
    ...{ row, segment: { digests, body } },
    hours: at === null || evidence !== null ? null : hoursIn(parts, mono, at),
    newest: evidence === null ? { gw, epoch, seq, birth, boot, mono, at, values: lastValuesIn(parts) } : null,
  };
}

function hoursIn(parts: readonly Part[], toMono: number, at: number): Hours {
  const hours: Hours = new Map();
  addHours(hours, parts, (mono) => at + mono - toMono);
  return hours;
}

async function forget(sql: Sql, rows: readonly Key[]): Promise<void> {
  if (rows.length === 0) return;
  const same = (table: string) =>
    `delete from ${table} t using unnest(${typed(1, 'text', 'text', 'int8')}) as i (gw, epoch, seq)
      where t.gw = i.gw and t.epoch = i.epoch and t.seq = i.seq`;
  for (const table of ['open_part', 'row_end']) await sql.query(same(table), keys(rows));
}

async function postpone(sql: Sql, rows: readonly Key[], until: string): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `update row_end t set whole_at = ${until} from unnest(${typed(1, 'text', 'text', 'int8')}) as i (gw, epoch, seq)
      where t.gw = i.gw and t.epoch = i.epoch and t.seq = i.seq`,
    keys(rows),
  );
}

/** Somebody took parts out by hand: the row is not here, and will be asked for. */
async function notHere(sql: Sql, rows: readonly Key[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `with lost as (select gw, epoch, range_agg(int8range(seq, seq + 1)) as rows
        from unnest(${typed(1, 'text', 'text', 'int8')}) as i (gw, epoch, seq) group by gw, epoch),
      open as (update row_end t set whole_at = null from unnest($1::text[], $2::text[], $3::int8[]) as i (gw, epoch, seq)
        where t.gw = i.gw and t.epoch = i.epoch and t.seq = i.seq)
      update have h set rows = h.rows - lost.rows from lost
        where h.gw = lost.gw and h.epoch = lost.epoch and h.stream = 'telemetry'`,
    keys(rows),
  );
}

function keys(rows: readonly Key[]): unknown[][] {
  return columns(
    rows,
    ({ gw }) => gw,
    ({ epoch }) => epoch,
    ({ seq }) => seq,
  );
}
