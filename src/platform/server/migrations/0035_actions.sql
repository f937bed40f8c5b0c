-- Actions of supporters: a signature, a message, a seat at a vigil. Who acts is a stranger with an address of mail;
-- docs/decisions/0022-signing.md says what is kept of them and until when.

-- The random of an ask: with the server's secret it makes the key of fingerprints. Destroyed when the ask has closed or
-- is open no more: fingerprints are noise from then on, for us as well.
create table amparo.ask_random (
  -- The document's id. It has several versions and one random.
  ask amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  random bytea check (octet_length(random) = 32),
  made_at timestamptz not null,
  destroyed_at timestamptz,
  check ((random is null) = (destroyed_at is not null))
);

-- No reference to desk and ask: each row would lock theirs, some thousand times a second; whoever inserts has read both
-- from ask_random or from the released document.
create table amparo.action (
  id amparo.id primary key,
  ask amparo.id not null,
  desk amparo.id not null,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  state text collate "C" not null default 'pending' check (state in ('pending', 'confirmed', 'invalid', 'erased')),
  -- HMAC of the canonical address under the ask's key; null after the close.
  fingerprint bytea check (octet_length(fingerprint) = 32),
  -- SHA-256 of the link's token; HMAC of the code under the server's secret, since a code is short.
  token_hash bytea check (octet_length(token_hash) = 32),
  code_hash bytea check (octet_length(code_hash) = 16),
  -- What the supporter typed, under the server's secret with this row's id; null once it is confirmed.
  held bytea check (octet_length(held) between 29 and 40000),
  country text collate "C" check (country ~ '^[A-Z]{2}$'),
  language text collate "C" not null check (language ~ '^[a-z]{2,3}$'),
  -- What is remembered of the time: the day.
  on_day date not null,
  confirmed_on date,
  -- Why somebody should look at it: 'disposable', 'burst', 'domain', 'alike' …
  flags text[] collate "C" not null default '{}' check (cardinality(flags) <= 12),
  -- Pending ones are erased after it; null once it is confirmed.
  expires_at timestamptz,
  -- When the confirmation mail is due; null when it is on its way or has been sent.
  mail_due timestamptz,
  mails smallint not null default 0 check (mails between 0 and 20),
  -- Whether the batch has added it to `action_count`.
  counted boolean not null default false,
  unique (ask, kind, fingerprint),
  check ((state = 'pending') = (token_hash is not null)),
  check (state = 'pending' or (held is null and code_hash is null and mail_due is null and expires_at is null)),
  check (state <> 'pending' or (held is not null and expires_at is not null and confirmed_on is null and not counted))
)
-- Room for the row's later self beside it: confirming then writes no index but those whose terms it leaves.
with (fillfactor = 85);
create index action_code on amparo.action (code_hash) where state = 'pending';
create index action_expires on amparo.action (expires_at) where state = 'pending';
create index action_mail on amparo.action (mail_due) where mail_due is not null;
create index action_uncounted on amparo.action (ask) where state = 'confirmed' and not counted;
create index action_desk on amparo.action (desk, ask, confirmed_on) where state <> 'pending';

-- What an ask counts, by kind of action ('signature', 'letter' …) and by what stands in the ledger.
create table amparo.action_count (
  ask amparo.id not null,
  desk amparo.id not null,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  what text collate "C" not null check (what in ('confirmed', 'paper', 'classroom', 'delivered', 'invalidated')),
  number bigint not null check (number >= 0),
  primary key (ask, kind, what)
);

-- Why a count is what it is: lines are added and never changed.
create table amparo.action_ledger (
  id bigint generated always as identity primary key,
  ask amparo.id not null,
  desk amparo.id not null,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  at timestamptz not null,
  what text collate "C" not null
    check (what in ('confirmed', 'paper', 'classroom', 'delivered', 'invalidated', 'restored', 'erased')),
  -- What is added, or taken away.
  number bigint not null check (number <> 0),
  -- The member who added it; null: the server's own batch.
  by_account amparo.id,
  note text check (char_length(note) <= 2000)
);
create index action_ledger_ask on amparo.action_ledger (ask, id);

