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

create index publication_country on amparo.publication (country, updated_at desc, ref);
create index publication_recent on amparo.publication (updated_at desc, ref);
drop index amparo.publication_updated;
create index publication_events on amparo.publication using gin (events);

-- Figures count events from one level of verification on, whatever their case.
create index coded_event_verified on amparo.coded_event (log) include (type, country, year)
  where verification >= 3;
