-- How a device that was locked opens again without the passphrase, while its session lives: the server's half of the key,
-- sealed under a key outside this database, given out for a proof. It goes with its session, and after five wrong proofs
-- both go.
create table amparo.reopening (
  session amparo.hash not null references amparo.session on delete cascade,
  way text not null check (way in ('pin', 'passkey')),
  -- HMAC of the proof under the pepper.
  proof bytea not null check (octet_length(proof) = 32),
  half bytea not null check (octet_length(half) = 60),
  tries integer not null default 0 check (tries between 0 and 5),
  primary key (session, way)
);
alter table amparo.reopening enable row level security;
create policy gate on amparo.reopening to amparo_gate using (true);
grant select, insert, update, delete on amparo.reopening to amparo_gate;
