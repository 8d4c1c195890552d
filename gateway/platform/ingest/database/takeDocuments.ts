import type { Batch } from '../take/batch.ts';
import { columns, typed } from './columns.ts';
import type { Sql } from './postgresPool.ts';
import { storable, storableJson } from './storableText.ts';

const SAMPLE_BYTES = 1024;

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
          where e.gw = b.gw and e.boot = b.boot and e.clock in ('unsynced', 'rtc') returning e.*),
      segments as (
        update segment s set from_at = moment(b.utc - b.mono + s.from_mono),
            to_at = moment(b.utc - b.mono + s.to_mono), clock = b.quality from best b
          where s.gw = b.gw and s.boot = b.boot and s.clock in ('unsynced', 'rtc'))
      select step_alarms(array_agg(events::event) filter (where type = 'alarm')) from events`,
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

/**
 * How far gateways have come, and how they stand. A will is as old as its connection, and what a broker kept is older. Two processes
 * share what a gateway says, and the later word may be stored first: one that knows less than what is here does not undo it.
 */
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
      update gateway g set epoch = i.epoch, boot = i.boot, online = i.online, state_at = now(),
          guard_alive = case when stale then g.guard_alive else i.guard_alive end,
          journal_ok = case when stale then g.journal_ok else i.journal_ok end,
          returns = case when not (recent and g.epoch <> i.epoch) then g.returns
            when g.returned_at > now() - interval '10 minutes' then g.returns + 1 else 1 end,
          returned_at = case when recent and g.epoch <> i.epoch then now() else g.returned_at end
        from (select i.*, online and exists (select from head h where h.gw = i.gw and h.epoch = i.epoch
            and (h.event > i.event or h.telemetry > i.telemetry)) as stale,
          online and exists (select from head h where h.gw = i.gw and h.epoch = i.epoch and h.at > now() - interval '10 minutes') as recent
          from i) i
        where g.gw = i.gw and i.live`,
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
      [id, gateway, storableJson(reply), done ? 'done' : 'refused'],
    );
    if (code === 'replay.other-epoch')
      await sql.query(
        `update head h set refused = $3 from outbox o where o.id = $1 and h.gw = $2 and o.gw = h.gw and h.epoch = o.ask ->> 'epoch'`,
        [id, gateway, code],
      );
  }
  await tellRefused(sql, refused);
}

/** What could not be taken: counted by kind, with the beginning of the last one to be looked at. A flood of it is a few rows. */
export async function tellRefused(sql: Sql, refused: Batch['refused']): Promise<void> {
  const kinds = new Map<string, { last: Batch['refused'][number]; messages: number }>();
  for (const one of refused) {
    const kind = `${one.gateway} ${one.code}`;
    kinds.set(kind, { last: one, messages: (kinds.get(kind)?.messages ?? 0) + 1 });
  }
  for (const { last, messages } of kinds.values()) {
    const { gateway, code, what, payload } = last;
    await sql.query(
      `insert into refused as r (gw, code, what, messages, sample) values ($1, $2, $3, $4, $5)
        on conflict (gw, code) do update set messages = r.messages + excluded.messages, what = excluded.what,
          sample = excluded.sample, last_at = now()`,
      [gateway, code, storable(what), messages, payload && Buffer.from(payload.subarray(0, SAMPLE_BYTES))],
    );
  }
}
