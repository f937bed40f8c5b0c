-- Open data as it stood on a day. A snapshot keeps no word of a publication: it names the released forms that were in
-- it, and the words are read from what is live. The hashes are those of its files on the day they were made.
create table amparo.snapshot (
  day date primary key,
  made_at timestamptz not null,
  -- The columns of its files (src/figures/core/open_data.ts); they never change under one number.
  format integer not null,
  vocabulary text not null,
  cases integer not null,
  -- Rows that left because a newer version of the same page was released.
  replaced integer not null default 0,
  told jsonb not null,
  hashes jsonb not null
);

-- One released form of a publication. `counted` are the codes of its public events on that day; they go with the row.
create table amparo.snapshot_case (
  day date not null references amparo.snapshot on delete cascade,
  ref amparo.id not null,
  updated_at timestamptz not null,
  counted jsonb not null,
  primary key (day, ref)
);
create index snapshot_case_ref on amparo.snapshot_case (ref);

alter table amparo.snapshot enable row level security;
alter table amparo.snapshot_case enable row level security;
create policy open on amparo.snapshot for select to amparo_public, amparo_jobs using (true);
create policy open on amparo.snapshot_case for select to amparo_public, amparo_jobs using (true);
create policy takes on amparo.snapshot for insert to amparo_jobs with check (true);
create policy takes on amparo.snapshot_case for insert to amparo_jobs with check (true);
grant select on amparo.snapshot, amparo.snapshot_case to amparo_public;
grant select, insert on amparo.snapshot, amparo.snapshot_case to amparo_jobs;

-- Whoever takes a snapshot first holds the row that every change to what is open must write: the change then comes
-- wholly before the snapshot or wholly after it. With a lock of its own the two could each wait for the other.
create function amparo.hold_open_version() returns void language sql security definer set search_path = '' as
  $$ select from amparo.open_version for update $$;
revoke execute on function amparo.hold_open_version() from public;
grant execute on function amparo.hold_open_version() to amparo_jobs;

-- At the end of the transaction that withdraws or replaces a publication, its form leaves every snapshot. The hashes of
-- the counts go too: whoever tries which codes to add to what is left would find those of the case by them. Rows of
-- cases hold a reference that nobody can guess, so their hashes stay.
create function amparo.leave_snapshots() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  with gone as (
    delete from amparo.snapshot_case c where c.ref = old.ref
      and not exists (select from amparo.publication p where p.ref = c.ref and p.updated_at = c.updated_at)
    returning c.day)
  update amparo.snapshot s set
      hashes = s.hashes - 'counts.csv' - 'counts.json',
      replaced = s.replaced + (exists (select from amparo.publication p where p.ref = old.ref))::integer
    where s.day in (select day from gone);
  return null;
end $$;
revoke execute on function amparo.leave_snapshots() from public;

create constraint trigger snapshots_left after update or delete on amparo.publication
  deferrable initially deferred for each row execute function amparo.leave_snapshots();

create trigger snapshot_taken after insert or update or delete on amparo.snapshot
  for each row execute function amparo.raise_open_version();

-- When something open changed last: what a file says of its own age.
alter table amparo.open_version add column changed_at timestamptz not null default now();
create function amparo.date_open_version() returns trigger language plpgsql set search_path = '' as $$
begin
  new.changed_at = pg_catalog.clock_timestamp();
  return new;
end $$;
create trigger open_version_dated before update on amparo.open_version
  for each row execute function amparo.date_open_version();
