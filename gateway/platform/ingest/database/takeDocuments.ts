import { type Birth, birthHash, decodeBirth, type WireText } from '../../../telemetry/index.ts';
import type { Batch } from '../take/batch.ts';
import { columns, typed } from './columns.ts';
import type { Sql } from './postgresPool.ts';

/** Births as they came, those that come in pieces too; which of them is the current one of its gateway. */
export async function takeBirths(sql: Sql, { births, pointers, pieces }: Batch): Promise<void> {
  for (const { gateway, hash, birth, document, isCurrent } of births) {
    await keepBirth(sql, gateway, hash, birth, document);
    if (isCurrent) await adopt(sql, gateway, hash, birth);
  }
  for (const { gateway, hash, piece, pieces: count, body } of pieces) {
    await sql.query(
      `insert into birth_piece (gw, hash, pieces, piece, body) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [gateway, hash, count, piece, Buffer.from(body)],
    );
    await joinPieces(sql, gateway, hash, count);
  }
  for (const { gateway, hash } of pointers) {
    const { rows } = await sql.query<{ doc: Buffer }>('select doc from birth where hash = $1', [hash]);
    const birth = rows[0] && decodeBirth(rows[0].doc);
    if (birth?.ok === true) await adopt(sql, gateway, hash, birth.value);
    else await sql.query('update gateway set birth = $2 where gw = $1', [gateway, hash]);
  }
}

async function keepBirth(
  sql: Sql,
  gateway: string,
  hash: string,
  birth: Birth,
  document: Uint8Array,
): Promise<void> {
  const channels = JSON.stringify(birth.channels.map(channelDocument));
  await sql.query(
    'insert into birth (hash, gw, software, channels, doc) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [hash, gateway, birth.software, channels, Buffer.from(document)],
  );
  // whole rows that waited for it are sealed now: when they would be looked at again is up to a minute away
  await sql.query(
    `with wanted as (delete from birth_wanted where hash = $1 returning gw)
      update row_end r set whole_at = now() from wanted w
        where r.gw = w.gw and r.whole_at > now() and r.whole_at < 'infinity'`,
    [hash],
  );
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
    [gateway, hash, inLanguage(name, 'en'), inLanguage(name, 'zh'), birth.software, birth.epoch],
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

/** New mappings of clocks, and better dates for what had none or a poor one. Most messages say what is known. */
export async function takeTimes(sql: Sql, { times }: Batch): Promise<void> {
  const fresh = new Map<string, Batch['times'][number]>();
  for (const one of times)
    if (one.time.utc !== null)
      fresh.set(`${one.gateway} ${one.boot} ${one.time.mono} ${one.time.quality}`, one);
  if (fresh.size === 0) return;
  await sql.query({
    name: 'take-times',
    text: `with i as (
        select distinct on (gw, boot, mono) * from unnest(${typed(1, 'text', 'text', 'int8', 'int8', 'text')}) as i (gw, boot, mono, utc, quality)
          order by gw, boot, mono, trust(quality) desc),
      learnt as (
        insert into mapping (gw, boot, mono, utc, quality) select gw, boot, mono, utc, quality from i
          where not exists (select from mapping m where m.gw = i.gw and m.boot = i.boot and m.quality = i.quality
            and abs((m.utc - m.mono) - (i.utc - i.mono)) < 250)
          on conflict (gw, boot, mono) do update set utc = excluded.utc, quality = excluded.quality
            where trust(excluded.quality) > trust(mapping.quality)
          returning gw, boot, mono, utc, quality),
      best as (select distinct on (gw, boot) * from learnt where quality in ('ntp', 'holdover') order by gw, boot, trust(quality) desc),
      events as (
        update event e set at = moment(b.utc - b.mono + e.mono), clock = b.quality from best b
          where e.gw = b.gw and e.boot = b.boot and e.clock in ('unsynced', 'rtc'))
      update segment s set from_at = moment(b.utc - b.mono + s.from_mono),
          to_at = moment(b.utc - b.mono + s.to_mono), clock = b.quality from best b
        where s.gw = b.gw and s.boot = b.boot and s.clock in ('unsynced', 'rtc')`,
    values: columns(
      [...fresh.values()],
      ({ gateway }) => gateway,
      ({ boot }) => boot,
      ({ time }) => Math.round(time.mono),
      ({ time }) => Math.round(time.utc ?? 0),
      ({ time }) => time.quality,
    ),
  });
}

/** How far gateways have come, and how they stand. A will is as old as its connection, and what a broker kept is older. */
export async function takeStates(sql: Sql, { states }: Batch): Promise<void> {
  const newest = new Map<string, Batch['states'][number]>();
  for (const one of states) newest.set(`${one.gateway} ${one.state.epoch}`, one);
  if (newest.size === 0) return;
  await sql.query({
    name: 'take-states',
    text: `with i as (
        select * from unnest(${typed(1, 'text', 'text', 'text', 'bool', 'bool', 'bool', 'bool', 'int8', 'int8', 'int4', 'int8', 'int8')})
          as i (gw, epoch, boot, live, online, guard_alive, journal_ok, event, telemetry, parts, event_delivered, telemetry_delivered)),
      heads as (
        insert into head as h (gw, epoch, event, telemetry, parts, event_delivered, telemetry_delivered)
          select gw, epoch, event, telemetry, parts, event_delivered, telemetry_delivered from i order by gw, epoch
          on conflict (gw, epoch) do update set event = greatest(h.event, excluded.event),
            parts = case when excluded.telemetry > h.telemetry then excluded.parts
              when excluded.telemetry = h.telemetry then greatest(h.parts, excluded.parts) else h.parts end,
            telemetry = greatest(h.telemetry, excluded.telemetry),
            event_delivered = greatest(h.event_delivered, excluded.event_delivered),
            telemetry_delivered = greatest(h.telemetry_delivered, excluded.telemetry_delivered), at = now())
      update gateway g set epoch = i.epoch, boot = i.boot, online = i.online, guard_alive = i.guard_alive,
          journal_ok = i.journal_ok, state_at = now() from i where g.gw = i.gw and i.live`,
    values: columns(
      [...newest.values()],
      ({ gateway }) => gateway,
      ({ state }) => state.epoch,
      ({ state }) => state.boot,
      ({ retained }) => !retained,
      ({ state }) => state.online,
      ({ state }) => state.guardAlive,
      ({ state }) => state.journal === 'ok',
      ({ state }) => state.heads.event.seq,
      ({ state }) => state.heads.telemetry.seq,
      ({ state }) => state.heads.telemetry.parts,
      ({ state }) => state.delivered.event.seq,
      ({ state }) => Math.max(0, state.delivered.telemetry.seq - 1),
    ),
  });
}

/** Answers to commands, and what could not be taken. */
export async function takeReplies(sql: Sql, { replies, refused }: Batch): Promise<void> {
  for (const { gateway, reply } of replies) {
    const { id, ok: done, code } = reply;
    await sql.query(
      `update outbox set reply = $3, outcome = $4, ended_at = now() where id = $1 and gw = $2 and reply is null`,
      [id, gateway, JSON.stringify(reply), done ? 'done' : 'refused'],
    );
    if (code === 'replay.other-epoch')
      await sql.query(
        `update head h set refused = $3 from outbox o where o.id = $1 and h.gw = $2 and o.gw = h.gw and h.epoch = o.ask ->> 'epoch'`,
        [id, gateway, code],
      );
  }
  for (const { gateway, code, what } of refused)
    await sql.query(
      `insert into refused as r (gw, code, what, messages) values ($1, $2, $3, 1)
        on conflict (gw, code) do update set messages = r.messages + 1, what = excluded.what, last_at = now()`,
      [gateway, code, what],
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
  return text === null || typeof text === 'string' ? text : text[language];
}
