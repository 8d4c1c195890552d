-- A count that a gateway said, whatever it said: one that is none must not cost the ranking of all others.
create function lifeline.count_of(it jsonb) returns bigint language sql immutable as $$
  select case jsonb_typeof(it) when 'number' then least(greatest(round(it::numeric), 0), 1000000000)::bigint end
$$;

-- What a clock that was ahead said of a lift is not of the last thirty days for ever.
create or replace view lifeline.lift_rank as
  with day as (
    select distinct on (e.gw, e.doc ->> 'lift', e.doc -> 'details' ->> 'day') e.gw, e.doc ->> 'lift' as lift,
        lifeline.text_of(e.doc -> 'liftName', 'en') as lift_en, lifeline.text_of(e.doc -> 'liftName', 'zh') as lift_zh,
        e.doc -> 'details' -> 'record' as record, e.doc -> 'details' ->> 'day' as day
      from lifeline.event e
      where e.type = 'lift' and e.doc ->> 'what' = 'day' and e.at between now() - interval '31 days' and now() + interval '1 day'
      order by e.gw, e.doc ->> 'lift', e.doc -> 'details' ->> 'day', e.epoch, e.seq desc),
  summed as (
    select gw, lift, max(lift_en) as lift_en, max(lift_zh) as lift_zh, count(*)::int as days, max(day) as newest_day,
        coalesce(sum(lifeline.count_of(record -> 'trips')), 0)::bigint as trips,
        coalesce(sum(lifeline.count_of(record -> 'unseen')), 0)::bigint as unseen,
        coalesce(sum(lifeline.count_of(record -> 'doorCycles')), 0)::bigint as door_cycles,
        coalesce(sum(lifeline.count_of(record -> 'entrapments')), 0)::bigint as entrapments,
        coalesce(sum(lifeline.count_of(record -> 'failures')), 0)::bigint as failures,
        coalesce(sum((select sum(lifeline.count_of(landing.value -> 'balks')) from jsonb_each(
          case jsonb_typeof(record -> 'landings') when 'object' then record -> 'landings' else '{}' end) landing)), 0)::bigint as balks
      from day group by gw, lift)
  select g.district, s.*, g.name_en, g.name_zh,
      round(1000.0 * s.failures / nullif(s.trips, 0), 2)::double precision as failures_per_1000_trips,
      round(1000.0 * s.balks / nullif(s.door_cycles, 0), 2)::double precision as balks_per_1000_cycles,
      (select count(*) from lifeline.alarm a where a.gw = s.gw and a.device = s.lift and a.state <> 'A')::int as standing_alarms,
      rank() over (order by s.entrapments desc, 1.0 * s.failures / greatest(s.trips, 1) desc,
        1.0 * s.balks / greatest(s.door_cycles, 1) desc)::int as rank
    from summed s join lifeline.gateway g on g.gw = s.gw;

-- A birth means the same whoever said it first: what a gateway says is read by its hash alone.
create or replace function lifeline.history(gateway text, of_point text, from_at timestamptz, to_at timestamptz)
returns table (hour timestamptz, lo real, mean real, hi real, n int, unit text) language sql stable as $$
  select r.hour, r.lo[k.nth], r.mean[k.nth], r.hi[k.nth], r.n[k.nth], c.unit
    from lifeline.rollup_hour r
    join lifeline.channel c on c.birth = r.birth and c.point = of_point
    cross join lateral (select case when r.channels is null then c.index + 1 else array_position(r.channels, c.index) end as nth) k
    where r.gw = gateway and r.hour >= date_trunc('hour', from_at) and r.hour < to_at and r.n[k.nth] is not null
    order by r.hour
$$;
