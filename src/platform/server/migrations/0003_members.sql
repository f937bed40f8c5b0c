-- Accounts, sessions, desks. Ids and hashes are the protocol's base64url text.
create domain amparo.id as text collate "C" check (value ~ '^[A-Za-z0-9_-]{22}$');
create domain amparo.hash as text collate "C" check (value ~ '^[A-Za-z0-9_-]{43}$');

grant usage on type amparo.id, amparo.hash to amparo_app, amparo_gate, amparo_public, amparo_jobs;

-- One row: this installation. The token of the set-up link is kept as a hash until it is used.
create table amparo.installation (
  one boolean primary key default true check (one),
  organisation text,
  setup_token amparo.hash,
  set_up_on date
);

create table amparo.account (
  id amparo.id primary key,
  name text collate "C" not null unique,
  seed bytea not null,
  -- HMAC of the authKey under the pepper, which is not in this database.
  auth bytea not null,
  -- The account's wrapped keys, sealed once more under the server's key.
  vault bytea not null,
  -- What the member's devices remember of tips, sealed by them.
  memory bytea,
  signing amparo.hash not null,
  recipient text not null,
  steward boolean not null default false,
  created_on date not null,
  closed_on date
);

create table amparo.session (
  token amparo.hash primary key,
  account amparo.id not null references amparo.account on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_account on amparo.session (account);

create table amparo.desk (
  id amparo.id primary key,
  name text not null,
  created_on date not null
);

-- The server's projection of the desk's log; the log itself decides.
create table amparo.membership (
  desk amparo.id not null references amparo.desk,
  account amparo.id not null references amparo.account,
  role text not null check (role in ('reader', 'writer', 'lead')),
  primary key (desk, account)
);
create index membership_account on amparo.membership (account);

create table amparo.invitation (
  id amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  role text not null check (role in ('reader', 'writer', 'lead')),
  expires_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'admitted', 'revoked')),
  account amparo.id references amparo.account,
  mac amparo.hash
);
create index invitation_desk on amparo.invitation (desk);

-- The desk of this transaction, only if its account belongs to it: the second wall behind the policies.
create function amparo.current_account() returns text language sql stable as
  $$ select nullif(current_setting('amparo.account', true), '') $$;
create function amparo.current_desk() returns text language sql stable security definer set search_path = '' as
  $$ select m.desk from amparo.membership m join amparo.account a on a.id = m.account and a.closed_on is null
     where m.desk = nullif(current_setting('amparo.desk', true), '')
       and m.account = nullif(current_setting('amparo.account', true), '') $$;
create function amparo.current_role_at_desk() returns text language sql stable security definer set search_path = '' as
  $$ select m.role from amparo.membership m
     where m.desk = nullif(current_setting('amparo.desk', true), '')
       and m.account = nullif(current_setting('amparo.account', true), '') $$;

-- A desk begins with its founder as lead: nobody else can enter a row for it before.
create function amparo.found_desk(new_desk text, new_name text, founder text, today date) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if founder is distinct from amparo.current_account() then
    raise exception 'a desk is founded by the account of the transaction';
  end if;
  insert into amparo.desk values (new_desk, new_name, today);
  insert into amparo.membership values (new_desk, founder, 'lead');
end $$;

alter table amparo.desk enable row level security;
alter table amparo.membership enable row level security;
alter table amparo.invitation enable row level security;
alter table amparo.account enable row level security;
alter table amparo.session enable row level security;
alter table amparo.installation enable row level security;

create policy own on amparo.desk to amparo_app using (id = (select amparo.current_desk()));
create policy own on amparo.membership to amparo_app
  using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy own on amparo.invitation to amparo_app
  using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy gate on amparo.desk to amparo_gate using (true);
create policy gate on amparo.membership for select to amparo_gate using (true);
create policy gate on amparo.invitation to amparo_gate using (true);
create policy gate on amparo.account to amparo_gate using (true);
create policy gate on amparo.session to amparo_gate using (true);
create policy gate on amparo.installation to amparo_gate using (true);
create policy public on amparo.installation for select to amparo_public using (true);

grant select on amparo.desk, amparo.membership, amparo.invitation to amparo_app;
grant insert, update on amparo.membership, amparo.invitation to amparo_app;
grant select, insert, update on amparo.account, amparo.installation to amparo_gate;
grant select, insert, update, delete on amparo.session to amparo_gate;
grant select on amparo.desk, amparo.membership to amparo_gate;
grant select, update on amparo.invitation to amparo_gate;
grant select (organisation) on amparo.installation to amparo_public;
grant execute on function amparo.current_account(), amparo.current_desk(), amparo.current_role_at_desk() to amparo_app;
revoke execute on function amparo.found_desk(text, text, text, date) from public;
grant execute on function amparo.found_desk(text, text, text, date) to amparo_app;
