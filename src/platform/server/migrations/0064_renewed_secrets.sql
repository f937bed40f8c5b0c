-- Under which of the server's secrets the rows of this database are: an id that tells nothing of them (secrets.ts). No row:
-- those of the first day. A renewal changes it in the transaction that changes the rows; no request has to do with it.
create table amparo.secrets_id (
  one boolean primary key default true check (one),
  id text collate "C" not null check (id ~ '^[A-Za-z0-9_-]{43}$'),
  renewed_at timestamptz not null
);
alter table amparo.secrets_id enable row level security;
