-- The access log: who was handed out what, in lines that nobody changes; limits of members; what of the unusual somebody
-- has looked at. Why so: docs/decisions/0020-access-log.md.

-- A line is true for its hour (UTC): the same again within it is the same line, so nothing is ever counted up.
create table amparo.access_line (
  desk amparo.id not null references amparo.desk,
  seq integer not null check (seq >= 0),
  hour timestamptz not null check (date_trunc('hour', hour, 'UTC') = hour),
  account amparo.id not null,
  act text not null check (act in ('opened', 'file', 'listed', 'journal', 'refused')),
  -- A case, a file, the desk or its journal, by its random id: it stays when a case is erased, and tells nothing then.
  subject amparo.id not null,
  -- The case that a file belongs to.
  within amparo.id check ((within is not null) = (act = 'file')),
  -- Of the line before; null for the first of the desk.
  prev amparo.hash check ((prev is null) = (seq = 0)),
  hash amparo.hash not null,
  primary key (desk, seq),
  unique (desk, account, act, hour, subject)
);
create index access_line_hour on amparo.access_line (desk, hour);
create index access_line_case on amparo.access_line (desk, (coalesce(within, subject)));

-- Where the chain of a desk ends: held by whoever adds a line, so that limits are exact between servers.
create table amparo.access_tip (
  desk amparo.id primary key references amparo.desk,
  seq integer not null,
  hash amparo.hash check ((hash is null) = (seq = -1))
);

-- Every setting that ever was; the newest counts. No account: the desk's own. No numbers: as the desk has it.
create table amparo.access_limit (
  desk amparo.id not null references amparo.desk,
  number integer not null,
  account amparo.id,
  opened_day integer check (opened_day between 1 and 1000000),
  exported_day integer check (exported_day between 0 and 1000000),
  exported_week integer check (exported_week between 0 and 1000000),
  set_by amparo.id not null,
  set_at timestamptz not null,
  -- A lead without another lead beside them has raised their own.
  alone boolean not null,
  primary key (desk, number),
  check ((opened_day is null) = (exported_day is null) and (opened_day is null) = (exported_week is null)),
  check (account is not null or opened_day is not null)
);

-- Something unusual that another member than the one it tells of has looked at, and what they found.
create table amparo.access_seen (
  desk amparo.id not null references amparo.desk,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  about amparo.id not null,
  day date not null,
  seen_by amparo.id not null check (seen_by <> about),
  seen_at timestamptz not null,
  reason text not null check (char_length(reason) between 1 and 500),
  primary key (desk, kind, about, day)
);

-- A line is kept for two years, then goes from the beginning of its chain, so that what is left stays checkable.
create function amparo.age_access_lines() returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  gone integer;
begin
  delete from amparo.access_line l where l.hour < now() - interval '730 days' and l.seq < coalesce(
    (select min(k.seq) from amparo.access_line k where k.desk = l.desk and k.hour >= now() - interval '730 days'),
    2147483647);
  get diagnostics gone = row_count;
  return gone;
end $$;

alter table amparo.access_line enable row level security;
alter table amparo.access_tip enable row level security;
alter table amparo.access_limit enable row level security;
alter table amparo.access_seen enable row level security;

-- Begins the chain of the desk where it has none, holds its end until the transaction is over, and says where it is.
create function amparo.hold_access_tip() returns table (seq integer, hash text)
  language plpgsql security definer set search_path = '' as $$
declare
  own text := amparo.current_desk();
begin
  if own is null then return; end if;
  insert into amparo.access_tip values (own, -1, null) on conflict do nothing;
  return query select t.seq, t.hash::text from amparo.access_tip t where t.desk = own for update;
end $$;

