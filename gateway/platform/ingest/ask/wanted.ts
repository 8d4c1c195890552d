import type { Database } from '../database/postgresPool.ts';

// So much is asked for at a time: a gateway takes 30 commands and one more each second; who lost everything asks ten thousand.
const MOST_REPLAYS = 500;
const MOST_BIRTHS = 500;
const LOCK = 7_263_515;

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
          select gw, birth as hash from gateway g where online and birth is not null
          union select gw, hash from birth_wanted
          union select gw, null from gateway where online and birth is null) named
        where not exists (select from birth b where b.hash = named.hash)
          and not exists (select from outbox o where o.gw = named.gw and o.ask ->> 'kind' = 'birth'
            and o.ask ->> 'hash' is not distinct from named.hash and (o.outcome is null or o.asked_at > now() - interval '1 minute'))
        limit ${MOST_BIRTHS}`,
    );
    const replays = await sql.query(
      `insert into outbox (gw, ask, asked_by)
        select w.gw, jsonb_build_object('kind', 'replay', 'epoch', w.epoch, 'stream', w.stream, 'from', lower(r), 'to', upper(r) - 1), 'ingest'
          from wanted w join gateway g on g.gw = w.gw and g.online
          cross join lateral (select r from unnest(w.rows) as r order by r limit 1) first
          where not exists (
            select from outbox o where o.gw = w.gw and o.ask ->> 'kind' = 'replay'
              and o.ask ->> 'epoch' = w.epoch and o.ask ->> 'stream' = w.stream
              and (o.outcome is null or o.ended_at > now() - interval '20 seconds'
                or (o.ask ->> 'from')::bigint = lower(r) and o.ended_at > now() - interval '1 minute'))
          limit ${MOST_REPLAYS}`,
    );
    return (births.rowCount ?? 0) + (replays.rowCount ?? 0);
  });
}
