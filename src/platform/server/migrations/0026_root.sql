-- The organisation's root, and members who are let in again by the holders of its shares. Nothing here opens anything:
-- the shares are on paper.

-- Public halves as the root itself signed them; the newest is the organisation's, an older one that of desks that have
-- not compared the newest yet.
create table amparo.organisation_root (
  root amparo.hash primary key,
  recovery text not null,
  statement bytea not null check (octet_length(statement) <= 8192),
  signature bytea not null check (octet_length(signature) = 64),
  kept_at timestamptz not null
);

-- The root that the desk's log names; the log itself decides.
alter table amparo.desk add column rooted_in amparo.hash;

-- Keys that a member has made under a new passphrase, until the holders have compared them. The columns are those of the
-- account they are for.
create table amparo.recovery_request (
  account amparo.id primary key references amparo.account on delete cascade,
  seed bytea not null,
  auth bytea not null,
  vault bytea not null,
  signing amparo.hash not null,
  recipient text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null
);

-- Challenges that the root has answered, each of them once; and for whom, in this transaction and no other.
create table amparo.recovery_proof (
  challenge amparo.hash primary key,
  expires_at timestamptz not null,
  account amparo.id references amparo.account on delete cascade,
  made_in xid8 not null default pg_current_xact_id()
);

-- Sealed by the holders to the keys that they let in: which desks its member may believe in, signed by the root.
alter table amparo.account add column recovery_note bytea check (octet_length(recovery_note) <= 262144);

alter table amparo.organisation_root enable row level security;
alter table amparo.recovery_request enable row level security;
alter table amparo.recovery_proof enable row level security;

create policy gate on amparo.organisation_root to amparo_gate using (true);
create policy gate on amparo.recovery_request to amparo_gate using (true);
create policy gate on amparo.recovery_proof to amparo_gate using (true);

grant select, insert on amparo.organisation_root to amparo_gate;
grant select, insert, update, delete on amparo.recovery_request to amparo_gate;
grant select, insert, delete on amparo.recovery_proof to amparo_gate;

grant update (rooted_in) on amparo.desk to amparo_app;
create policy rooted_by_leads on amparo.desk as restrictive for update to amparo_app
  using ((select amparo.current_role_at_desk()) = 'lead');

-- True within the one transaction in which the root's proof for this account was taken.
create function amparo.let_in_now() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select from amparo.recovery_proof p
     where p.account = amparo.current_account() and p.made_in = pg_current_xact_id_if_assigned()) $$;
revoke execute on function amparo.let_in_now() from public;
grant execute on function amparo.let_in_now() to amparo_app;

-- A member of any role, in the log of their desk: the entry that gives them other keys.
create policy lets_in on amparo.entry for insert to amparo_app with check (
  kind = 'recovered' and seq > 0 and log = (select amparo.current_desk())
  and author = (select amparo.current_account()) and (select amparo.let_in_now()));
-- And nobody but them, whatever else their role allows.
create policy let_in_by_proof on amparo.entry as restrictive for insert to amparo_app with check (
  kind <> 'recovered' or (select amparo.let_in_now()));

-- The bundle that goes with it, by the gate, which took the proof: in the member's name it might be forbidden otherwise.
create policy lets_in on amparo.bundle for insert to amparo_gate with check (
  exists (select from amparo.recovery_proof p
          join amparo.membership m on m.account = p.account and m.desk = bundle.desk
          where p.made_in = pg_current_xact_id_if_assigned()));
grant insert on amparo.bundle to amparo_gate;
