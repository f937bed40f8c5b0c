-- Taking part beside signing: seats at an event, and groups whose host counts their letters. Numbers alone stand here: who
-- comes and who hosts lies sealed to the desk, as of every supporter (0038).

-- How many seats of an event are taken. The row is locked by whoever takes one.
create table amparo.event_seats (
  ask amparo.id primary key,
  desk amparo.id not null,
  -- As the newest version says that somebody came by; null: as many as come.
  places integer check (places >= 1),
  taken integer not null default 0 check (taken >= 0)
);
create index event_seats_desk on amparo.event_seats (desk);

-- For how many one confirmed action stands.
create table amparo.attendance (
  action amparo.id primary key references amparo.action on delete cascade,
  ask amparo.id not null,
  desk amparo.id not null,
  people smallint not null check (people between 1 and 10),
  -- False: invalidated, and its seats are free again.
  seated boolean not null default true
);
create index attendance_desk on amparo.attendance (desk, ask);

create table amparo.host_group (
  id amparo.id primary key,
  action amparo.id not null unique references amparo.action on delete cascade,
  ask amparo.id not null,
  desk amparo.id not null,
  kind text collate "C" not null check (kind in ('class', 'group', 'community')),
  -- How many take part, as the host said before.
  announced integer not null check (announced between 1 and 2000),
  -- SHA-256 of the token of the host's page; null from `ends_on` on.
  link bytea unique check (octet_length(link) = 32),
  on_day date not null,
  ends_on date not null,
  -- Letters up to which a manager said that they count.
  allowed integer not null default 0 check (allowed >= 0),
  refused boolean not null default false,
  -- What of its letters stands in the count.
  counted integer not null default 0 check (counted >= 0)
);
create index host_group_desk on amparo.host_group (desk, ask);

-- The tally sheet: letters and people of one session, corrected in place. No name, no word of a letter.
create table amparo.tally_session (
  host amparo.id not null references amparo.host_group on delete cascade,
  n smallint not null check (n between 1 and 60),
  desk amparo.id not null,
  on_day date not null,
  letters integer not null check (letters between 0 and 10000),
  people integer not null check (people between 0 and 2000),
  primary key (host, n)
);

-- Seats for one confirmed action, or none: of a hundred at the same time each waits for the one before it.
create function amparo.take_seats(of_action text, of_places integer, of_people integer) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  own amparo.action;
begin
  select a.* into own from amparo.action a
    where a.id = of_action and a.kind = 'rsvp' and a.state = 'confirmed';
  if not found then return false; end if;
  insert into amparo.event_seats as s (ask, desk, places) values (own.ask, own.desk, of_places)
    on conflict (ask) do update set places = excluded.places;
  update amparo.event_seats s set taken = s.taken + of_people
    where s.ask = own.ask and (of_places is null or s.taken + of_people <= of_places);
  if not found then return false; end if;
  insert into amparo.attendance (action, ask, desk, people) values (own.id, own.ask, own.desk, of_people);
  return true;
end $$;

-- What of a group's letters counts now, and the line in the ledger that says so. More than three times as many as were
-- announced wait until a manager has said that they count; what counted before them stays.
create function amparo.recount_host(of_host text, at timestamptz, by_member text) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  h amparo.host_group;
  total integer;
  counts integer;
begin
  select g.* into h from amparo.host_group g where g.id = of_host for update;
  select coalesce(sum(t.letters), 0) into total from amparo.tally_session t where t.host = of_host;
  counts := case
    when h.refused or exists (select from amparo.action a where a.id = h.action and a.state = 'invalid') then 0
    when total <= greatest(3 * h.announced, h.allowed) then total
    else least(h.counted, total) end;
  if counts = h.counted then return; end if;
  update amparo.host_group g set counted = counts where g.id = of_host;
  insert into amparo.action_ledger (ask, desk, kind, at, what, number, by_account)
    values (h.ask, h.desk, 'classroom', at, 'classroom', counts - h.counted, by_member);
  insert into amparo.action_count (ask, desk, kind, what, number)
    values (h.ask, h.desk, 'classroom', 'classroom', greatest(0, counts - h.counted))
    on conflict (ask, kind, what) do update
      set number = greatest(0, amparo.action_count.number + counts - h.counted);
end $$;

-- The host's page, by its link and nothing else.
create function amparo.host_of(of_link bytea) returns table (
    id text, ask text, kind text, announced integer, ends_on date, counted integer, refused boolean,
    sessions jsonb)
  language sql stable security definer set search_path = '' as $$
  select h.id::text, h.ask::text, h.kind, h.announced, h.ends_on, h.counted, h.refused,
    coalesce((select jsonb_agg(jsonb_build_object('n', t.n, 'on', t.on_day, 'letters', t.letters, 'people', t.people)
      order by t.n) from amparo.tally_session t where t.host = h.id), '[]')
  from amparo.host_group h where h.link = of_link $$;

