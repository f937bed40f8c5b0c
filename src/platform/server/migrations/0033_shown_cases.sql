-- What everybody can see of the events of a public case: said once, when the page or an event changes, and not anew
-- for each number that is asked. One row per live publication, in lists that stand beside each other: an event has the
-- same place in all of them. Its country is that of the page.
create table amparo.shown_case (
  log amparo.id primary key,
  -- Another number whenever the row says something else: who keeps rows in memory reads only those that changed.
  made bigint not null,
  country text,
  -- The status of custody that the page shows.
  custody text,
  types text[] not null,
  years integer[] not null,
  verifications integer[] not null,
  -- Of a killing, where the page shows it as well: how far it was followed up.
  follow_ups text[] not null,
  seqs integer[] not null
);
create sequence amparo.shown_case_made owned by amparo.shown_case.made;

alter table amparo.shown_case enable row level security;
create policy counts on amparo.shown_case for select to amparo_jobs using (true);
grant select on amparo.shown_case to amparo_jobs;

-- The events of a case that its publication shows: it names the country and shows type and year. Of several alike as
-- many are seen as it shows, the first written ones: one arrest that is shown says nothing of another in that year.
-- Returns how many rows say something else now.
create function amparo.make_shown_cases(of_logs text[]) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  gone integer;
  made integer;
begin
  delete from amparo.shown_case s where s.log = any (of_logs)
    and not exists (select from amparo.publication p where p.log = s.log);
  get diagnostics gone = row_count;
  insert into amparo.shown_case as s
    select p.log, nextval('amparo.shown_case_made'), p.country, p.open -> 'status' ->> 'custody',
      coalesce(e.types, '{}'), coalesce(e.years, '{}'), coalesce(e.verifications, '{}'), coalesce(e.follow_ups, '{}'),
      coalesce(e.seqs, '{}')
    from amparo.publication p cross join lateral (
      select array_agg(placed.type order by placed.seq, placed.entry) as types,
        array_agg(placed.year order by placed.seq, placed.entry) as years,
        array_agg(placed.verification order by placed.seq, placed.entry) as verifications,
        array_agg(case when placed.follow_up = p.open -> 'status' ->> 'accountability' then placed.follow_up end
          order by placed.seq, placed.entry) as follow_ups,
        array_agg(placed.seq order by placed.seq, placed.entry) as seqs
      from (
        select c.*, c.type || ' ' || coalesce(c.year::text, '?') as named,
          row_number() over (partition by c.type, c.year order by c.seq, c.entry) as place
        from amparo.coded_event c
        where c.log = p.log and c.verification >= 1 and c.country is not distinct from p.country
      ) placed join (select named, count(*) as times from unnest(p.events) as named group by named) shows
        on shows.named = placed.named and placed.place <= shows.times
    ) e
    where p.log = any (of_logs)
  on conflict (log) do update set made = excluded.made, country = excluded.country, custody = excluded.custody,
    types = excluded.types, years = excluded.years, verifications = excluded.verifications,
    follow_ups = excluded.follow_ups, seqs = excluded.seqs
  where (s.country, s.custody, s.types, s.years, s.verifications, s.follow_ups, s.seqs) is distinct from
    (excluded.country, excluded.custody, excluded.types, excluded.years, excluded.verifications,
    excluded.follow_ups, excluded.seqs);
  get diagnostics made = row_count;
  return gone + made;
end $$;
revoke execute on function amparo.make_shown_cases(text[]) from public;

-- In the transaction of the change itself: what is withdrawn is in no number from its commit on. Most statements touch
-- no row: every write of a case deletes what it does not show.
create function amparo.show_cases() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from changed) then
    perform amparo.make_shown_cases(array(select distinct c.log::text from changed c));
  end if;
  return null;
end $$;
create function amparo.show_cases_again() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from changed) then
    perform amparo.make_shown_cases(array(select c.log::text from changed c union select b.log::text from before b));
  end if;
  return null;
end $$;
-- Of cases that are not public nothing is shown: most events are theirs.
create function amparo.show_events() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  logs text[] := array(
    select distinct c.log::text from changed c where exists (select from amparo.publication p where p.log = c.log));
begin
  if cardinality(logs) > 0 then
    perform amparo.make_shown_cases(logs);
  end if;
  return null;
end $$;
create function amparo.show_no_case() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  delete from amparo.shown_case;
  return null;
end $$;
revoke execute on function amparo.show_cases(), amparo.show_cases_again(), amparo.show_events(),
  amparo.show_no_case() from public;

create trigger cases_published after insert on amparo.publication
  referencing new table as changed for each statement execute function amparo.show_cases();
create trigger cases_replaced after update on amparo.publication
  referencing old table as before new table as changed for each statement execute function amparo.show_cases_again();
create trigger cases_withdrawn after delete on amparo.publication
  referencing old table as changed for each statement execute function amparo.show_cases();
create trigger cases_emptied after truncate on amparo.publication
  for each statement execute function amparo.show_no_case();
create trigger shown_added after insert on amparo.coded_event
  referencing new table as changed for each statement execute function amparo.show_events();
create trigger shown_changed after update on amparo.coded_event
  referencing new table as changed for each statement execute function amparo.show_events();
create trigger shown_gone after delete on amparo.coded_event
  referencing old table as changed for each statement execute function amparo.show_events();

select amparo.make_shown_cases(array(select p.log::text from amparo.publication p));
