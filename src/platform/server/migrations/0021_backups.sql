-- Each backup that was tried, for the steward's page. `what` is the backup itself, or the server's secrets beside it;
-- no folder and no words of a fault stand here.
create table amparo.backup_run (
  what text not null check (what in ('backup', 'secrets')),
  started_at timestamptz not null,
  ended_at timestamptz not null,
  bytes bigint check (bytes >= 0),
  problem text check (problem in ('no_space', 'not_writable', 'fault')),
  primary key (what, started_at),
  check ((bytes is null) <> (problem is null))
);
alter table amparo.backup_run enable row level security;
create policy gate on amparo.backup_run for select to amparo_gate using (true);
grant select on amparo.backup_run to amparo_gate;