-- One session more (`of_n` null), or one corrected. Says what became of it.
create function amparo.count_tally(
    of_link bytea, of_n integer, of_day date, of_letters integer, of_people integer, at timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  h amparo.host_group;
  place integer;
begin
  select g.* into h from amparo.host_group g where g.link = of_link for update;
  if not found then return 'ended'; end if;
  if of_n is null then
    select coalesce(max(t.n), 0) + 1 into place from amparo.tally_session t where t.host = h.id;
    if place > 60 then return 'too_many'; end if;
    insert into amparo.tally_session (host, n, desk, on_day, letters, people)
      values (h.id, place, h.desk, of_day, of_letters, of_people);
  else
    update amparo.tally_session t set on_day = of_day, letters = of_letters, people = of_people
      where t.host = h.id and t.n = of_n;
    if not found then return 'ended'; end if;
  end if;
  perform amparo.recount_host(h.id, at, null);
  return 'counted';
end $$;

-- A writer or lead of the desk decides about a group: what its letters add up to counts, or none of them does.
create function amparo.decide_host(of_host text, act text, of_letters integer, at timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  h amparo.host_group;
  total integer;
begin
  if act not in ('allow', 'refuse') then raise exception 'no such act'; end if;
  if amparo.current_role_at_desk() is null or amparo.current_role_at_desk() not in ('writer', 'lead') then
    return 'not_found';
  end if;
  select g.* into h from amparo.host_group g where g.id = of_host and g.desk = amparo.current_desk() for update;
  if not found then return 'not_found'; end if;
  select coalesce(sum(t.letters), 0) into total from amparo.tally_session t where t.host = h.id;
  if total <> of_letters then return 'changed'; end if;
  if act = 'allow' then
    update amparo.host_group g set allowed = greatest(g.allowed, total), refused = false where g.id = h.id;
  else
    update amparo.host_group g set allowed = 0, refused = true where g.id = h.id;
  end if;
  perform amparo.recount_host(h.id, at, amparo.current_account());
  return 'decided';
end $$;

-- What becomes of an action elsewhere: seats of one that was taken back or invalidated are free; restored, it has them
-- again if there are any. An invalidated host counts nothing.
create function amparo.part_changed() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  group_of text;
begin
  if new.kind = 'host' then
    select g.id into group_of from amparo.host_group g where g.action = new.id;
    if found then perform amparo.recount_host(group_of, now(), null); end if;
    return new;
  end if;
  perform from amparo.event_seats s where s.ask = new.ask for update;
  if new.state = 'confirmed' then
    with back as (
      update amparo.event_seats s set taken = s.taken + p.people from amparo.attendance p
      where s.ask = new.ask and p.action = new.id and not p.seated
        and (s.places is null or s.taken + p.people <= s.places)
      returning p.action)
    update amparo.attendance p set seated = true from back where p.action = back.action;
  else
    with freed as (
      update amparo.attendance p set seated = false where p.action = new.id and p.seated returning p.people)
    update amparo.event_seats s set taken = s.taken - f.people from freed f where s.ask = new.ask;
  end if;
  return new;
end $$;
create trigger action_part_changed after update of state on amparo.action
  for each row when (old.kind in ('rsvp', 'host') and old.state <> 'pending' and new.state <> old.state)
  execute function amparo.part_changed();

-- Pages say how many seats are left, and of many only that they are many: else each guest of a march made all pages anew.
create trigger event_seats_told after update on amparo.event_seats
  for each row when (least(old.places - old.taken, 21) is distinct from least(new.places - new.taken, 21))
  execute function amparo.raise_open_version();

-- The link ends on its day; the numbers stay.
create function amparo.end_host_links(today date) returns integer
  language sql security definer set search_path = '' as $$
  with ended as (
    update amparo.host_group g set link = null where g.link is not null and g.ends_on <= today returning 1)
  select count(*)::integer from ended $$;

revoke execute on function amparo.take_seats(text, integer, integer), amparo.recount_host(text, timestamptz, text),
  amparo.host_of(bytea), amparo.count_tally(bytea, integer, date, integer, integer, timestamptz),
  amparo.decide_host(text, text, integer, timestamptz), amparo.part_changed(), amparo.end_host_links(date) from public;
grant execute on function amparo.take_seats(text, integer, integer), amparo.host_of(bytea),
  amparo.count_tally(bytea, integer, date, integer, integer, timestamptz) to amparo_gate;
grant execute on function amparo.decide_host(text, text, integer, timestamptz) to amparo_app;
grant execute on function amparo.end_host_links(date) to amparo_jobs;

alter table amparo.event_seats enable row level security;
alter table amparo.attendance enable row level security;
alter table amparo.host_group enable row level security;
alter table amparo.tally_session enable row level security;

-- A host is added in the transaction that confirms the address, and decides nothing about themselves.
create policy adds on amparo.host_group for insert to amparo_gate
  with check (allowed = 0 and counted = 0 and not refused and link is not null);
grant insert on amparo.host_group to amparo_gate;

create policy reads on amparo.event_seats for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.attendance for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.host_group for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.tally_session for select to amparo_app using (desk = (select amparo.current_desk()));
grant select on amparo.event_seats, amparo.attendance, amparo.tally_session to amparo_app;
grant select (id, action, ask, desk, kind, announced, on_day, ends_on, allowed, refused, counted)
  on amparo.host_group to amparo_app;

create policy open on amparo.event_seats for select to amparo_public using (exists (
  select from amparo.document d where d.id = ask and d.act = 'publish' and d.state = 'released'));
grant select (ask, places, taken) on amparo.event_seats to amparo_public;
