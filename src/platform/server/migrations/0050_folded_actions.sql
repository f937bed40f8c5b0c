-- What is left of an action once nothing of its supporter is held: no row of its own. Its day and its country go, each by
-- itself, into sums, so that totals, course and countries stay; docs/decisions/0024-supporters-data.md says why so.

create table amparo.action_days (
  ask amparo.id not null,
  desk amparo.id not null,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  day date not null,
  number bigint not null check (number >= 1),
  primary key (ask, kind, day)
);
create table amparo.action_countries (
  ask amparo.id not null,
  desk amparo.id not null,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  country text collate "C" not null check (country ~ '^[A-Z]{2}$'),
  number bigint not null check (number >= 1),
  primary key (ask, kind, country)
);
alter table amparo.action_days enable row level security;
alter table amparo.action_countries enable row level security;
create policy reads on amparo.action_days for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.action_countries for select to amparo_app using (desk = (select amparo.current_desk()));
grant select on amparo.action_days, amparo.action_countries to amparo_app;

-- Of a guest and a host a row stays, since seats and tally sheets hang on it: without day, country, language and flags.
alter table amparo.action alter column on_day drop not null;
alter table amparo.action add constraint action_day_known check (on_day is not null or state <> 'pending');

-- Rows that were folded; fewer than asked for: no more are due. Due is a row of whose supporter nothing is held, ninety days
-- after its ask took nobody any more: until then managers may have to take it out of the count.
create function amparo.fold_actions(at timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  due text[];
begin
  -- As whoever else changes a count (0044).
  perform pg_advisory_xact_lock(7266735);
  select coalesce(array_agg(d.id), '{}') into due from (
    select a.id::text as id from amparo.action a
    join amparo.ask_random r on r.ask = a.ask and r.destroyed_at <= fold_actions.at - interval '90 days'
    where a.state <> 'pending' and a.on_day is not null and (a.counted or a.state <> 'confirmed')
      and not exists (select from amparo.supporter s where s.action = a.id)
    limit most for update of a) d;
  insert into amparo.action_days as t (ask, desk, kind, day, number)
    select a.ask, a.desk, a.kind, a.confirmed_on, count(*) from amparo.action a
    where a.id = any (due) and a.state = 'confirmed' group by 1, 2, 3, 4
    on conflict (ask, kind, day) do update set number = t.number + excluded.number;
  insert into amparo.action_countries as t (ask, desk, kind, country, number)
    select a.ask, a.desk, a.kind, a.country, count(*) from amparo.action a
    where a.id = any (due) and a.state = 'confirmed' and a.country is not null group by 1, 2, 3, 4
    on conflict (ask, kind, country) do update set number = t.number + excluded.number;
  delete from amparo.action a where a.id = any (due) and a.kind not in ('host', 'rsvp');
  -- 'und': no language that anybody speaks (ISO 639-2).
  update amparo.action a set on_day = null, confirmed_on = null, country = null, language = 'und', flags = '{}'
    where a.id = any (due);
  if cardinality(due) < most then perform amparo.blunt_countries(); end if;
  return cardinality(due);
end $$;

-- Of an ask without rows whose country is known, countries stand in fives, as everybody is told them: a country that one
-- person named would tell, beside a day with one confirmation, where that person is.
create function amparo.blunt_countries() returns void language plpgsql security definer set search_path = '' as $$
declare
  settled text[];
begin
  select coalesce(array_agg(distinct c.ask), '{}') into settled from amparo.action_countries c
    where c.number % 5 <> 0
      and not exists (select from amparo.action a where a.ask = c.ask and a.state <> 'pending' and a.country is not null);
  delete from amparo.action_countries c where c.ask = any (settled) and c.number < 5;
  update amparo.action_countries c set number = c.number - c.number % 5 where c.ask = any (settled) and c.number % 5 <> 0;
end $$;
revoke execute on function amparo.fold_actions(timestamptz, integer), amparo.blunt_countries() from public;
grant execute on function amparo.fold_actions(timestamptz, integer) to amparo_jobs;

-- As 0044, with what was folded.
create or replace function amparo.days_of_ask(of_ask text, of_kind text) returns table (day date, number bigint)
  language sql stable security definer set search_path = '' as $$
  select t.day, sum(t.number)::bigint from (
    select a.confirmed_on as day, 1 as number from amparo.action a
    where a.ask = of_ask and a.kind = of_kind and a.state = 'confirmed' and a.counted and a.confirmed_on is not null
    union all
    select d.day, d.number from amparo.action_days d where d.ask = of_ask and d.kind = of_kind) t
  group by 1 order by 1 $$;
create or replace function amparo.countries_of_ask(of_ask text, of_kind text) returns table (country text, number bigint)
  language sql stable security definer set search_path = '' as $$
  select t.country, sum(t.number)::bigint from (
    select a.country, 1 as number from amparo.action a
    where a.ask = of_ask and a.kind = of_kind and a.state = 'confirmed' and a.counted and a.country is not null
    union all
    select c.country, c.number from amparo.action_countries c where c.ask = of_ask and c.kind = of_kind) t
  group by 1 having sum(t.number) >= 5 order by 2 desc, 1 $$;