-- The one text of a line that is hashed; src/members/core/access_chain.ts makes the same.
create function amparo.access_line_hash(line amparo.access_line) returns text
  language sql immutable set search_path = '' as $$
  select translate(encode(sha256(convert_to(concat_ws('|', 'amparo/v1/access', line.desk, line.seq::text,
    to_char(line.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24"Z"'), line.account, line.act, line.subject,
    coalesce(line.within, ''), coalesce(line.prev, '')), 'UTF8')), 'base64'), '+/=', '-_') $$;

-- Place and hash of a line are no choice of whoever adds it.
create function amparo.chain_access_line() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  last amparo.access_tip;
begin
  -- The owner restores and upgrades.
  if amparo.current_account() is null then return new; end if;
  select * into last from amparo.access_tip t where t.desk = new.desk and t.desk = amparo.current_desk() for update;
  if not found then raise exception 'the chain of another desk is not held'; end if;
  new.seq := last.seq + 1;
  new.prev := last.hash;
  new.hash := amparo.access_line_hash(new);
  update amparo.access_tip t set seq = new.seq, hash = new.hash where t.desk = new.desk;
  return new;
end $$;
create trigger access_line_chained before insert on amparo.access_line
  for each row execute function amparo.chain_access_line();

-- What counts for a member of this desk: their own numbers, else the desk's, else these.
create function amparo.access_limits_of(of_account text)
  returns table (opened_day integer, exported_day integer, exported_week integer, own boolean)
  language sql stable set search_path = '' as $$
  select coalesce(m.opened_day, d.opened_day, 1000), coalesce(m.exported_day, d.exported_day, 20),
    coalesce(m.exported_week, d.exported_week, 60), m.opened_day is not null
  from (select 1) one
  left join lateral (select * from amparo.access_limit l where l.desk = amparo.current_desk()
    and l.account = of_account order by l.number desc limit 1) m on true
  left join lateral (select * from amparo.access_limit l where l.desk = amparo.current_desk()
    and l.account is null order by l.number desc limit 1) d on true $$;

-- What no lead can do, by whatever statement: set in another's name, write over a setting, raise their own limits while
-- there is another lead. Whoever raises the desk's has fixed their own before, in the same transaction.
create function amparo.guard_access_limit() returns trigger language plpgsql set search_path = '' as $$
declare
  me text := amparo.current_account();
  had record;
  gets record;
begin
  if me is null then return new; end if;
  if new.set_by is distinct from me then raise exception 'nobody sets a limit in another name'; end if;
  perform amparo.hold_access_tip();
  new.number := 1 + coalesce((select max(l.number) from amparo.access_limit l where l.desk = new.desk), 0);
  new.alone := false;
  select * into had from amparo.access_limits_of(me);
  if new.account is not distinct from me or (new.account is null and not had.own) then
    gets := new;
    if new.opened_day is null then
      select coalesce(d.opened_day, 1000) as opened_day, coalesce(d.exported_day, 20) as exported_day,
        coalesce(d.exported_week, 60) as exported_week into gets
        from (select 1) one left join lateral (select * from amparo.access_limit l where l.desk = new.desk
          and l.account is null order by l.number desc limit 1) d on true;
    end if;
    new.alone := gets.opened_day > had.opened_day or gets.exported_day > had.exported_day
      or gets.exported_week > had.exported_week;
    if new.alone and amparo.leads_at_desk() > 1 then
      raise exception 'nobody raises their own limit';
    end if;
  end if;
  return new;
end $$;
create trigger access_limit_guarded before insert on amparo.access_limit
  for each row execute function amparo.guard_access_limit();

create policy reads on amparo.access_line for select to amparo_app using (desk = (select amparo.current_desk()));
create policy adds on amparo.access_line for insert to amparo_app
  with check (desk = (select amparo.current_desk()) and account = (select amparo.current_account()));
create policy reads on amparo.access_tip for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.access_limit for select to amparo_app using (desk = (select amparo.current_desk()));
create policy sets on amparo.access_limit for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and set_by = (select amparo.current_account())
  and (select amparo.current_role_at_desk()) = 'lead');
create policy reads on amparo.access_seen for select to amparo_app using (desk = (select amparo.current_desk()));
create policy looks on amparo.access_seen for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and seen_by = (select amparo.current_account()));

grant select, insert on amparo.access_line, amparo.access_limit, amparo.access_seen to amparo_app;
grant select on amparo.access_tip to amparo_app;
revoke execute on function amparo.hold_access_tip(), amparo.access_limits_of(text), amparo.age_access_lines() from public;
grant execute on function amparo.age_access_lines() to amparo_jobs;
grant execute on function amparo.hold_access_tip(), amparo.access_limits_of(text) to amparo_app;
