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
create index publication_updated on amparo.publication (updated_at desc);

alter table amparo.log enable row level security;
alter table amparo.access enable row level security;
alter table amparo.entry enable row level security;
alter table amparo.part enable row level security;
alter table amparo.head enable row level security;
alter table amparo.key_grant enable row level security;
alter table amparo.bundle enable row level security;
alter table amparo.case_state enable row level security;
alter table amparo.coded_event enable row level security;
alter table amparo.publication enable row level security;

create policy own on amparo.access to amparo_app
  using (desk = (select amparo.current_desk())) with check (desk = (select amparo.current_desk()));

create policy reads on amparo.log for select to amparo_app using (
  exists (select 1 from amparo.access a where a.log = id and a.desk = (select amparo.current_desk())));
create policy opens on amparo.log for insert to amparo_app with check (desk = (select amparo.current_desk()));
create policy moves on amparo.log for update to amparo_app using (
  exists (select 1 from amparo.access a where a.log = id and a.desk = (select amparo.current_desk()) and a.appends));

create policy reads on amparo.entry for select to amparo_app using (
  exists (select 1 from amparo.access a where a.log = entry.log and a.desk = (select amparo.current_desk())
          and a.sees <> 'nothing'));
create policy appends on amparo.entry for insert to amparo_app with check (
  author = (select amparo.current_account())
  and exists (select 1 from amparo.access a where a.log = entry.log and a.desk = (select amparo.current_desk())
              and a.appends));

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
create policy own on amparo.key_grant to amparo_app using (desk = (select amparo.current_desk()));
create policy own on amparo.bundle to amparo_app using (desk = (select amparo.current_desk()));
create policy own on amparo.case_state to amparo_app using (desk = (select amparo.current_desk()));
create policy own on amparo.coded_event to amparo_app using (desk = (select amparo.current_desk()));
create policy own on amparo.publication to amparo_app using (desk = (select amparo.current_desk()));

create policy open on amparo.publication for select to amparo_public using (true);
create policy counts on amparo.coded_event for select to amparo_jobs using (true);
create policy counts on amparo.case_state for select to amparo_jobs using (true);
create policy counts on amparo.publication for select to amparo_jobs using (true);

grant select, insert on amparo.access, amparo.entry, amparo.key_grant, amparo.bundle to amparo_app;
grant select, insert, update on amparo.log, amparo.head, amparo.case_state to amparo_app;
grant select, insert, delete on amparo.part to amparo_app;
grant select, insert, update, delete on amparo.coded_event, amparo.publication to amparo_app;
grant select on amparo.publication to amparo_public;
grant select on amparo.coded_event, amparo.case_state, amparo.publication to amparo_jobs;
