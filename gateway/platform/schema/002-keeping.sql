-- Partitions, what is kept how long, and rows that somebody took out by hand.

-- Partitions from yesterday to three days ahead; those older than `telemetry_days` and `hours_days` are dropped. What was
-- dropped stays in `have`: it was here, and nobody asks a gateway for it again.
create function lifeline.keep(telemetry_days int, hours_days int) returns void language plpgsql as $$
declare
  one date;
  old record;
begin
  for one in select d::date from generate_series(current_date - 1, current_date + 3, interval '1 day') d loop
    if to_regclass(format('lifeline.segment_%s', to_char(one, 'YYYYMMDD'))) is null then
      execute format('create table lifeline.segment_%s partition of lifeline.segment for values from (%L) to (%L) with (toast_tuple_target = 8160)',
        to_char(one, 'YYYYMMDD'), one, one + 1);
    end if;
  end loop;
  for one in select d::date from generate_series(date_trunc('month', current_date - 31), current_date + 31, interval '1 month') d loop
    if to_regclass(format('lifeline.rollup_hour_%s', to_char(one, 'YYYYMM'))) is null then
      begin
        execute format('create table lifeline.rollup_hour_%s partition of lifeline.rollup_hour for values from (%L) to (%L)',
          to_char(one, 'YYYYMM'), one::timestamp at time zone 'UTC', (one + interval '1 month') at time zone 'UTC');
      exception when check_violation then
        null; -- rows of that month are in rollup_hour_other, from a clock that was ahead: they stay together there
      end;
    end if;
  end loop;
  if to_regclass('lifeline.rollup_hour_other') is null then
    create table lifeline.rollup_hour_other partition of lifeline.rollup_hour default; -- drained late, or dated wrongly
  end if;
  for old in
    select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') as day from pg_class c join pg_inherits i on i.inhrelid = c.oid
    where i.inhparent = 'lifeline.segment'::regclass
  loop
    if old.day < current_date - telemetry_days then execute format('drop table lifeline.%I', old.relname); end if;
  end loop;
  for old in
    select c.relname, to_date(right(c.relname, 6), 'YYYYMM') as month from pg_class c join pg_inherits i on i.inhrelid = c.oid
    where i.inhparent = 'lifeline.rollup_hour'::regclass and c.relname ~ '_[0-9]{6}$'
  loop
    if old.month + interval '1 month' < current_date - hours_days then execute format('drop table lifeline.%I', old.relname); end if;
  end loop;
  delete from lifeline.rollup_hour_other where hour < now() - make_interval(days => hours_days);
  delete from lifeline.outbox where ended_at < now() - interval '30 days';
  delete from lifeline.birth_piece where came < now() - interval '1 day';
  delete from lifeline.mapping m using lifeline.gateway g
    where g.gw = m.gw and m.boot <> g.boot and m.utc < extract(epoch from now() - make_interval(days => telemetry_days)) * 1000;
end $$;

-- A row that is deleted is not here any more, and will be asked for again. (Dropping a partition deletes no rows.)
create function lifeline.not_here() returns trigger language plpgsql as $$
begin
  update lifeline.have h set rows = h.rows - lost.rows
    from (select gw, epoch, range_agg(int8range(seq, seq + 1)) as rows from gone group by gw, epoch) lost
    where h.gw = lost.gw and h.epoch = lost.epoch and h.stream = tg_argv[0];
  return null;
end $$;
create trigger event_deleted after delete on lifeline.event
  referencing old table as gone for each statement execute function lifeline.not_here('event');
create trigger segment_deleted after delete on lifeline.segment
  referencing old table as gone for each statement execute function lifeline.not_here('telemetry');

-- Where nobody keeps roles for dashboards, an administrator makes one: create role lifeline_read login password '…'.
do $$
begin
  if exists (select from pg_roles where rolname = 'lifeline_read') then
    grant usage on schema lifeline to lifeline_read;
    grant select on all tables in schema lifeline to lifeline_read;
    alter default privileges in schema lifeline grant select on tables to lifeline_read;
  end if;
end $$;
