-- What headquarters and like-minded missions are told of engagements and hearings (0049): counts and coded halves, never
-- an officer, a log or a word. What a member handed back before travel (0029) is in no count that they see.

-- The month that a date begins in; a year alone begins in January (src/missions/core/coverage.ts says the same).
create function amparo.month_of(date text) returns text language sql immutable as $$
  select case when date ~ '^\d{4}-(0[1-9]|1[0-2])' then left(date, 7)
    when date ~ '^\d{4}([~?%/]|$)' then left(date, 4) || '-01' end
$$;
-- Whoever adds a row computes its month.
grant execute on function amparo.month_of(text) to amparo_app;

-- Counted a hundred thousand at a time: what is computed once is not computed for every page.
alter table amparo.engagement add column month text collate "C" generated always as (amparo.month_of(date)) stored;
create index engagement_month on amparo.engagement (mission, month);

create function amparo.engagement_groups(from_month text, to_month text, of_role text, of_country text)
  returns table (mission text, duties text[], done integer, not_done integer, last text)
  language sql stable security definer set search_path = '' as $$
  select e.mission, e.duties,
    (count(*) filter (where e.result = 'done' and e.month >= from_month))::integer,
    (count(*) filter (where e.result <> 'done' and e.month >= from_month))::integer,
    max(e.month) filter (where e.result = 'done')
  from amparo.engagement e
  where e.mission in (select v.desk from amparo.missions_in_view() v) and e.month <= to_month
    and e.log not in (select amparo.handed_back_logs())
    and (of_role is null or e.role = of_role) and (of_country is null or e.country = of_country)
  group by e.mission, e.duties
$$;

create function amparo.request_groups(from_month text, to_month text, of_role text, of_country text)
  returns table (mission text, days integer, since text, number integer)
  language sql stable security definer set search_path = '' as $$
  with asked as (
    select e.mission, e.days_to_answer,
      case when e.requested is null then e.month else amparo.month_of(e.requested) end as month
    from amparo.engagement e
    where e.mission in (select v.desk from amparo.missions_in_view() v)
      and e.log not in (select amparo.handed_back_logs())
      and (e.requested is not null or e.days_to_answer is not null)
      and (of_role is null or e.role = of_role) and (of_country is null or e.country = of_country))
  select a.mission, a.days_to_answer, case when a.days_to_answer is null then a.month end, count(*)::integer
  from asked a where a.month between from_month and to_month
  group by 1, 2, 3
$$;

create function amparo.hearing_groups(from_month text, to_month text, of_country text, today date)
  returns table (mission text, fate text, number integer)
  language sql stable security definer set search_path = '' as $$
  select h.mission, case when h.observed = 'done' then 'observed' when h.observed = 'refused_by_host' then 'refused_by_host'
    when h.observed is not null and h.observed <> 'pending' then 'not_done'
    when h.covered then 'covered' else 'not_covered' end, count(*)::integer
  from amparo.hearing_day h
  where h.mission in (select v.desk from amparo.missions_in_view() v)
    and h.log not in (select amparo.handed_back_logs())
    and h.day < hearing_groups.today
    and to_char(h.day, 'YYYY-MM') between from_month and to_month
    and (of_country is null or h.country = of_country)
  group by 1, 2
$$;

-- Open cases by the month of their last contact; dark cases are in no count.
create function amparo.contact_groups(types text[], of_country text)
  returns table (mission text, last text, number integer)
  language sql stable security definer set search_path = '' as $$
  select c.desk, c.last, count(*)::integer from (
    select s.desk, s.log, (
      select max(e.month) from amparo.engagement e
      where e.log = s.log and e.mission = s.desk and e.result = 'done' and e.type = any (types)) as last
    from amparo.case_state s
    where s.desk in (select v.desk from amparo.missions_in_view() v) and not s.dark and not s.closed
      and s.log not in (select amparo.handed_back_logs())
      and (of_country is null or s.country = of_country)) c
  group by 1, 2
$$;

-- For leads of the mission itself; nobody else counts officers.
create function amparo.officer_counts(from_month text, to_month text)
  returns table (officer integer, done integer, not_done integer, last text)
  language sql stable security definer set search_path = '' as $$
  select e.officer, (count(*) filter (where e.result = 'done'))::integer,
    (count(*) filter (where e.result <> 'done'))::integer, max(e.month) filter (where e.result = 'done')
  from amparo.engagement e
  where e.mission = amparo.current_desk() and amparo.current_role_at_desk() = 'lead'
    and e.log not in (select amparo.handed_back_logs())
    and e.month between from_month and to_month
  group by 1
$$;

-- Coded halves of one mission in view that answer one duty: no officer, no log, no entry.
create function amparo.engagements_in_view(of_mission text, of_duty text, from_month text, to_month text, most integer)
  returns table (type text, duties text[], role text, date text, result text, requested_by text, requested text,
    days_to_answer integer, country text)
  language sql stable security definer set search_path = '' as $$
  select e.type, e.duties, e.role, e.date, e.result, e.requested_by, e.requested, e.days_to_answer, e.country
  from amparo.engagement e
  where e.mission = of_mission and e.mission in (select v.desk from amparo.missions_in_view() v)
    and e.log not in (select amparo.handed_back_logs())
    and of_duty = any (e.duties) and e.month between from_month and to_month
  order by e.month desc, e.entry limit most
$$;

-- Which hearings missions that named this one here as like-minded go to: the day, the country and whether somebody covers it.
create function amparo.hearings_of_like_minded()
  returns table (mission text, name text, day date, country text, covered boolean)
  language sql stable security definer set search_path = '' as $$
  select m.desk, d.name, h.day, h.country, h.covered
  from amparo.mission own
  join amparo.mission m on m.like_minded @> array[own.desk::text] and m.desk <> own.desk
  join amparo.desk d on d.id = m.desk
  join amparo.hearing_day h on h.mission = m.desk
  where own.desk = amparo.current_desk()
$$;

do $$ declare name text; begin
  foreach name in array array['engagement_groups(text, text, text, text)',
    'request_groups(text, text, text, text)', 'hearing_groups(text, text, text, date)', 'contact_groups(text[], text)',
    'officer_counts(text, text)', 'engagements_in_view(text, text, text, text, integer)', 'hearings_of_like_minded()'] loop
    execute format('revoke execute on function amparo.%s from public', name);
    execute format('grant execute on function amparo.%s to amparo_app', name);
  end loop;
end $$;