alter table amparo.ask_random enable row level security;
alter table amparo.action enable row level security;
alter table amparo.action_count enable row level security;
alter table amparo.action_ledger enable row level security;

-- Strangers: pending rows alone, which leave that state by one function.
create policy begins on amparo.ask_random for insert to amparo_gate with check (random is not null);
create policy reads on amparo.ask_random for select to amparo_gate using (true);
create policy takes on amparo.action for insert to amparo_gate with check (state = 'pending');
create policy waiting on amparo.action for select to amparo_gate using (state = 'pending');
create policy moves on amparo.action for update to amparo_gate
  using (state = 'pending') with check (state = 'pending');
grant select, insert on amparo.ask_random to amparo_gate;
grant insert on amparo.action to amparo_gate;
grant select (id, ask, desk, kind, state, fingerprint, token_hash, code_hash, held, language, flags, expires_at, mail_due, mails)
  on amparo.action to amparo_gate;
-- The same address once more: its mail is sent again, and nothing else changes.
grant update (mail_due) on amparo.action to amparo_gate;
-- Whoever holds the token confirms, once: of a hundred at the same time the first changes the row, and the others find
-- it pending no more.
create function amparo.confirm_action(of_id text, of_token bytea, at timestamptz, of_country text)
  returns boolean language sql security definer set search_path = '' as $$
  with confirmed as (
    update amparo.action a set state = 'confirmed', confirmed_on = (at at time zone 'UTC')::date, country = of_country,
      token_hash = null, code_hash = null, held = null, expires_at = null, mail_due = null
    where a.id = of_id and a.state = 'pending' and a.token_hash = of_token and a.expires_at > at
    returning 1)
  select exists (select from confirmed) $$;
-- And erases it instead: it was somebody else who typed that address.
create function amparo.erase_waiting_action(of_id text, of_token bytea)
  returns boolean language sql security definer set search_path = '' as $$
  with erased as (
    delete from amparo.action a where a.id = of_id and a.state = 'pending' and a.token_hash = of_token returning 1)
  select exists (select from erased) $$;
revoke execute on function amparo.confirm_action(text, bytea, timestamptz, text),
  amparo.erase_waiting_action(text, bytea) from public;
grant execute on function amparo.confirm_action(text, bytea, timestamptz, text),
  amparo.erase_waiting_action(text, bytea) to amparo_gate;

-- A desk sees that somebody acted, on which day and from which country: no fingerprint, token or held byte.
create policy reads on amparo.action for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.action_count for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.action_ledger for select to amparo_app using (desk = (select amparo.current_desk()));
grant select (id, ask, desk, kind, state, country, language, on_day, confirmed_on, flags, counted) on amparo.action to amparo_app;
grant select on amparo.action_count, amparo.action_ledger to amparo_app;

-- The public reads sums, of asks whose address it knows.
create policy open on amparo.action_count for select to amparo_public using (true);
grant select (ask, kind, what, number) on amparo.action_count to amparo_public;

-- The server's own work: mail, counting, erasing what nobody confirmed, closing.
create policy works on amparo.action for select to amparo_jobs using (true);
create policy moves_on on amparo.action for update to amparo_jobs using (true);
-- What was never confirmed is erased; what was is not.
create policy erases on amparo.action for delete to amparo_jobs using (state = 'pending');
create policy works on amparo.ask_random to amparo_jobs using (true);
create policy works on amparo.action_count to amparo_jobs using (true);
create policy works on amparo.action_ledger for select to amparo_jobs using (true);
create policy adds on amparo.action_ledger for insert to amparo_jobs with check (by_account is null);
grant select, delete on amparo.action to amparo_jobs;
grant update (state, fingerprint, country, flags, mail_due, mails, counted)
  on amparo.action to amparo_jobs;
grant select on amparo.ask_random to amparo_jobs;
grant update (random, made_at, destroyed_at) on amparo.ask_random to amparo_jobs;
grant select, insert on amparo.action_count to amparo_jobs;
grant update (number) on amparo.action_count to amparo_jobs;
grant select, insert on amparo.action_ledger to amparo_jobs;
