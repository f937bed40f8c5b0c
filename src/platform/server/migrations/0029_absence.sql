-- A colleague in detention: one member suspends the account for 72 hours, a second locks it out until two lift it. A row is
-- the server's word and no entry of a log: it must work for readers, and at once.
create table amparo.suspension (
  account amparo.id not null references amparo.account,
  -- At which both belonged.
  desk amparo.id not null references amparo.desk,
  by_account amparo.id not null references amparo.account,
  reason text not null check (reason in ('detained', 'device', 'unreachable', 'other')),
  since timestamptz not null,
  until timestamptz not null,
  locked_by amparo.id references amparo.account,
  locked_at timestamptz,
  lift_by amparo.id references amparo.account,
  lift_at timestamptz,
  -- Whether a lead proposed it; written by the trigger.
  lift_lead boolean not null default false,
  lifted_by amparo.id references amparo.account,
  lifted_at timestamptz,
  primary key (account, since),
  check (by_account <> account),
  check (until > since and until <= since + interval '72 hours'),
  check (locked_by not in (account, by_account)),
  check ((locked_by is null) = (locked_at is null)),
  check (lift_by <> account),
  check ((lift_by is null) = (lift_at is null)),
  check (lifted_by not in (account, lift_by)),
  check (lifted_by is null or lift_by is not null),
  check ((lifted_by is null) = (lifted_at is null))
);
create index suspension_by on amparo.suspension (by_account);
create index suspension_lift on amparo.suspension (lift_by);

create function amparo.is_out(of_account text) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select from amparo.suspension s where s.account = of_account and s.lifted_at is null
       and (s.locked_at is not null or s.until > now())) $$;
revoke execute on function amparo.is_out(text) from public;

-- Whoever is suspended has no desk, whatever the gate let through.
create or replace function amparo.current_desk() returns text language sql stable security definer set search_path = '' as
  $$ select m.desk from amparo.membership m join amparo.account a on a.id = m.account and a.closed_on is null
     where m.desk = nullif(current_setting('amparo.desk', true), '')
       and m.account = nullif(current_setting('amparo.account', true), '')
       and not amparo.is_out(m.account) $$;

-- Where no lead of the account's desks is left to agree, two members have to do.
create function amparo.lead_is_left(of_account text) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (
       select from amparo.membership own
       join amparo.membership other on other.desk = own.desk and other.account <> own.account and other.role = 'lead'
       join amparo.account a on a.id = other.account and a.closed_on is null
       where own.account = of_account and not amparo.is_out(other.account)) $$;
revoke execute on function amparo.lead_is_left(text) from public;
grant execute on function amparo.lead_is_left(text) to amparo_app;

-- What one person alone may not do, whatever passed the service.
create function amparo.guard_suspension() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  me text := amparo.current_account();
begin
  -- Of two at once neither would see the other.
  perform pg_advisory_xact_lock(7266729);
  if tg_op = 'INSERT' then
    if amparo.is_out(new.account) then raise exception 'the account is suspended already'; end if;
    if exists (select from amparo.suspension s where s.by_account = new.by_account and s.locked_at is null
               and s.lifted_at is null and s.until > now()) then
      raise exception 'one person suspends one account at a time';
    end if;
    if exists (select from amparo.suspension s where s.by_account = new.by_account and s.account = new.account
               and coalesce(s.lifted_at, s.until) > now() - interval '14 days') then
      raise exception 'nobody renews alone what has ended lately';
    end if;
    return new;
  end if;
  -- The owner's own work, and what the trigger below takes back.
  if me is null or (new.lift_by is null and new.locked_by is not distinct from old.locked_by
                    and new.lifted_by is not distinct from old.lifted_by) then
    return new;
  end if;
  if old.lifted_at is not null then raise exception 'it is lifted already'; end if;
  if new.locked_by is distinct from old.locked_by and (old.locked_by is not null or new.locked_by <> me) then
    raise exception 'a second member locks out in their own name, once';
  end if;
  if new.lift_by is distinct from old.lift_by then
    if new.lift_by is not null and new.lift_by <> me then raise exception 'proposed in another name'; end if;
    new.lift_lead := new.lift_by is not null and coalesce(amparo.current_role_at_desk() = 'lead', false);
  else
    new.lift_lead := old.lift_lead;
  end if;
  if new.lifted_by is not null then
    if new.lifted_by <> me or old.lift_by is null or new.lift_by is distinct from old.lift_by then
      raise exception 'a second member agrees in their own name';
    end if;
    if not (old.lift_lead or coalesce(amparo.current_role_at_desk() = 'lead', false))
       and amparo.lead_is_left(new.account) then
      raise exception 'one of the two is a lead';
    end if;
  end if;
  return new;
end $$;
revoke execute on function amparo.guard_suspension() from public;
create trigger guarded before insert or update on amparo.suspension
  for each row execute function amparo.guard_suspension();

-- Every session ends with it, and what the account proposed for others does not wait for somebody else's yes. A session that
-- began while it was written does not come to life when it is lifted.
create function amparo.end_sessions_of_suspended() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from amparo.session where account = new.account;
  if tg_op = 'INSERT' then
    update amparo.suspension set lift_by = null, lift_at = null, lift_lead = false
      where lift_by = new.account and lifted_at is null;
  end if;
  return null;
end $$;
revoke execute on function amparo.end_sessions_of_suspended() from public;
create trigger ends_sessions after insert or update of lifted_at on amparo.suspension
  for each row execute function amparo.end_sessions_of_suspended();

alter table amparo.suspension enable row level security;
create policy of_own_desk on amparo.suspension for select to amparo_app using (
  exists (select from amparo.membership m where m.desk = (select amparo.current_desk()) and m.account = suspension.account));
