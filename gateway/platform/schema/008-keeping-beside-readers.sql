-- Partitions are made and dropped beside whoever reads. A dump or a dashboard that reads for hours must not hold up what comes in:
-- whoever waits for a lock on `segment` makes everybody behind him wait, so nobody waits long.

-- Whether there is no such table; then nobody else makes one until this transaction is over.
create function lifeline.is_lacking(name text) returns boolean language plpgsql as $$
begin
  if to_regclass('lifeline.' || name) is not null then return false; end if;
  perform pg_advisory_xact_lock(7263517);
  return to_regclass('lifeline.' || name) is null;
end $$;

-- Partitions from yesterday to three days ahead. What must be there now is there when this returns, or it throws.
create function lifeline.make_partitions() returns void language plpgsql set lock_timeout = '1s' as $$
declare
  one date;
  name text;
begin
  for one in select d::date from generate_series(current_date - 1, current_date + 3, interval '1 day') d loop
    name := format('segment_%s', to_char(one, 'YYYYMMDD'));
    if lifeline.is_lacking(name) then
      -- made apart and attached: readers of the others need not end first
      execute format('create table lifeline.%I (like lifeline.segment including all) with (toast_tuple_target = 8160)', name);
      execute format('alter table lifeline.segment attach partition lifeline.%I for values from (%L) to (%L)', name, one, one + 1);
    end if;
  end loop;
  if lifeline.is_lacking('rollup_hour_other') then
    create table lifeline.rollup_hour_other partition of lifeline.rollup_hour default; -- drained late, or dated wrongly
  end if;
  for one in select d::date from generate_series(date_trunc('month', current_date - 31), current_date + 31, interval '1 month') d loop
    name := format('rollup_hour_%s', to_char(one, 'YYYYMM'));
    if lifeline.is_lacking(name) then
      begin
        execute format('create table lifeline.%I (like lifeline.rollup_hour including all)', name);
        execute format('alter table lifeline.rollup_hour attach partition lifeline.%I for values from (%L) to (%L)',
          name, one::timestamp at time zone 'UTC', (one + interval '1 month') at time zone 'UTC');
      exception when check_violation or lock_not_available then
        null; -- hours of that month are in rollup_hour_other, from a clock that was ahead, and stay there; or it is being read
      end;
    end if;
  end loop;
end $$;

-- Drops what is older than it has to be. What is being read is dropped an hour later. What was dropped stays in `have`: it was here,
-- and nobody asks a gateway for it again.
create function lifeline.drop_partitions(telemetry_days int, hours_days int) returns void language plpgsql set lock_timeout = '1s' as $$
declare
  old text;
begin
  for old in
    select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid
      where i.inhparent = 'lifeline.segment'::regclass and c.relname ~ '^segment_[0-9]{8}$'
        and to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - telemetry_days
    union all
    select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid
      where i.inhparent = 'lifeline.rollup_hour'::regclass and c.relname ~ '^rollup_hour_[0-9]{6}$'
        and to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' < current_date - hours_days
  loop
    begin
      execute format('drop table lifeline.%I', old);
    exception when lock_not_available then
      exit; -- the others are being read, too
    end;
  end loop;
end $$;

-- The same of what is in no partition of its day. Parts of rows that never became whole, or that nobody could read, go after so long as well.
create function lifeline.forget_old(telemetry_days int, hours_days int) returns void language plpgsql as $$
begin
  delete from lifeline.rollup_hour_other where hour < now() - make_interval(days => hours_days);
  with old as (delete from lifeline.open_part where came < now() - make_interval(days => telemetry_days) returning gw, epoch, seq)
    delete from lifeline.row_end e using old where e.gw = old.gw and e.epoch = old.epoch and e.seq = old.seq;
  delete from lifeline.birth_wanted where since < now() - make_interval(days => telemetry_days);
  delete from lifeline.outbox where ended_at < now() - interval '30 days';
  delete from lifeline.birth_piece where came < now() - interval '1 day';
  delete from lifeline.mapping m using lifeline.gateway g
    where g.gw = m.gw and m.boot <> g.boot and m.utc < extract(epoch from now() - make_interval(days => telemetry_days)) * 1000;
end $$;
drop function lifeline.keep(int, int);
