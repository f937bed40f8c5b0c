-- The second factor of an account: codes of an app (`totp`) and security keys or passkeys (`key`), and printed codes
-- beside them. The server must read what it checks against, so all of it lies sealed under a key outside this database.
create table amparo.factor (
  id amparo.id primary key,
  account amparo.id not null references amparo.account on delete cascade,
  kind text not null check (kind in ('totp', 'key')),
  -- An app's secret, or what names a key and checks what it signs.
  sealed bytea not null check (octet_length(sealed) <= 4096),
  -- Of an app the last step whose code was used, of a key its own count: neither is accepted twice.
  counter bigint not null default 0,
  added_on date not null,
  used_on date
);
create index factor_account on amparo.factor (account);

-- One row for each printed code that is still good: its HMAC under the pepper.
create table amparo.factor_code (
  account amparo.id not null references amparo.account on delete cascade,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (account, hash)
);

-- What a device was asked to answer once, within minutes: the ticket between passphrase and second factor, and what a
-- key has to sign. The hash of 256 random bits.
create table amparo.challenge (
  hash amparo.hash primary key,
  account amparo.id not null references amparo.account on delete cascade,
  use text not null check (use in ('sign_in', 'add', 'prove')),
  expires_at timestamptz not null
);
create index challenge_account on amparo.challenge (account);

-- The steward took an account's factors away. Its desks see the row, and its member is told at the next sign-in.
create table amparo.factor_reset (
  account amparo.id not null references amparo.account on delete cascade,
  at timestamptz not null,
  told boolean not null default false,
  primary key (account, at)
);

alter table amparo.installation add column factor_required boolean not null default false;

alter table amparo.factor enable row level security;
alter table amparo.factor_code enable row level security;
alter table amparo.challenge enable row level security;
alter table amparo.factor_reset enable row level security;
create policy gate on amparo.factor to amparo_gate using (true);
create policy gate on amparo.factor_code to amparo_gate using (true);
create policy gate on amparo.challenge to amparo_gate using (true);
create policy gate on amparo.factor_reset to amparo_gate using (true);
grant select, insert, update, delete on amparo.factor to amparo_gate;
grant select, insert, delete on amparo.factor_code to amparo_gate;
-- Updated is none: to hold a row for the length of a transaction asks for the right.
grant select, insert, update, delete on amparo.challenge to amparo_gate;
grant select, insert, update on amparo.factor_reset to amparo_gate;
