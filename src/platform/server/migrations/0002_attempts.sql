-- Attempts at what must not be guessed or flooded. The key is an HMAC under the server's pepper of purpose and
-- subject, so that the table names nobody.
create table amparo.attempt (
  key bytea primary key check (octet_length(key) = 32),
  failures int not null check (failures > 0),
  last_at timestamptz not null
);
create index attempt_last_at on amparo.attempt (last_at);

grant select, insert, update, delete on amparo.attempt to amparo_gate;
grant select, delete on amparo.attempt to amparo_jobs;

alter table amparo.attempt enable row level security;
create policy gate on amparo.attempt to amparo_gate using (true);
create policy sweeps on amparo.attempt to amparo_jobs using (true);
