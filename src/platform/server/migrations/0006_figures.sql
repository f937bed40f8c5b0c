-- What figures count of an event: its acts, each as `victim violation`, with ` attempted` where it was one; the year
-- in which it was written down; how far a killing was followed up.
drop index amparo.coded_event_cell, amparo.coded_event_verified;
alter table amparo.coded_event drop column violations;
alter table amparo.coded_event
  add column acts text[] not null default '{}',
  add column seq integer not null default 0,
  add column recorded integer,
  add column follow_up text;

-- What figures count of a person: one, or a group by its size. `same_as` names cases of the same person. `form` is the
-- form of the projection: rows of an older one are made anew from their entries before they are counted.
alter table amparo.case_state
  add column holder text,
  add column size_min integer,
  add column size_max integer,
  add column sectors text[] not null default '{}',
  add column gender text,
  add column same_as text[] not null default '{}',
  add column form integer not null default 0;
create index case_state_form on amparo.case_state (form);
create index case_state_linked on amparo.case_state (log) where same_as <> '{}';

-- What is told of unpublished cases (docs/decisions/0012). A label is level, country, year and what, where `*` is any
-- of them; `persons` is how many stood behind the number when it was told, and is told to nobody.
create table amparo.told (
  partition text not null,
  level text not null,
  country text not null,
  year text not null,
  what text not null,
  number integer not null check (number > 0 and number % 5 = 0),
  max integer not null check (max >= number and max % 5 = 0),
  persons integer not null check (persons >= 5),
  told_on date not null,
  primary key (partition, level, country, year, what)
);

-- The last weekly refresh: one row. `pooled`: there was something that is not public.
create table amparo.told_refresh (
  one boolean primary key default true check (one),
  at timestamptz not null,
  vocabulary text not null,
  pooled boolean not null
);

-- What the refresh found: events that everybody could see, and how far each case was counted among the rest. What was
-- counted there is counted as public only from the next refresh on, so that nothing counts twice.
create table amparo.told_shown (
  log amparo.id not null,
  entry amparo.id not null,
  -- And how far a killing was followed up.
  follow_up boolean not null,
  primary key (log, entry)
);
create table amparo.told_pool (
  log amparo.id primary key,
  through integer not null,
  person boolean not null
);

alter table amparo.told enable row level security;
alter table amparo.told_refresh enable row level security;
alter table amparo.told_shown enable row level security;
alter table amparo.told_pool enable row level security;
create policy tells on amparo.told to amparo_jobs using (true);
create policy tells on amparo.told_refresh to amparo_jobs using (true);
create policy tells on amparo.told_shown to amparo_jobs using (true);
create policy tells on amparo.told_pool to amparo_jobs using (true);
grant select, insert, update, delete on amparo.told, amparo.told_refresh, amparo.told_shown, amparo.told_pool
  to amparo_jobs;

-- Every refresh changes what pages say, if only its day.
create trigger told_changed after insert or update or delete on amparo.told_refresh
  for each statement execute function amparo.raise_open_version();

-- What a live publication shows is counted from these rows: when they change, what was rendered is stale.
create function amparo.raise_for_shown_events() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from changed c join amparo.publication p on p.log = c.log) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;
create trigger events_added after insert on amparo.coded_event
  referencing new table as changed for each statement execute function amparo.raise_for_shown_events();
create trigger events_changed after update on amparo.coded_event
  referencing new table as changed for each statement execute function amparo.raise_for_shown_events();
create trigger events_gone after delete on amparo.coded_event
  referencing old table as changed for each statement execute function amparo.raise_for_shown_events();

create function amparo.raise_for_shown_person() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if old.same_as <> new.same_as or exists (select from amparo.publication p where p.log = new.log) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;
create trigger person_changed after update on amparo.case_state for each row
  when ((old.holder, old.size_min, old.size_max, old.same_as) is distinct from
    (new.holder, new.size_min, new.size_max, new.same_as))
  execute function amparo.raise_for_shown_person();
