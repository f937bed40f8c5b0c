-- Calendars of missions: who covers which hearing, what like-minded missions tell each other of it, and one secret link a
-- member to a feed that names nothing.

-- Stands for a hearing or a next step where its ids may not: an id of 128 bits of chance leads to it, and it leads back to none.
create function amparo.mark_of(entry text) returns text language sql immutable set search_path = '' as $$
  select left(encode(sha256(convert_to('amparo/calendar' || chr(10) || entry, 'UTF8')), 'hex'), 32)
$$;
revoke execute on function amparo.mark_of(text) from public;
grant execute on function amparo.mark_of(text) to amparo_app;

-- How often what a calendar shows has changed, and on which day last. Rows of hearings and engagements are written anew
-- whenever their case grows; `state` is a hash of what would show.
create table amparo.calendar_change (
  log amparo.id not null references amparo.log,
  entry amparo.id not null,
  state bytea not null,
  number integer not null default 0,
  on_day date not null,
  primary key (log, entry)
);
alter table amparo.calendar_change enable row level security;

create function amparo.note_hearing_changes() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into amparo.calendar_change as c (log, entry, state, on_day)
  select a.log, a.entry, sha256(convert_to(string_agg(concat_ws(' ', a.day, a.held, a.covered, a.officer), ',' order by a.day),
    'UTF8')), (now() at time zone 'UTC')::date
  from added a group by a.log, a.entry
  on conflict (log, entry) do update set state = excluded.state, number = c.number + 1, on_day = excluded.on_day
    where c.state <> excluded.state;
  return null;
end $$;
create function amparo.note_step_changes() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into amparo.calendar_change as c (log, entry, state, on_day)
  select a.log, a.entry, sha256(convert_to(concat_ws(' ', a.due, a.officer), 'UTF8')), (now() at time zone 'UTC')::date
  from added a where a.due is not null
  on conflict (log, entry) do update set state = excluded.state, number = c.number + 1, on_day = excluded.on_day
    where c.state <> excluded.state;
  return null;
end $$;
revoke execute on function amparo.note_hearing_changes(), amparo.note_step_changes() from public;
create trigger notes_changes after insert on amparo.hearing_day referencing new table as added
  for each statement execute function amparo.note_hearing_changes();
create trigger notes_changes after insert on amparo.engagement referencing new table as added
  for each statement execute function amparo.note_step_changes();
create index engagement_due on amparo.engagement (mission, due) where due is not null;

-- One link a member and desk; the token itself stands nowhere here. It goes with the membership.
create table amparo.calendar_feed (
  desk amparo.id not null,
  account amparo.id not null,
  token bytea not null unique check (octet_length(token) = 32),
  -- Whose hearings and steps, beside what nobody covers; null: of the whole mission.
  officer integer check (officer between 1 and 9999),
  made_on date not null,
  primary key (desk, account),
  foreign key (desk, account) references amparo.membership on delete cascade
);
alter table amparo.calendar_feed enable row level security;
create policy own on amparo.calendar_feed to amparo_app
  using (desk = (select amparo.current_desk()) and account = (select amparo.current_account()))
  with check (desk = (select amparo.current_desk()) and account = (select amparo.current_account()));
grant select (desk, account, officer, made_on), insert, delete on amparo.calendar_feed to amparo_app;

-- A link does not come to life again when a suspension is lifted or an account is opened anew.
create function amparo.end_feeds() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_table_name = 'suspension' then
    delete from amparo.calendar_feed where account = new.account;
  else
    delete from amparo.calendar_feed where account = new.id;
  end if;
  return null;
end $$;
revoke execute on function amparo.end_feeds() from public;
create trigger ends_feeds after insert on amparo.suspension for each row execute function amparo.end_feeds();
create trigger ends_feeds after update of closed_on on amparo.account
  for each row when (new.closed_on is not null) execute function amparo.end_feeds();

