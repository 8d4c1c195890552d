import type { Database } from '../database/postgresPool.ts';

// So much is asked for at a time: a gateway takes 30 commands and one more each second; who lost everything asks ten thousand.
const MOST_REPLAYS = 500;
const MOST_BIRTHS = 500;
// Unanswered, of one gateway: one that names births or journals without end must not keep all others from being asked.
const MOST_OF_ONE = 8;
const LOCK = 7_263_515;

const HAS_ROOM = `(select count(*) from outbox o where o.gw = asked.gw and o.outcome is null) + asked.nth <= ${MOST_OF_ONE}`;

/**
 * Asks for what is missing: births that something here names, and rows that a gateway counts as delivered and that are not here.
 * What was asked for had 20 s to come after it was answered before more is asked for, and a minute before the same is.
 * One process at a time does this. @returns how many questions there are now that were not there before
 */
export function askForMissing(database: Database): Promise<number> {
  return database.transaction(async (sql) => {
    const { rows } = await sql.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      LOCK,
    ]);
    if (rows[0]?.mine !== true) return 0;
    const births = await sql.query(
      `insert into outbox (gw, ask, asked_by)
        select gw, jsonb_build_object('kind', 'birth', 'hash', hash), 'ingest' from (
          select gw, hash, row_number() over (partition by gw order by is_current desc, hash) as nth from (
            select gw, birth as hash, true as is_current from gateway g where online
            union select w.gw, w.hash, false from birth_wanted w where not exists (select from gateway g where g.gw = w.gw and g.birth = w.hash)) named
          where not exists (select from birth b where b.hash = named.hash)
            and not exists (select from outbox o where o.gw = named.gw and o.ask ->> 'kind' = 'birth'
              and o.ask ->> 'hash' is not distinct from named.hash and (o.outcome is null or o.asked_at > now() - interval '1 minute'))) asked
        where ${HAS_ROOM} order by nth limit ${MOST_BIRTHS}`,
    );
    const replays = await sql.query(
      `insert into outbox (gw, ask, asked_by)
        select gw, jsonb_build_object('kind', 'replay', 'epoch', epoch, 'stream', stream, 'from', lower(r), 'to', upper(r) - 1), 'ingest' from (
          select w.gw, w.epoch, w.stream, r, row_number() over (partition by w.gw order by w.epoch = g.epoch desc, w.epoch, w.stream) as nth
            from wanted w join gateway g on g.gw = w.gw and g.online
            cross join lateral (select r from unnest(w.rows) as r order by r limit 1) first
            where not exists (
              select from outbox o where o.gw = w.gw and o.ask ->> 'kind' = 'replay'
                and o.ask ->> 'epoch' = w.epoch and o.ask ->> 'stream' = w.stream
                and (o.outcome is null or o.ended_at > now() - interval '20 seconds'
                  or (o.ask ->> 'from')::bigint = lower(r) and o.ended_at > now() - interval '1 minute'))) asked
        where ${HAS_ROOM} order by nth limit ${MOST_REPLAYS}`,
    );
    return (births.rowCount ?? 0) + (replays.rowCount ?? 0);
  });
}
