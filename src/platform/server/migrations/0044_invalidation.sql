-- What managers do to a count: signatures on paper, and signatures that do not count. Nothing is deleted, every step is a
-- line of the ledger, and what was invalidated can be brought back.

-- One decision about many rows.
create table amparo.action_batch (
  id amparo.id primary key,
  ask amparo.id not null,
  desk amparo.id not null references amparo.desk,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  by_account amparo.id not null,
  at timestamptz not null,
  -- By which they were chosen: flags, days, countries.
  chosen jsonb not null check (octet_length(chosen::text) <= 4000),
  number integer not null check (number >= 1),
  note text not null check (char_length(note) between 1 and 2000),
  undone_by amparo.id,
  undone_at timestamptz,
  check ((undone_by is null) = (undone_at is null))
);
create index action_batch_ask on amparo.action_batch (desk, ask);
alter table amparo.action_batch enable row level security;
create policy reads on amparo.action_batch for select to amparo_app using (desk = (select amparo.current_desk()));
grant select on amparo.action_batch to amparo_app;

-- The decision that took it out of the count.
alter table amparo.action add column batch amparo.id;
create index action_invalidated on amparo.action (batch) where batch is not null;

-- Those that a decision would take: counted, of this desk. The same question before it and in it.
create function amparo.chosen_actions(of_ask text, of_kind text, with_flags text[], from_day date, to_day date, of_countries text[])
  returns setof text language sql stable security definer set search_path = '' as $$
  select a.id::text from amparo.action a
  where a.desk = amparo.current_desk() and a.ask = of_ask and a.kind = of_kind and a.state = 'confirmed' and a.counted
    and (cardinality(with_flags) = 0 or a.flags && with_flags)
    and (from_day is null or a.confirmed_on >= from_day) and (to_day is null or a.confirmed_on <= to_day)
    and (cardinality(of_countries) = 0 or a.country = any (of_countries)) $$;

create function amparo.change_count(of_ask text, of_kind text, of_what text, of_line text, by_number bigint, at timestamptz, of_note text)
  returns void language sql security definer set search_path = '' as $$
  insert into amparo.action_count (ask, desk, kind, what, number)
    values (of_ask, amparo.current_desk(), of_kind, of_what, 0) on conflict do nothing;
  update amparo.action_count c set number = c.number + by_number * case of_line when 'restored' then -1 else 1 end
    where c.ask = of_ask and c.kind = of_kind and c.what = of_what;
  insert into amparo.action_ledger (ask, desk, kind, at, what, number, by_account, note)
    values (of_ask, amparo.current_desk(), of_kind, at, of_line, by_number, amparo.current_account(), of_note) $$;

-- A lead takes out as many as they saw, or none: null says that others are chosen by now.
create function amparo.invalidate_actions(of_batch text, of_ask text, of_kind text, with_flags text[], from_day date, to_day date,
    of_countries text[], seen integer, at timestamptz, of_note text) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  taken integer;
begin
  if amparo.current_role_at_desk() is distinct from 'lead' then raise exception 'a lead invalidates'; end if;
  -- The batch that counts waits meanwhile (src/campaigns/server/actions.store.ts).
  perform pg_advisory_xact_lock(7266735);
  select count(*)::integer into taken
    from amparo.chosen_actions(of_ask, of_kind, with_flags, from_day, to_day, of_countries);
  if taken <> seen or taken = 0 then return null; end if;
  update amparo.action a set state = 'invalid', batch = of_batch where a.id in (
    select amparo.chosen_actions(of_ask, of_kind, with_flags, from_day, to_day, of_countries));
  insert into amparo.action_batch (id, ask, desk, kind, by_account, at, chosen, number, note)
    values (of_batch, of_ask, amparo.current_desk(), of_kind, amparo.current_account(), at, jsonb_build_object(
      'flags', with_flags, 'from', from_day, 'to', to_day, 'countries', of_countries), taken, of_note);
  perform amparo.change_count(of_ask, of_kind, 'invalidated', 'invalidated', taken, at, of_note);
  return taken;
end $$;

-- What of it is still there counts again; null: no such decision, or it was undone before.
create function amparo.restore_actions(of_batch text, at timestamptz, of_note text) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  one amparo.action_batch;
  back integer;
begin
  if amparo.current_role_at_desk() is distinct from 'lead' then raise exception 'a lead restores'; end if;
  perform pg_advisory_xact_lock(7266735);
  update amparo.action_batch b set undone_by = amparo.current_account(), undone_at = restore_actions.at
    where b.id = of_batch and b.desk = amparo.current_desk() and b.undone_at is null returning b.* into one;
  if not found then return null; end if;
  update amparo.action a set state = 'confirmed', batch = null where a.batch = of_batch and a.state = 'invalid';
  get diagnostics back = row_count;
  if back > 0 then
    perform amparo.change_count(one.ask, one.kind, 'invalidated', 'restored', back, at, of_note);
  end if;
  return back;
end $$;

-- Signatures on paper: added, and taken off again where somebody miscounted; never below none.
create function amparo.add_on_paper(of_ask text, of_kind text, by_number integer, at timestamptz, of_note text) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  there bigint;
begin
  if coalesce(amparo.current_role_at_desk(), 'reader') not in ('writer', 'lead') then raise exception 'writers count'; end if;
  perform pg_advisory_xact_lock(7266735);
  -- An ask is a document of this desk.
  if amparo.desk_of_document(of_ask) is distinct from amparo.current_desk() then return false; end if;
  select coalesce(sum(c.number), 0) into there from amparo.action_count c
    where c.ask = of_ask and c.kind = of_kind and c.what = 'paper';
  if there + by_number < 0 then return false; end if;
  perform amparo.change_count(of_ask, of_kind, 'paper', 'paper', by_number, at, of_note);
  return true;
end $$;

-- Days and countries for everybody, in sums: of a country that fewer than five people named nothing is told.
create function amparo.days_of_ask(of_ask text, of_kind text) returns table (day date, number bigint)
  language sql stable security definer set search_path = '' as $$
  select a.confirmed_on, count(*) from amparo.action a
  where a.ask = of_ask and a.kind = of_kind and a.state = 'confirmed' and a.counted group by 1 order by 1 $$;
create function amparo.countries_of_ask(of_ask text, of_kind text) returns table (country text, number bigint)
  language sql stable security definer set search_path = '' as $$
  select a.country, count(*) from amparo.action a
  where a.ask = of_ask and a.kind = of_kind and a.state = 'confirmed' and a.counted and a.country is not null
  group by 1 having count(*) >= 5 order by 2 desc, 1 $$;

revoke execute on function amparo.chosen_actions(text, text, text[], date, date, text[]),
  amparo.change_count(text, text, text, text, bigint, timestamptz, text),
  amparo.invalidate_actions(text, text, text, text[], date, date, text[], integer, timestamptz, text),
  amparo.restore_actions(text, timestamptz, text), amparo.add_on_paper(text, text, integer, timestamptz, text),
  amparo.days_of_ask(text, text), amparo.countries_of_ask(text, text) from public;
grant execute on function amparo.chosen_actions(text, text, text[], date, date, text[]),
  amparo.invalidate_actions(text, text, text, text[], date, date, text[], integer, timestamptz, text),
  amparo.restore_actions(text, timestamptz, text), amparo.add_on_paper(text, text, integer, timestamptz, text)
  to amparo_app;
grant execute on function amparo.days_of_ask(text, text), amparo.countries_of_ask(text, text) to amparo_public, amparo_app;
