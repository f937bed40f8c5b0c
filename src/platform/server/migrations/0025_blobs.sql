-- Files of evidence. Their bytes are age files in the data folder, under these ids; here stands which are whole, of
-- which case and of which entry. The entry is named before it is there, so that also of a dark case, whose entries say
-- nothing, the server knows which bytes go with which sealed part.
create table amparo.blob (
  id amparo.id primary key,
  log amparo.id not null references amparo.log,
  entry amparo.id not null,
  desk amparo.id not null references amparo.desk,
  size bigint not null check (size > 0),
  -- Of the whole, when it is.
  hash amparo.hash,
  state text not null default 'begun' check (state in ('begun', 'whole', 'gone')),
  begun_by amparo.id not null references amparo.account,
  begun_at timestamptz not null,
  check (state <> 'whole' or hash is not null),
  unique (log, entry)
);
create index blob_desk on amparo.blob (desk);

-- Parts that are on the disk, as many as there are; one after the other they are the file.
create table amparo.blob_part (
  blob amparo.id not null references amparo.blob on delete cascade,
  number integer not null check (number >= 0),
  desk amparo.id not null references amparo.desk,
  size integer not null check (size between 1 and 4194304),
  hash amparo.hash not null,
  primary key (blob, number)
);

-- Whatever erases the sealed part of an entry, whose words open the file, lets the file go with it.
create function amparo.let_blob_go() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update amparo.blob b set state = 'gone' from amparo.entry e
    where e.log = old.log and e.seq = old.seq and b.log = e.log and b.entry = e.id;
  return null;
end $$;
revoke execute on function amparo.let_blob_go() from public;
create trigger blob_goes after delete on amparo.part
  for each row when (old.part = 'sealed') execute function amparo.let_blob_go();

create function amparo.entry_stands(of_log text, of_entry text) returns boolean language sql stable
  security definer set search_path = '' as
  $$ select exists (select 1 from amparo.entry e join amparo.part p on p.log = e.log and p.seq = e.seq
     where e.log = of_log and e.id = of_entry and p.part = 'sealed') $$;
revoke execute on function amparo.entry_stands(text, text) from public;
grant execute on function amparo.entry_stands(text, text) to amparo_app;

alter table amparo.blob enable row level security;
alter table amparo.blob_part enable row level security;

create policy reads on amparo.blob for select to amparo_app using (
  exists (select 1 from amparo.access a where a.log = blob.log and a.desk = (select amparo.current_desk())
          and a.sees = 'sealed'));
create policy begins on amparo.blob for insert to amparo_app with check (
  begun_by = (select amparo.current_account()) and desk = (select amparo.current_desk())
  and state = 'begun' and amparo.desk_of_log(log) = desk
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy ends on amparo.blob for update to amparo_app using (
  desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'))
  with check (state <> 'gone' or not amparo.entry_stands(log, entry));
-- What a member gives up, and what an erasure has let go: any member may sweep the latter, none the rest.
create policy drops on amparo.blob for delete to amparo_app using (
  desk = (select amparo.current_desk())
  and (state = 'gone' or (state = 'begun' and (select amparo.current_role_at_desk()) in ('writer', 'lead'))));
create policy reads on amparo.blob_part for select to amparo_app using (
  exists (select 1 from amparo.blob b where b.id = blob_part.blob));
create policy keeps on amparo.blob_part for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and exists (select 1 from amparo.blob b where b.id = blob_part.blob and b.state = 'begun'
          and b.desk = (select amparo.current_desk()))
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));

grant select, insert, delete, update (state, hash) on amparo.blob to amparo_app;
grant select, insert on amparo.blob_part to amparo_app;

-- The server's own sweep sees which bytes are to go, and writes by these two alone.
create policy sweeps on amparo.blob for select to amparo_jobs using (true);
grant select (id, state) on amparo.blob to amparo_jobs;
create function amparo.let_stale_blobs_go(begun_before timestamptz) returns void language sql
  security definer set search_path = '' as
  $$ update amparo.blob set state = 'gone'
     where begun_at < begun_before and state <> 'gone' and not amparo.entry_stands(log, entry) $$;
create function amparo.forget_gone_blob(of_id text) returns void language sql
  security definer set search_path = '' as
  $$ delete from amparo.blob where id = of_id and state = 'gone' $$;
revoke execute on function amparo.let_stale_blobs_go(timestamptz), amparo.forget_gone_blob(text) from public;
grant execute on function amparo.let_stale_blobs_go(timestamptz), amparo.forget_gone_blob(text) to amparo_jobs;
