-- The number of what is open is told to everybody, with the second of its last change. So it must not move for what
-- nobody can see: whoever has just done something to a published person would learn within a minute that a desk knows.

create function amparo.is_shown_as(of_log text, of_country text, of_type text, of_year integer) returns boolean
  language sql stable security definer set search_path = '' as $$
  select exists (select from amparo.publication p where p.log = of_log and p.country is not distinct from of_country
    and (of_type || ' ' || coalesce(of_year::text, '?')) = any (p.events)) $$;
revoke execute on function amparo.is_shown_as(text, text, text, integer) from public;

-- A new event is the last of those that are alike, and of these only as many are seen as the publication shows.
create or replace function amparo.raise_for_shown_events() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from changed c join amparo.publication p on p.log = c.log and p.country is not distinct from c.country
    where (select count(*) from amparo.coded_event o
           where o.log = c.log and o.type = c.type and o.year is not distinct from c.year
             and o.country is not distinct from c.country and o.verification >= 1
             and (o.seq, o.entry) <= (c.seq, c.entry))
      <= cardinality(array_positions(p.events, c.type || ' ' || coalesce(c.year::text, '?')))
      and c.verification >= 1
      and (c.type || ' ' || coalesce(c.year::text, '?')) = any (p.events)
  ) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;

-- Of a changed one only what is counted as public matters: no act is.
create function amparo.raise_for_changed_events() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from changed c join before b on b.log = c.log and b.entry = c.entry
    where (b.type, b.country, b.year, b.verification, b.seq, b.follow_up)
        is distinct from (c.type, c.country, c.year, c.verification, c.seq, c.follow_up)
      and (amparo.is_shown_as(c.log, c.country, c.type, c.year) or amparo.is_shown_as(b.log, b.country, b.type, b.year))
  ) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;
create function amparo.raise_for_lost_events() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from changed c where amparo.is_shown_as(c.log, c.country, c.type, c.year)) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;
drop trigger events_changed on amparo.coded_event;
create trigger events_changed after update on amparo.coded_event
  referencing old table as before new table as changed
  for each statement execute function amparo.raise_for_changed_events();
drop trigger events_gone on amparo.coded_event;
create trigger events_gone after delete on amparo.coded_event
  referencing old table as changed for each statement execute function amparo.raise_for_lost_events();

revoke execute on function amparo.raise_for_changed_events(), amparo.raise_for_lost_events() from public;

-- A link counts where it joins a public case to another.
create or replace function amparo.raise_for_shown_person() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from amparo.publication p where p.log = new.log)
    or (old.same_as <> new.same_as
      and exists (select from amparo.publication p where p.log = any (old.same_as || new.same_as))) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;

-- Whether there was anything unpublished decides nothing any more: refreshes come weekly, whatever they find.
alter table amparo.told_refresh drop column pooled;
