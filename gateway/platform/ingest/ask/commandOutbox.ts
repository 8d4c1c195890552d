import type { Clock } from '../../../core/clock.ts';
import type { CommandAsk } from '../../../telemetry/index.ts';
import { columns, typed } from '../database/columns.ts';
import type { Database } from '../database/postgresPool.ts';
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
  readonly issued: number | null;
  readonly last: number | null; // issued to this gateway
};
type Made = {
  readonly id: string;
  readonly gw: string;
  readonly bytes: Buffer;
  readonly issued: number | null;
};

const MOST_AT_ONCE = 200;
// A gateway takes a signed command for ten minutes after it was issued.
const EXPIRE = '10 minutes';

/**
 * Says what waits in `outbox`: the same bytes again until the answer is there or it is too late. One command a gateway at a
 * time, because each signed one has to be later than the last. No row is held while the broker is waited for: the answer may be
 * here before its confirmation, and would hold up all that gateways say. @returns how many were said
 */
export async function sendWaiting(options: OutboxOptions): Promise<number> {
  const { database, say } = options;
  const due = await claim(options);
  const said = await Promise.all(due.map(({ gw, bytes }) => say(gw, 'cmd', bytes)));
  const unsaid = due.filter((_one, nth) => said[nth]?.ok !== true).map(({ id }) => id);
  // what did not reach the broker is tried again at once
  if (unsaid.length > 0)
    await database.query(
      `update outbox set tries = tries - 1, next_at = now() + interval '1 second' where id = any ($1::text[]) and outcome is null`,
      [unsaid],
    );
  return due.length - unsaid.length;
}

/** Takes what is due as being said now: nobody else says it before a gateway had 5, 10, 20, … s to answer. */
function claim({ database, key, clock }: OutboxOptions): Promise<Made[]> {
  return database.transaction(async (sql) => {
    await sql.query(
      `update outbox set outcome = 'expired', ended_at = now() where id in (
        select id from outbox where outcome is null and asked_at < now() - interval '${EXPIRE}' for update skip locked)`,
    );
    const { rows } = await sql.query<OutgoingCommand>(
      `select id, gw, ask, bytes, issued, (select max(issued) from outbox i where i.gw = o.gw) as last from outbox o
        where outcome is null and next_at <= now() and not exists (
          select from outbox before where before.gw = o.gw and before.outcome is null and (before.asked_at, before.id) < (o.asked_at, o.id))
        order by next_at limit ${MOST_AT_ONCE} for update skip locked`,
    );
    const made = rows.map(({ id, gw, ask, bytes, issued: before, last }): Made => {
      if (bytes !== null) return { id, gw, bytes, issued: before };
      const issued = Math.max(Math.round(clock.utc()), (last ?? 0) + 1);
      return { id, gw, bytes: Buffer.from(commandBytes(gw, id, ask, issued, key)), issued };
    });
    if (made.length === 0) return made;
    await sql.query(
      `update outbox o set bytes = i.bytes, issued = i.issued, tries = o.tries + 1,
          next_at = now() + make_interval(secs => least(60, 5 * 2 ^ least(o.tries, 10)))
        from unnest(${typed(1, 'text', 'bytea', 'int8')}) as i (id, bytes, issued) where o.id = i.id`,
      columns(
        made,
        ({ id }) => id,
        ({ bytes }) => bytes,
        ({ issued }) => issued,
      ),
    );
    return made;
  });
}
