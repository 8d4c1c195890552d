import type { Clock } from '../../../core/clock.ts';
import type { CommandAsk } from '../../../telemetry/index.ts';
import type { Database, Sql } from '../database/postgresPool.ts';
import type { Source } from '../sources/source.ts';
import { commandBytes, type PlatformKey } from './signing.ts';

export type OutboxOptions = {
  readonly database: Database;
  readonly say: Source['publish'];
  readonly key: PlatformKey | null;
  readonly clock: Clock;
};

type OutgoingCommand = {
  readonly id: string;
  readonly gw: string;
  readonly ask: CommandAsk;
  readonly bytes: Buffer | null;
  readonly tries: number;
};

const MOST_AT_ONCE = 200;
// A gateway takes a signed command for ten minutes after it was issued.
const EXPIRE = '10 minutes';

/**
 * Says what waits in `outbox`: the same bytes again until the answer is there or it is too late. One command a gateway at a
 * time, because each signed one has to be later than the last. @returns how many were said
 */
export function sendWaiting(options: OutboxOptions): Promise<number> {
  return options.database.transaction(async (sql) => {
    await sql.query(
      `update outbox set outcome = 'expired', ended_at = now() where outcome is null and asked_at < now() - interval '${EXPIRE}'`,
    );
    const { rows } = await sql.query<OutgoingCommand>(
      `select id, gw, ask, bytes, tries from outbox o
        where outcome is null and next_at <= now() and not exists (
          select from outbox before where before.gw = o.gw and before.outcome is null and (before.asked_at, before.id) < (o.asked_at, o.id))
        order by next_at limit ${MOST_AT_ONCE} for update skip locked`,
    );
    for (const one of rows) await send(sql, one, options);
    return rows.length;
  });
}

async function send(
  sql: Sql,
  { id, gw, ask, bytes, tries }: OutgoingCommand,
  options: OutboxOptions,
): Promise<void> {
  const { say, key, clock } = options;
  let [issued, made]: [number | null, Uint8Array | null] = [null, bytes];
  if (made === null) {
    const { rows } = await sql.query<{ last: number | null }>(
      'select max(issued) as last from outbox where gw = $1',
      [gw],
    );
    issued = Math.max(Math.round(clock.utc()), (rows[0]?.last ?? 0) + 1);
    made = commandBytes(gw, id, ask, issued, key);
  }
  const said = await say(gw, 'cmd', made);
  // what did not reach the broker is tried again at once; else a gateway gets 5, 10, 20, … s to answer
  const waitS = said.ok ? Math.min(60, 5 * 2 ** tries) : 1;
  await sql.query(
    `update outbox set bytes = $2, issued = coalesce($3, issued), tries = tries + $4, next_at = now() + make_interval(secs => $5) where id = $1`,
    [id, Buffer.from(made), issued, said.ok ? 1 : 0, waitS],
  );
}
