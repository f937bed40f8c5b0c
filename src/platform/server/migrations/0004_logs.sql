-- Logs of cases and desks: entries as signed, their parts, heads and grants; projections of coded parts.
create table amparo.log (
  id amparo.id primary key,
  subject text not null check (subject in ('desk', 'case')),
  desk amparo.id not null references amparo.desk,
  tip_seq integer not null,
  tip_hash amparo.hash not null
);

-- Which desk reads what of a log and may append: read by policies and by row-level security.
create table amparo.access (
  log amparo.id not null references amparo.log deferrable initially deferred,
  desk amparo.id not null references amparo.desk,
  sees text not null check (sees in ('nothing', 'coded', 'sealed')),
  appends boolean not null,
  primary key (log, desk)
);
create index access_desk on amparo.access (desk);

create table amparo.entry (
  log amparo.id not null references amparo.log,
  seq integer not null check (seq >= 0),
  id amparo.id not null,
  kind text not null,
  author amparo.id not null references amparo.account,
  hash amparo.hash not null,
  statement bytea not null,
  signature bytea not null check (octet_length(signature) = 64),
  primary key (log, seq),
  unique (log, id)
);

create table amparo.part (
  log amparo.id not null,
  seq integer not null,
  part text not null check (part in ('coded', 'sealed', 'open')),
  bytes bytea not null,
  primary key (log, seq, part),
  foreign key (log, seq) references amparo.entry
);

create table amparo.head (
  log amparo.id primary key references amparo.log,
  through integer not null,
  statement bytea not null,
  signature bytea not null check (octet_length(signature) = 64),
  sealed bytea not null check (octet_length(sealed) <= 4096)
);

-- A case key, sealed to a desk's key of one epoch.
create table amparo.key_grant (
  log amparo.id not null references amparo.log,
  epoch integer not null,
  desk amparo.id not null references amparo.desk,
  desk_epoch integer not null,
  sealed bytea not null check (octet_length(sealed) <= 128),
  primary key (log, epoch, desk)
);
create index key_grant_desk on amparo.key_grant (desk);

-- A desk's secret as an age file to its members; the newest one's hash stands in the desk's log.
create table amparo.bundle (
  desk amparo.id not null references amparo.desk,
  seq integer not null,
  epoch integer not null,
  bytes bytea not null check (octet_length(bytes) <= 1048576),
  primary key (desk, seq)
);

-- What the fold says of a case's coded parts. A dark case has a row that says nothing but that.
create table amparo.case_state (
  log amparo.id primary key references amparo.log,
  desk amparo.id not null references amparo.desk,
  dark boolean not null,
  incomplete boolean not null,
  closed boolean not null,
  country text,
  custody text,
  proceeding text,
  life text,
  accountability text,
  death_possible boolean not null default false,
  in_statistics boolean not null default false,
  next_due date
);
create index case_state_desk on amparo.case_state (desk);

-- One row per coded event of a case that is counted, for figures. Verification as its level's number.
create table amparo.coded_event (
  log amparo.id not null references amparo.log,
  entry amparo.id not null,
  desk amparo.id not null references amparo.desk,
  type text not null,
  country text,
  year integer,
  verification integer not null,
  violations text[] not null,
  primary key (log, entry)
);
create index coded_event_cell on amparo.coded_event (country, year, type);
-- Figures count events from one level of verification on, whatever their case.
create index coded_event_verified on amparo.coded_event (log) include (type, country, year)
  where verification >= 3;

alter table amparo.log enable row level security;
alter table amparo.access enable row level security;
alter table amparo.entry enable row level security;
alter table amparo.part enable row level security;
alter table amparo.head enable row level security;
alter table amparo.key_grant enable row level security;
alter table amparo.bundle enable row level security;
alter table amparo.case_state enable row level security;
alter table amparo.coded_event enable row level security;

-- Row-level security hides foreign logs from the policies, too; this one fact of them a policy has to know.
create function amparo.desk_of_log(of_log text) returns text language sql stable security definer set search_path = '' as
  $$ select l.desk from amparo.log l where l.id = of_log $$;
grant execute on function amparo.desk_of_log(text) to amparo_app;

create policy reads on amparo.access for select to amparo_app using (desk = (select amparo.current_desk()));
-- A desk that could give itself access to a log would read all of them.
create policy opens on amparo.access for insert to amparo_app
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);

create policy reads on amparo.log for select to amparo_app using (
  exists (select 1 from amparo.access a where a.log = id and a.desk = (select amparo.current_desk())));
create policy opens on amparo.log for insert to amparo_app with check (
  desk = (select amparo.current_desk())
  and case subject when 'desk' then id = desk
      else (select amparo.current_role_at_desk()) in ('writer', 'lead') end);
create policy moves on amparo.log for update to amparo_app using (
  exists (select 1 from amparo.access a where a.log = id and a.desk = (select amparo.current_desk()) and a.appends));

create policy reads on amparo.entry for select to amparo_app using (
  exists (select 1 from amparo.access a where a.log = entry.log and a.desk = (select amparo.current_desk())
          and a.sees <> 'nothing'));
create policy appends on amparo.entry for insert to amparo_app with check (
  author = (select amparo.current_account())
  and exists (select 1 from amparo.access a where a.log = entry.log and a.desk = (select amparo.current_desk())
              and a.appends)
  and case (select amparo.current_role_at_desk())
      when 'lead' then true
      when 'writer' then kind <> 'release' and entry.log <> (select amparo.current_desk())
      when 'reader' then kind = 'withdrawal' and entry.log <> (select amparo.current_desk())
      else false end);

create policy reads on amparo.part for select to amparo_app using (
  exists (select 1 from amparo.access a where a.log = part.log and a.desk = (select amparo.current_desk())
          and (a.sees = 'sealed' or (a.sees = 'coded' and part.part <> 'sealed'))));
create policy appends on amparo.part for insert to amparo_app with check (
  exists (select 1 from amparo.access a where a.log = part.log and a.desk = (select amparo.current_desk())
          and a.appends));
create policy erases on amparo.part for delete to amparo_app using (
  exists (select 1 from amparo.access a where a.log = part.log and a.desk = (select amparo.current_desk())
          and a.appends));

create policy own on amparo.head to amparo_app using (
  exists (select 1 from amparo.access a where a.log = head.log and a.desk = (select amparo.current_desk())
          and a.sees = 'sealed'));
-- What stands for a log stands for one of the desk's own, and for no other.
create policy own on amparo.key_grant to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);
create policy own on amparo.bundle to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy own on amparo.case_state to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);
create policy own on amparo.coded_event to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);

create policy counts on amparo.coded_event for select to amparo_jobs using (true);
create policy counts on amparo.case_state for select to amparo_jobs using (true);

grant select, insert on amparo.access, amparo.entry, amparo.key_grant, amparo.bundle to amparo_app;
grant select, insert, update on amparo.head, amparo.case_state to amparo_app;
-- A log never changes its desk.
grant select, insert, update (tip_seq, tip_hash) on amparo.log to amparo_app;
grant select, insert, delete on amparo.part to amparo_app;
grant select, insert, update, delete on amparo.coded_event to amparo_app;
grant select on amparo.coded_event, amparo.case_state to amparo_jobs;
