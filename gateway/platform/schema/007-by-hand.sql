-- What hands, wrong clocks and second boxes do to the proof, and what could not be taken.

-- The beginning of the last message of its kind that could not be taken: to be looked at.
alter table lifeline.refused add column sample bytea;

-- `have` says what is here. Whoever deletes from it does not make rows go away: it is made up again from what is stored.
create function lifeline.still_here() returns trigger language plpgsql as $$
begin
  insert into lifeline.have as h (gw, epoch, stream, rows)
    select f.gw, f.epoch, f.stream, range_agg(f.rows) from (
      select e.gw, e.epoch, 'event' as stream, int8range(e.seq, e.seq + 1) as rows from lifeline.event e
        join gone using (gw, epoch) where gone.stream = 'event'
      union all
      select s.gw, s.epoch, 'telemetry', int8range(s.seq, s.seq + 1) from lifeline.segment s
        join gone using (gw, epoch) where gone.stream = 'telemetry'
      union all
      select r.gw, r.epoch, 'telemetry', int8range(r.seq, r.seq + 1) from lifeline.row_end r
        join gone using (gw, epoch) where gone.stream = 'telemetry' and r.whole_at is not null
      union all
      select t.gw, t.epoch, t.stream, t.rows from lifeline.tombstone t join gone using (gw, epoch, stream)) f
    group by f.gw, f.epoch, f.stream
    on conflict (gw, epoch, stream) do update set rows = h.rows + excluded.rows;
  return null;
end $$;
create trigger have_deleted after delete on lifeline.have
  referencing old table as gone for each statement execute function lifeline.still_here();

-- Of epochs the time tells which step is newer, unless a clock was ahead of ours: then what comes later is newer.
create or replace function lifeline.step_alarms(steps lifeline.event[]) returns void language sql as $$
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
      when a.at > now() + interval '1 hour' then true
      else coalesce(a.at, '-infinity') <= coalesce(excluded.at, 'infinity') end
$$;

-- How often a gateway went back to an epoch that it had left minutes before, in one go: two boxes speak by turns.
alter table lifeline.gateway add column returns int not null default 0, add column returned_at timestamptz;

create or replace view lifeline.standing as
  select g.gw, g.district, g.name_en, g.name_zh, g.state_at, g.software,
      coalesce(a.red, 0) as red, coalesce(a.orange, 0) as orange, coalesce(a.other, 0) as other, w.gw is not null as lost,
      b.gw is not null as unreadable, c.gw is not null as conflicting,
      case when a.red > 0 or a.orange > 0 then 'wrong'
        when s.gw is null and (g.guard_alive is false or g.journal_ok is false) then 'blind'
        when s.gw is not null then 'silent'
        when w.gw is not null or b.gw is not null or c.gw is not null or d.doubled or r.gw is not null then 'incomplete'
        else 'well' end as standing,
      d.doubled, r.gw is not null as refused
    from lifeline.gateway g
    cross join lateral (select g.returns >= 3 and g.returned_at > now() - interval '10 minutes' as doubled) d
    left join lifeline.silent s on s.gw = g.gw
    left join (select gw, count(*) filter (where severity = 'red') as red, count(*) filter (where severity = 'orange') as orange,
      count(*) filter (where severity not in ('red', 'orange')) as other from lifeline.alarm where state <> 'A' group by gw) a on a.gw = g.gw
    left join (select distinct gw from lifeline.wanted) w on w.gw = g.gw
    left join (select distinct gw from lifeline.birth_wanted) b on b.gw = g.gw
    left join (select distinct gw from lifeline.conflict where at > now() - interval '1 day') c on c.gw = g.gw
    left join (select distinct gw from lifeline.refused where last_at > now() - interval '1 day') r on r.gw = g.gw;

-- As before, of buildings that are on the list: who was taken off it lacks nothing.
create or replace view lifeline.missing as
  select h.gw, h.epoch, s.stream, r as rows, upper(r) - lower(r) as count, s.kind, h.refused
    from lifeline.head h
    join lifeline.gateway g on g.gw = h.gw
    cross join lateral (values ('event', 'lost', 1, h.event_delivered), ('telemetry', 'lost', 1, h.telemetry_delivered),
      ('event', 'outstanding', h.event_delivered + 1, h.event),
      ('telemetry', 'outstanding', h.telemetry_delivered + 1, h.telemetry - 1)) s (stream, kind, first, last)
    left join lifeline.have v on v.gw = h.gw and v.epoch = h.epoch and v.stream = s.stream
    cross join lateral unnest(int8multirange(int8range(s.first, greatest(s.first, s.last + 1))) - coalesce(v.rows, '{}')) as r
    where s.last >= s.first and (v.rows is null or not v.rows @> int8range(s.first, s.last + 1));
