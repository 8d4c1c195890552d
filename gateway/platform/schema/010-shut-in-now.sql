-- Lifts, by what to look at first: those in which people are shut in now, the longest first, then those in which they may be, by the
-- alarms that stand; then by the records of the last thirty days. A lift of which no record has come yet is there while somebody is shut in.
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
      from day group by gw, lift),
  -- shelved and returned ones count as the state beneath: B and C are active
  shut_in as (
    select distinct on (gw, device) gw, device as lift, device_en, device_zh,
        case when value = 'suspected' then 'suspected' else 'confirmed' end as shut_in, coalesce(raised_at, at) as since
      from lifeline.alarm
      where point = device || '/entrapment' and state <> 'A' and condition in ('B', 'C')
      order by gw, device, value = 'suspected', coalesce(raised_at, at))
  select g.district, gw, lift, coalesce(s.lift_en, i.device_en) as lift_en, coalesce(s.lift_zh, i.device_zh) as lift_zh,
      s.days, s.newest_day, s.trips, s.unseen, s.door_cycles, s.entrapments, s.failures, s.balks, g.name_en, g.name_zh,
      round(1000.0 * s.failures / nullif(s.trips, 0), 2)::double precision as failures_per_1000_trips,
      round(1000.0 * s.balks / nullif(s.door_cycles, 0), 2)::double precision as balks_per_1000_cycles,
      (select count(*) from lifeline.alarm a where a.gw = g.gw and a.device = lift and a.state <> 'A')::int as standing_alarms,
      rank() over (order by i.shut_in is null, i.shut_in = 'suspected', i.since, coalesce(s.entrapments, 0) desc,
        1.0 * coalesce(s.failures, 0) / greatest(s.trips, 1) desc,
        1.0 * coalesce(s.balks, 0) / greatest(s.door_cycles, 1) desc)::int as rank,
      i.shut_in, i.since as shut_in_since,
      -- of a gateway that is silent nobody knows more than how it stood then
      case when l.gw is not null then g.state_at end as silent_since
    from summed s full join shut_in i using (gw, lift) join lifeline.gateway g using (gw) left join lifeline.silent l using (gw);
