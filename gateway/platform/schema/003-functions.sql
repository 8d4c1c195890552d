-- A text for people: a string, or {"en", "zh"}.
create function lifeline.text_of(it jsonb, language text) returns text language sql immutable as $$
  select case jsonb_typeof(it) when 'string' then it #>> '{}' when 'object' then it ->> language end
$$;

-- How far a clock is to be trusted: ntp 3, holdover 2, rtc 1, unsynced 0.
create function lifeline.trust(quality text) returns int language sql immutable as $$
  select case quality when 'ntp' then 3 when 'holdover' then 2 when 'rtc' then 1 else 0 end
$$;

-- A moment from Unix milliseconds; null for what no clock of this century says.
create function lifeline.moment(ms bigint) returns timestamptz language sql immutable as $$
  select case when ms between 0 and 4102444800000 then to_timestamp(ms / 1000.0) end
$$;

-- What the clock of a gateway was best known to say about a moment of a boot: the better quality wins, then the nearest.
create function lifeline.dated(gateway text, of_boot text, of_mono bigint, out at timestamptz, out clock text) language sql stable as $$
  select lifeline.moment(m.utc - m.mono + of_mono), m.quality
    from lifeline.mapping m where m.gw = gateway and m.boot = of_boot
    order by lifeline.trust(m.quality) desc, abs(m.mono - of_mono) limit 1
$$;

-- The newest step of alarms, from events. In whatever order they come: within an epoch the sequence tells, else the time.
create function lifeline.step_alarms(steps lifeline.event[]) returns void language sql as $$
  insert into lifeline.alarm as a
  select distinct on (e.gw, doc ->> 'occurrence') e.gw, doc ->> 'occurrence', e.epoch, e.seq, e.at, e.boot, e.mono,
      doc ->> 'to', doc ->> 'condition', doc ->> 'severity', (doc ->> 'announcement')::int,
      doc ->> 'rule', lifeline.text_of(doc -> 'ruleName', 'en'), lifeline.text_of(doc -> 'ruleName', 'zh'),
      doc ->> 'device', lifeline.text_of(doc -> 'deviceName', 'en'), lifeline.text_of(doc -> 'deviceName', 'zh'),
      lifeline.text_of(doc -> 'place', 'en'), lifeline.text_of(doc -> 'place', 'zh'),
      doc ->> 'point', doc ->> 'value', doc ->> 'limit', doc ->> 'unit',
      doc -> 'onset' ->> 'boot', (doc -> 'onset' ->> 'mono')::bigint,
      case when doc -> 'onset' ->> 'boot' = e.boot
        then lifeline.moment((extract(epoch from e.at) * 1000)::bigint - e.mono + (doc -> 'onset' ->> 'mono')::bigint) end
    from unnest(steps) e where e.type = 'alarm'
    order by e.gw, doc ->> 'occurrence', e.at desc nulls last, e.seq desc
  on conflict (gw, occurrence) do update set
      epoch = excluded.epoch, seq = excluded.seq, at = excluded.at, boot = excluded.boot, mono = excluded.mono,
      state = excluded.state, condition = excluded.condition, severity = excluded.severity,
      announcement = excluded.announcement, value = excluded.value, lim = excluded.lim,
      raised_at = coalesce(excluded.raised_at, a.raised_at)
    where case
      when a.epoch = excluded.epoch then a.seq <= excluded.seq
      when a.boot = excluded.boot then a.mono <= excluded.mono
      else coalesce(a.at, '-infinity') <= coalesce(excluded.at, 'infinity') end
$$;

-- Rows that a gateway counts as delivered and that are not here: to be asked for.
create view lifeline.wanted as
  select h.gw, h.epoch, s.stream, int8multirange(int8range(1, s.upto + 1)) - coalesce(v.rows, '{}') as rows
    from lifeline.head h
    cross join lateral (values ('event', h.event_delivered), ('telemetry', h.telemetry_delivered)) s (stream, upto)
    left join lifeline.have v on v.gw = h.gw and v.epoch = h.epoch and v.stream = s.stream
    where s.upto > 0 and h.refused is null and (v.rows is null or not v.rows @> int8range(1, s.upto + 1));

create function lifeline.new_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('lifeline_outbox', '');
  return null;
end $$;
create trigger outbox_new after insert on lifeline.outbox for each statement execute function lifeline.new_outbox();

-- Asks for something, by hand: `select lifeline.ask_acknowledge('tower-7', 'gas-high#12', 'li')`. Returns the id in `outbox`.
create function lifeline.ask_acknowledge(gateway text, of_occurrence text, actor text, words text default null) returns text
language plpgsql as $$
declare
  made text;
begin
  insert into lifeline.outbox (gw, ask, asked_by)
    select gw, jsonb_build_object('kind', 'acknowledge', 'occurrence', occurrence, 'announcement', announcement,
        'severity', severity, 'actor', actor, 'text', words), actor
      from lifeline.alarm where gw = gateway and occurrence = of_occurrence and state <> 'A'
    returning id into made;
  if made is null then raise exception 'no alarm % stands at %', of_occurrence, gateway; end if;
  return made;
end $$;
create function lifeline.ask_replay(gateway text, of_epoch text, of_stream text, first bigint, last bigint, actor text) returns text
language sql as $$
  insert into lifeline.outbox (gw, ask, asked_by) values (gateway, jsonb_build_object('kind', 'replay', 'epoch', of_epoch,
    'stream', of_stream, 'from', first, 'to', last), actor) returning id
$$;
create function lifeline.ask_birth(gateway text, of_hash text, actor text) returns text language sql as $$
  insert into lifeline.outbox (gw, ask, asked_by)
    values (gateway, jsonb_build_object('kind', 'birth', 'hash', of_hash), actor) returning id
$$;
create function lifeline.ask_ping(gateway text, actor text) returns text language sql as $$
  insert into lifeline.outbox (gw, ask, asked_by) values (gateway, '{"kind": "ping"}', actor) returning id
$$;