-- Whether a link leads anywhere. Asked by the hash of the token that only its member's calendar has.
create function amparo.calendar_lives(of_token bytea) returns boolean
  language sql stable security definer set search_path = '' as $$
  select exists (
    select from amparo.calendar_feed f
    join amparo.membership m on m.desk = f.desk and m.account = f.account
    join amparo.account a on a.id = f.account and a.closed_on is null
    where f.token = of_token and not amparo.is_out(f.account))
$$;

-- Days and marks, and whether somebody goes: no id, no officer, no country. What the member handed back is not in it.
create function amparo.calendar_of(of_token bytea, from_day date, to_day date, most integer)
  returns table (mark text, day date, open boolean, number integer, changed_on date)
  language sql stable security definer set search_path = '' as $$
  with feed as materialized (
    select f.desk, f.account, f.officer from amparo.calendar_feed f
    where f.token = of_token and amparo.calendar_lives(of_token)),
  lines as (
    select h.log, h.entry, h.day, not h.covered as open, h.officer, h.held,
      -- A day that an outcome named stands beside the hearing's own, under a mark of its own.
      row_number() over (partition by h.log, h.entry order by h.day) as nth
    from feed join amparo.hearing_day h on h.mission = feed.desk
    union all
    select e.log, e.entry, e.due, false, e.officer, false, 1
    from feed join amparo.engagement e on e.mission = feed.desk and e.due is not null)
  select amparo.mark_of(case when l.nth = 1 then l.entry else l.entry || ' ' || l.nth end), l.day, l.open,
    coalesce(c.number, 0), coalesce(c.on_day, l.day)
  from feed cross join lines l
  left join amparo.calendar_change c on c.log = l.log and c.entry = l.entry
  where not l.held and l.day between from_day and to_day
    and (feed.officer is null or l.officer is null or l.officer = feed.officer)
    and not exists (select from amparo.handed_case b
      where b.account = feed.account and b.log = l.log and b.returned_at is null)
  order by l.day, 1 limit most
$$;

-- Missions that named each other: of hearings to come the day, a mark and whether somebody goes. No country, no log.
drop function amparo.hearings_of_like_minded();
create function amparo.hearings_of_like_minded(from_day date, to_day date)
  returns table (mission text, name text, mark text, day date, covered boolean)
  language sql stable security definer set search_path = '' as $$
  select m.desk, d.name, amparo.mark_of(case when h.nth = 1 then h.entry else h.entry || ' ' || h.nth end), h.day, h.covered
  from amparo.mission own
  join amparo.mission m on m.desk = any (own.like_minded) and own.desk = any (m.like_minded)
    and m.desk <> own.desk and m.shadow = own.shadow
  join amparo.desk d on d.id = m.desk
  cross join lateral (
    select a.entry, a.day, a.covered, a.held, row_number() over (partition by a.log, a.entry order by a.day) as nth
    from amparo.hearing_day a where a.mission = m.desk) h
  where own.desk = amparo.current_desk() and not h.held and h.day between from_day and to_day
  order by h.day, m.desk, 3
$$;

-- What is in no calendar any more, an erased case's among it.
create function amparo.forget_calendar_changes() returns void language sql security definer set search_path = '' as $$
  delete from amparo.calendar_change c
  where not exists (select from amparo.hearing_day h where h.log = c.log and h.entry = c.entry)
    and not exists (select from amparo.engagement e where e.log = c.log and e.entry = c.entry and e.due is not null)
$$;

do $$ declare name text; begin
  foreach name in array array['calendar_lives(bytea)', 'calendar_of(bytea, date, date, integer)',
    'hearings_of_like_minded(date, date)', 'forget_calendar_changes()'] loop
    execute format('revoke execute on function amparo.%s from public', name);
  end loop;
end $$;
grant execute on function amparo.calendar_lives(bytea), amparo.calendar_of(bytea, date, date, integer) to amparo_gate;
grant execute on function amparo.hearings_of_like_minded(date, date) to amparo_app;
grant execute on function amparo.forget_calendar_changes() to amparo_jobs;