create policy by_oneself on amparo.suspension for insert to amparo_app with check (
  by_account = (select amparo.current_account()) and desk = (select amparo.current_desk())
  and locked_by is null and lift_by is null and lifted_by is null
  and exists (select from amparo.membership m where m.desk = (select amparo.current_desk()) and m.account = suspension.account));
create policy by_others on amparo.suspension for update to amparo_app using (
  account <> (select amparo.current_account())
  and exists (select from amparo.membership m where m.desk = (select amparo.current_desk()) and m.account = suspension.account));
create policy gate on amparo.suspension for select to amparo_gate using (true);
grant select, insert on amparo.suspension to amparo_app;
grant update (locked_by, locked_at, lift_by, lift_at, lift_lead, lifted_by, lifted_at) on amparo.suspension to amparo_app;
grant select on amparo.suspension to amparo_gate;

-- Before travel a member hands back cases: the server shows them none of these until a colleague returns them. `sealed`
-- names the cases once more, under the member's own key: their other devices believe it, and nothing else.
create table amparo.hand_back (
  account amparo.id not null references amparo.account,
  desk amparo.id not null references amparo.desk,
  since timestamptz not null,
  sealed bytea not null check (octet_length(sealed) <= 262144),
  primary key (account, desk, since)
);
create table amparo.handed_case (
  account amparo.id not null,
  desk amparo.id not null,
  log amparo.id not null references amparo.log,
  since timestamptz not null,
  returned_by amparo.id references amparo.account,
  returned_at timestamptz,
  primary key (account, log, since),
  foreign key (account, desk, since) references amparo.hand_back,
  check (returned_by <> account),
  check ((returned_by is null) = (returned_at is null))
);
create unique index handed_case_once on amparo.handed_case (account, log) where returned_at is null;
create index handed_case_desk on amparo.handed_case (desk, account);

-- What this transaction's account may not see. A set, so that it is asked for once a statement and looked up by hash.
create function amparo.handed_back_logs() returns setof text language sql stable security definer set search_path = '' as
  $$ select h.log from amparo.handed_case h
     where h.account = nullif(current_setting('amparo.account', true), '') and h.returned_at is null $$;
create function amparo.travels() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select from amparo.handed_case h
     where h.account = nullif(current_setting('amparo.account', true), '')
       and h.desk = nullif(current_setting('amparo.desk', true), '') and h.returned_at is null) $$;
-- Of the own ones a member learns how many, and what their own devices have sealed.
create function amparo.own_hand_backs() returns table (since timestamptz, sealed bytea, cases bigint)
  language sql stable security definer set search_path = '' as
  $$ select b.since, b.sealed, count(*) from amparo.hand_back b
     join amparo.handed_case h on h.account = b.account and h.desk = b.desk and h.since = b.since and h.returned_at is null
     where b.account = nullif(current_setting('amparo.account', true), '') and b.desk = amparo.current_desk()
     group by b.account, b.desk, b.since order by b.since $$;
revoke execute on function amparo.handed_back_logs(), amparo.travels(), amparo.own_hand_backs() from public;
grant execute on function amparo.handed_back_logs(), amparo.travels(), amparo.own_hand_backs() to amparo_app;

alter table amparo.hand_back enable row level security;
alter table amparo.handed_case enable row level security;
create policy own on amparo.hand_back for insert to amparo_app with check (
  account = (select amparo.current_account()) and desk = (select amparo.current_desk()));
create policy of_others on amparo.handed_case for select to amparo_app using (
  desk = (select amparo.current_desk()) and account <> (select amparo.current_account())
  and log not in (select amparo.handed_back_logs()));
create policy own on amparo.handed_case for insert to amparo_app with check (
  account = (select amparo.current_account()) and desk = (select amparo.current_desk()) and returned_by is null
  and exists (select from amparo.log l where l.id = handed_case.log and l.desk = handed_case.desk and l.subject = 'case'));
create policy returns on amparo.handed_case for update to amparo_app
  using (desk = (select amparo.current_desk()) and account <> (select amparo.current_account()) and returned_at is null
         and (select amparo.current_role_at_desk()) in ('writer', 'lead'))
  with check (returned_by = (select amparo.current_account()));
create policy gate on amparo.handed_case for select to amparo_gate using (true);
grant insert on amparo.hand_back to amparo_app;
grant select, insert, update (returned_by, returned_at) on amparo.handed_case to amparo_app;
grant select on amparo.handed_case to amparo_gate;

-- Whatever is seen by way of `access` (logs, entries, parts, heads, files) is not seen of a case that was handed back, and
-- neither is what goes by the desk alone.
create policy not_handed_back on amparo.access as restrictive for select to amparo_app
  using (log not in (select amparo.handed_back_logs()));
create policy not_handed_back on amparo.key_grant as restrictive to amparo_app
  using (log not in (select amparo.handed_back_logs()));
create policy not_handed_back on amparo.case_state as restrictive to amparo_app
  using (log not in (select amparo.handed_back_logs()));
create policy not_handed_back on amparo.coded_event as restrictive to amparo_app
  using (log not in (select amparo.handed_back_logs()));
create policy not_handed_back on amparo.publication as restrictive to amparo_app
  using (log not in (select amparo.handed_back_logs()));

-- A traveller lets nobody in and gives nobody a role: an accomplice could return the cases.
create policy not_while_travelling on amparo.membership as restrictive for insert to amparo_app
  with check (not (select amparo.travels()));
create policy not_while_travelling_update on amparo.membership as restrictive for update to amparo_app
  using (not (select amparo.travels()));
create policy not_while_travelling_delete on amparo.membership as restrictive for delete to amparo_app
  using (not (select amparo.travels()));
create policy not_while_travelling on amparo.bundle as restrictive for insert to amparo_app
  with check (not (select amparo.travels()));
