import { type Birth, birthHash, decodeBirth, type WireText } from '../../../telemetry/index.ts';
import type { Batch } from '../take/batch.ts';
import { columns, typed } from './columns.ts';
import type { Sql } from './postgresPool.ts';
import { storable, storableJson } from './storableText.ts';

type Said = Batch['births'][number];

/**
 * Births as they came, those that come in pieces too; which of them is the current one of its gateway. Each gateway says its
 * births with every connection and nearly all of them are here: only what is new is read. What cannot be read is refused.
 */
export async function takeBirths(sql: Sql, batch: Batch): Promise<void> {
  await takeWhole(sql, batch);
  for (const { gateway, hash, piece, pieces: count, body } of batch.pieces) {
    await sql.query(
      `insert into birth_piece (gw, hash, pieces, piece, body) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [gateway, hash, count, piece, Buffer.from(body)],
    );
    await joinPieces(sql, gateway, hash, count);
  }
  for (const { gateway, hash } of batch.pointers) {
    const { rows } = await sql.query<{ doc: Buffer }>('select doc from birth where hash = $1', [hash]);
    const birth = rows[0] && decodeBirth(rows[0].doc);
    if (birth?.ok === true) await adopt(sql, gateway, hash, birth.value);
    else await sql.query('update gateway set birth = $2 where gw = $1', [gateway, hash]);
  }
}

async function takeWhole(sql: Sql, { births, refused }: Batch): Promise<void> {
  if (births.length === 0) return;
  const { rows: known } = await sql.query<{ hash: string }>({
    name: 'known-births',
    text: 'select hash from birth where hash = any ($1::text[])',
    values: [[...new Set(births.map(({ hash }) => hash))]],
  });
  const here = new Set(known.map(({ hash }) => hash));
  await notWanted(sql, [...here]);
  const broken = new Set<string>();
  for (const one of births) {
    const { gateway, hash, document } = one;
    if (here.has(hash)) continue;
    const birth = broken.has(hash) ? null : read(one, refused);
    if (birth === null) {
      broken.add(hash);
      continue;
    }
    await keepBirth(sql, gateway, hash, birth, document);
    here.add(hash);
  }
  for (const one of await changed(sql, births)) {
    const birth = here.has(one.hash) ? decodeBirth(one.document) : null;
    if (birth?.ok === true) await adopt(sql, one.gateway, one.hash, birth.value);
  }
}

function read({ gateway, document }: Said, refused: Batch['refused']): Birth | null {
  const birth = decodeBirth(document);
  if (birth.ok) return birth.value;
  const { code, what } = birth.error;
  refused.push({ gateway, kind: 'refused', code, what, payload: document });
  return null;
}

/** The newest word of each gateway on what its current birth is, where another one stands here, or its hash alone. */
async function changed(sql: Sql, births: readonly Said[]): Promise<Said[]> {
  const current = new Map(births.filter(({ isCurrent }) => isCurrent).map((one) => [one.gateway, one]));
  if (current.size === 0) return [];
  const { rows } = await sql.query<{ gw: string }>({
    name: 'changed-births',
    text: `select i.gw from unnest(${typed(1, 'text', 'text')}) as i (gw, hash) join gateway g on g.gw = i.gw
      where g.birth is distinct from i.hash or g.software is null`,
    values: columns(
      [...current.values()],
      ({ gateway }) => gateway,
      ({ hash }) => hash,
    ),
  });
  return rows.flatMap(({ gw }) => current.get(gw) ?? []);
}

/** Whole rows that waited for a birth are sealed now: when they would be looked at again is up to a minute away. */
async function notWanted(sql: Sql, hashes: readonly string[]): Promise<void> {
  await sql.query({
    name: 'not-wanted',
    text: `with wanted as (delete from birth_wanted where hash = any ($1::text[]) returning gw)
      update row_end r set whole_at = now() from wanted w
        where r.gw = w.gw and r.whole_at > now() and r.whole_at < 'infinity'`,
    values: [hashes],
  });
}

async function keepBirth(
  sql: Sql,
  gateway: string,
  hash: string,
  birth: Birth,
  document: Uint8Array,
): Promise<void> {
  const channels = storableJson(birth.channels.map(channelDocument));
  await sql.query(
    'insert into birth (hash, gw, software, channels, doc) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [hash, gateway, storable(birth.software), channels, Buffer.from(document)],
  );
  await notWanted(sql, [hash]);
}

/** The document, once all its pieces are here: its hash proves that they are the right ones. */
async function joinPieces(sql: Sql, gateway: string, hash: string, pieces: number): Promise<void> {
  const { rows } = await sql.query<{ body: Buffer }>(
    'select body from birth_piece where gw = $1 and hash = $2 and pieces = $3 order by piece',
    [gateway, hash, pieces],
  );
  if (rows.length < pieces) return;
  const document = Buffer.concat(rows.map(({ body }) => body));
  const birth = decodeBirth(document);
  if (birthHash(document) === hash && birth.ok) {
    await keepBirth(sql, gateway, hash, birth.value, document);
    const { rowCount } = await sql.query('select from gateway where gw = $1 and birth = $2', [gateway, hash]);
    if (rowCount === 1) await adopt(sql, gateway, hash, birth.value);
  }
  await sql.query('delete from birth_piece where gw = $1 and hash = $2', [gateway, hash]);
}

/** What the current birth of a gateway says of it; of the epoch before, how far it went. */
async function adopt(sql: Sql, gateway: string, hash: string, birth: Birth): Promise<void> {
  const name = birth.name ?? null;
  await sql.query(
    'update gateway set birth = $2, name_en = $3, name_zh = $4, software = $5, epoch = coalesce(epoch, $6) where gw = $1',
    [gateway, hash, inLanguage(name, 'en'), inLanguage(name, 'zh'), storable(birth.software), birth.epoch],
  );
  const { previous } = birth;
  if (previous !== null)
    await sql.query(
      `insert into head (gw, epoch, event, telemetry, parts, event_delivered, telemetry_delivered)
        values ($1, $2, $3, $4, 0, 0, 0) on conflict (gw, epoch) do update
        set event = greatest(head.event, excluded.event), telemetry = greatest(head.telemetry, excluded.telemetry)`,
      [gateway, previous.epoch, previous.event, previous.telemetry],
    );
}

function channelDocument({ name, place, ...rest }: Birth['channels'][number]): object {
  return {
    ...rest,
    name_en: inLanguage(name, 'en'),
    name_zh: inLanguage(name, 'zh'),
    place_en: inLanguage(place ?? null, 'en'),
    place_zh: inLanguage(place ?? null, 'zh'),
  };
}

function inLanguage(text: WireText | null, language: 'en' | 'zh'): string | null {
  if (text === null) return null;
  return storable(typeof text === 'string' ? text : text[language]);
}
