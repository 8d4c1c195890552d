-- For dashboards and for people. Everything here only reads.

-- What is missing. `lost`: the gateway counts it as delivered and it is not here (it is being asked for, unless it refused);
-- `outstanding`: written by the gateway and not here, be it on the way or a lost tail.
create view lifeline.missing as
  select h.gw, h.epoch, s.stream, r as rows, upper(r) - lower(r) as count, s.kind, h.refused
    from lifeline.head h
    cross join lateral (values ('event', 'lost', 1, h.event_delivered), ('telemetry', 'lost', 1, h.telemetry_delivered),
      ('event', 'outstanding', h.event_delivered + 1, h.event),
      -- the newest row of telemetry is not whole yet
      ('telemetry', 'outstanding', h.telemetry_delivered + 1, h.telemetry - 1)) s (stream, kind, first, last)
    left join lifeline.have v on v.gw = h.gw and v.epoch = h.epoch and v.stream = s.stream
    cross join lateral unnest(int8multirange(int8range(s.first, greatest(s.first, s.last + 1))) - coalesce(v.rows, '{}')) as r
    where s.last >= s.first and (v.rows is null or not v.rows @> int8range(s.first, s.last + 1));

-- Gateways that said nothing for 150 s: two reports of how they stand lost, and some slack. Those that said goodbye, too.
create view lifeline.silent as
  select gw, district, name_en, name_zh, state_at, online is false as said_goodbye, now() - state_at as silent_for
    from lifeline.gateway where online is false or state_at is null or state_at < now() - interval '150 seconds';

create view lifeline.standing_alarm as
  select g.district, a.gw, g.name_en, g.name_zh, a.occurrence, a.severity, a.state, a.condition, a.announcement,
      a.condition in ('B', 'D', 'E') as unacknowledged, a.raised_at, a.at, a.rule, a.rule_en, a.rule_zh,
      a.device, a.device_en, a.device_zh, a.place_en, a.place_zh, a.point, a.value, a.lim, a.unit
    from lifeline.alarm a join lifeline.gateway g on g.gw = a.gw where a.state <> 'A';

-- One word for each gateway, the worst that holds: wrong (an alarm that is red or orange), blind (nobody watches there),
-- silent, incomplete (something is missing, cannot be read, or came in two versions), well.
create view lifeline.standing as
  select g.gw, g.district, g.name_en, g.name_zh, g.state_at, g.software,
      coalesce(a.red, 0) as red, coalesce(a.orange, 0) as orange, coalesce(a.other, 0) as other, w.gw is not null as lost,
      b.gw is not null as unreadable, c.gw is not null as conflicting,
      case when a.red > 0 or a.orange > 0 then 'wrong'
        when s.gw is null and (g.guard_alive is false or g.journal_ok is false) then 'blind'
        when s.gw is not null then 'silent'
        when w.gw is not null or b.gw is not null or c.gw is not null then 'incomplete'
        else 'well' end as standing
    from lifeline.gateway g
    left join lifeline.silent s on s.gw = g.gw
    left join (select gw, count(*) filter (where severity = 'red') as red, count(*) filter (where severity = 'orange') as orange,
      count(*) filter (where severity not in ('red', 'orange')) as other from lifeline.alarm where state <> 'A' group by gw) a on a.gw = g.gw
    left join (select distinct gw from lifeline.wanted) w on w.gw = g.gw
    left join (select distinct gw from lifeline.birth_wanted) b on b.gw = g.gw
    left join (select distinct gw from lifeline.conflict where at > now() - interval '1 day') c on c.gw = g.gw;

-- The channels of every birth, one a row.
create view lifeline.channel as
  select b.gw, b.hash as birth, c.* from lifeline.birth b
    cross join lateral jsonb_to_recordset(b.channels) as c (index int, point text, name_en text, name_zh text, unit text,
      exponent int, profile text, place_en text, place_zh text, role text);

