-- Letters that wait to be sent, sealed under a secret outside this database; a row goes as soon as its letter is sent.
create table amparo.mail (
  id amparo.id primary key,
  purpose text collate "C" not null check (purpose ~ '^[a-z][a-z0-9]{0,14}$'),
  -- The document of the ask it belongs to: when that may not be acted for any more, the row goes unsent.
  ask amparo.id,
  -- Of the room that wrote it: what it is told the outcome of.
  about amparo.id,
  -- HMAC of whom not to flood; letters to one of them go out one by one.
  target bytea check (octet_length(target) = 32),
  per_hour integer check (per_hour between 1 and 3600),
  zone text check (char_length(zone) <= 60),
  country text check (char_length(country) = 2),
  sealed bytea not null check (octet_length(sealed) <= 20000000),
  due_at timestamptz not null,
  -- By the database's clock: what was due at once is due again at once when somebody has set the clock back.
  queued_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- Waits until somebody lets it go.
  held boolean not null default false,
  -- The process that works on it, and until when by the database's clock: several servers may have several clocks.
  lease amparo.id,
  leased_until timestamptz,
  check ((target is null) = (per_hour is null) and (target is null) = (zone is null))
);
create index mail_due on amparo.mail (due_at) where not held;
create index mail_ask on amparo.mail (ask) where ask is not null;
create index mail_target on amparo.mail (target, due_at) where target is not null;

-- When the next letter may go to a target. Kept for a day after that.
create table amparo.mail_pace (
  target bytea primary key check (octet_length(target) = 32),
  next_at timestamptz not null
);

-- Whoever wants no more of something: an HMAC that nobody can turn round.
create table amparo.mail_stopped (
  mark bytea primary key check (octet_length(mark) = 32),
  on_day date not null
);

-- How many letters had which outcome on which day: all that is kept of them.
create table amparo.mail_count (
  on_day date not null,
  outcome text not null check (outcome in ('sent', 'refused', 'given_up', 'erased', 'returned', 'stopped')),
  n bigint not null,
  primary key (on_day, outcome)
);

-- One row: since when the mail server is not reached, and why; and when it last took a letter.
create table amparo.mail_line (
  one boolean primary key default true check (one),
  problem text check (problem in ('unreachable', 'sign_in', 'tls', 'sender', 'busy', 'disk')),
  since timestamptz,
  last_sent_at timestamptz
);
insert into amparo.mail_line default values;

-- Of asks whose supporters' own messages the server sends: how many, and whether a manager lets go what many wrote alike.
create table amparo.delivery (
  ask amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  -- Supporters who confirmed; messages that a target's server took, refused for good, or that wait for a manager.
  confirmed integer not null default 0,
  delivered integer not null default 0,
  refused integer not null default 0,
  held integer not null default 0,
  alike_allowed boolean not null default false
);
create index delivery_desk on amparo.delivery (desk);

-- How many supporters of an ask wrote the same words: an HMAC of them, never the words.
create table amparo.delivery_text (
  ask amparo.id not null references amparo.delivery on delete cascade,
  mark bytea not null check (octet_length(mark) = 32),
  n integer not null default 1,
  primary key (ask, mark)
);

alter table amparo.mail enable row level security;
alter table amparo.mail_pace enable row level security;
alter table amparo.mail_stopped enable row level security;
alter table amparo.mail_count enable row level security;
alter table amparo.mail_line enable row level security;

-- Requests add letters and read none; the sender alone does, and the gate counts them for the steward.
create policy queues on amparo.mail for insert to amparo_gate with check (lease is null and attempts = 0);
create policy queues_for_desk on amparo.mail for insert to amparo_app
  with check (lease is null and attempts = 0 and (select amparo.current_desk()) is not null);
create policy counts on amparo.mail for select to amparo_gate using (true);
create policy sends on amparo.mail to amparo_jobs using (true) with check (true);
create policy sends on amparo.mail_pace to amparo_jobs using (true) with check (true);
create policy sends on amparo.mail_stopped to amparo_jobs using (true) with check (true);
create policy sends on amparo.mail_count to amparo_jobs using (true) with check (true);
create policy counts on amparo.mail_count for select to amparo_gate using (true);
create policy sends on amparo.mail_line to amparo_jobs using (true) with check (true);
create policy counts on amparo.mail_line for select to amparo_gate using (true);

grant insert (id, purpose, ask, about, target, per_hour, zone, country, sealed, due_at, held)
  on amparo.mail to amparo_gate, amparo_app, amparo_jobs;
grant select (id, due_at, held) on amparo.mail to amparo_gate;
grant select, update, delete on amparo.mail to amparo_jobs;
grant select, insert, update, delete on amparo.mail_pace to amparo_jobs;
grant select, insert, delete on amparo.mail_stopped to amparo_jobs;
grant select, insert, update, delete on amparo.mail_count to amparo_jobs;
grant select on amparo.mail_count, amparo.mail_line to amparo_gate;
grant select, update on amparo.mail_line to amparo_jobs;

alter table amparo.delivery enable row level security;
alter table amparo.delivery_text enable row level security;
create policy own on amparo.delivery to amparo_app
  using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy confirms on amparo.delivery to amparo_gate using (true) with check (true);
create policy sends on amparo.delivery to amparo_jobs using (true) with check (true);
create policy confirms on amparo.delivery_text to amparo_gate using (true) with check (true);
create policy sweeps on amparo.delivery_text to amparo_jobs using (true);
grant select, update (alike_allowed) on amparo.delivery to amparo_app;
grant select, insert, update (confirmed, held) on amparo.delivery to amparo_gate;
grant select, update (delivered, refused, held) on amparo.delivery to amparo_jobs;
grant select, insert, update on amparo.delivery_text to amparo_gate;
grant select, delete on amparo.delivery_text to amparo_jobs;
