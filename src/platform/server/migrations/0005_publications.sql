-- The only bridge to the open: one row per released publication, gone at its withdrawal.
create table amparo.publication (
  ref amparo.id primary key,
  log amparo.id not null references amparo.log,
  entry amparo.id not null,
  desk amparo.id not null references amparo.desk,
  lang text not null,
  country text,
  -- The events that the publication shows, so that a figure can open to them.
  events text[] not null,
  open jsonb not null,
  released_on date not null,
  updated_at timestamptz not null
);
create unique index publication_log on amparo.publication (log);
create index publication_country on amparo.publication (country, updated_at desc, ref);
create index publication_recent on amparo.publication (updated_at desc, ref);
create index publication_events on amparo.publication using gin (events);

alter table amparo.publication enable row level security;
create policy own on amparo.publication to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);
create policy open on amparo.publication for select to amparo_public using (true);
create policy counts on amparo.publication for select to amparo_jobs using (true);
grant select, insert, update, delete on amparo.publication to amparo_app;
grant select on amparo.publication to amparo_jobs;
-- The public learns nothing of the log behind a page.
grant select (ref, lang, country, events, open, released_on, updated_at) on amparo.publication to amparo_public;

-- A number that grows with every change to what is open, in the same transaction: what was rendered under another
-- number is stale. A sequence would not do: it grows before the change can be seen.
create table amparo.open_version (
  one boolean primary key default true check (one),
  number bigint not null
);
insert into amparo.open_version (number) values (1);

alter table amparo.open_version enable row level security;
create policy open on amparo.open_version for select to amparo_public, amparo_jobs using (true);
grant select on amparo.open_version to amparo_public, amparo_jobs;

-- As the owner: a member changes the number only by changing a publication.
create function amparo.raise_open_version() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update amparo.open_version set number = number + 1;
  return null;
end $$;

create trigger publication_changed after insert or update or delete on amparo.publication
  for each row execute function amparo.raise_open_version();
create trigger publication_emptied after truncate on amparo.publication
  for each statement execute function amparo.raise_open_version();