-- What a point did, by the hour. Of finer times ask ingest (HTTP), which decodes segments.
create function lifeline.history(gateway text, of_point text, from_at timestamptz, to_at timestamptz)
returns table (hour timestamptz, lo real, mean real, hi real, n int, unit text) language sql stable as $$
  select r.hour, r.lo[k.nth], r.mean[k.nth], r.hi[k.nth], r.n[k.nth], c.unit
    from lifeline.rollup_hour r
    join lifeline.channel c on c.gw = gateway and c.birth = r.birth and c.point = of_point
    cross join lateral (select case when r.channels is null then c.index + 1 else array_position(r.channels, c.index) end as nth) k
    where r.gw = gateway and r.hour >= date_trunc('hour', from_at) and r.hour < to_at and r.n[k.nth] is not null
    order by r.hour
$$;

-- The last value of each point, as of the newest sealed row.
create view lifeline.latest_value as
  select l.gw, c.point, c.name_en, c.name_zh, c.unit, v.number, v.text, v.quality, l.at
    from lifeline.latest l
    cross join lateral unnest(l.channels, l.numbers, l.texts, l.qualities) as v (channel, number, text, quality)
    join lifeline.channel c on c.birth = l.birth and c.index = v.channel;

-- Lifts, by what to look at first: people shut in, then failures by a thousand trips, then doors that did not open by a
-- thousand cycles; over the records of the last thirty days. What nobody watched stands beside it.
create view lifeline.lift_rank as
  with day as (
    select distinct on (e.gw, e.doc ->> 'lift', e.doc -> 'details' ->> 'day') e.gw, e.doc ->> 'lift' as lift,
        lifeline.text_of(e.doc -> 'liftName', 'en') as lift_en, lifeline.text_of(e.doc -> 'liftName', 'zh') as lift_zh,
        e.doc -> 'details' -> 'record' as record, e.doc -> 'details' ->> 'day' as day
      from lifeline.event e
      where e.type = 'lift' and e.doc ->> 'what' = 'day' and e.at > now() - interval '31 days'
      order by e.gw, e.doc ->> 'lift', e.doc -> 'details' ->> 'day', e.epoch, e.seq desc),
  summed as (
    select gw, lift, max(lift_en) as lift_en, max(lift_zh) as lift_zh, count(*)::int as days, max(day) as newest_day,
        coalesce(sum((record ->> 'trips')::bigint), 0)::bigint as trips,
        coalesce(sum((record ->> 'unseen')::bigint), 0)::bigint as unseen,
        coalesce(sum((record ->> 'doorCycles')::bigint), 0)::bigint as door_cycles,
        coalesce(sum((record ->> 'entrapments')::bigint), 0)::bigint as entrapments,
        coalesce(sum((record ->> 'failures')::bigint), 0)::bigint as failures,
        coalesce(sum((select sum((landing.value ->> 'balks')::bigint) from jsonb_each(
          case jsonb_typeof(record -> 'landings') when 'object' then record -> 'landings' else '{}' end) landing)), 0)::bigint as balks
      from day group by gw, lift)
  select g.district, s.*, g.name_en, g.name_zh,
      round(1000.0 * s.failures / nullif(s.trips, 0), 2)::double precision as failures_per_1000_trips,
      round(1000.0 * s.balks / nullif(s.door_cycles, 0), 2)::double precision as balks_per_1000_cycles,
      (select count(*) from lifeline.alarm a where a.gw = s.gw and a.device = s.lift and a.state <> 'A')::int as standing_alarms,
      rank() over (order by s.entrapments desc, 1.0 * s.failures / greatest(s.trips, 1) desc,
        1.0 * s.balks / greatest(s.door_cycles, 1) desc)::int as rank
    from summed s join lifeline.gateway g on g.gw = s.gw;

-- How much a role that may only read may cost others: set it where the role is made (alter role … set statement_timeout = '10s').
do $$
begin
  if exists (select from pg_roles where rolname = 'lifeline_read') then
    grant select on all tables in schema lifeline to lifeline_read;
  end if;
end $$;
