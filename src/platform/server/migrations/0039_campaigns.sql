-- Campaigns, asks and outcomes are documents. An ask about a defender runs only while its publication is released and a
-- consent for campaigning (C5) holds; the fold of the case says until which day it does.
alter table amparo.publication add column campaigning_until date;

-- The number of what is open moves for a consent only where an ask stands or falls with it: else everybody could see
-- that a desk has just written something down about a published person (migration 0012).
create function amparo.raise_for_campaigning() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from amparo.document d
             where d.kind = 'ask' and d.state = 'released' and d.act = 'publish' and d.body #>> '{about,ref}' = new.ref) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;
revoke execute on function amparo.raise_for_campaigning() from public;
drop trigger publication_changed on amparo.publication;
create trigger publication_changed after insert or delete on amparo.publication
  for each row execute function amparo.raise_open_version();
create trigger publication_rewritten after update on amparo.publication for each row
  when ((old.ref, old.log, old.entry, old.desk, old.lang, old.country, old.events, old.open, old.released_on, old.updated_at)
    is distinct from
    (new.ref, new.log, new.entry, new.desk, new.lang, new.country, new.events, new.open, new.released_on, new.updated_at))
  execute function amparo.raise_open_version();
create trigger publication_campaigning after update on amparo.publication for each row
  when (old.campaigning_until is distinct from new.campaigning_until)
  execute function amparo.raise_for_campaigning();

-- Whether nothing stands against an ask on that day: asked at every reading, nothing of it is stored. As the owner,
-- since the public reads neither desks nor what a person agreed to; it answers for released asks alone. The desk that
-- holds the case asks: no other one can ask the person again.
create function amparo.may_run(of_ask text, of_version integer, on_day date) returns boolean
  language sql stable security definer set search_path = '' as $$
  select exists (
    select from amparo.document d
    where d.id = of_ask and d.version = of_version and d.kind = 'ask' and d.act = 'publish' and d.state = 'released'
      and (d.body #>> '{about,kind}' is distinct from 'publication' or exists (
        select from amparo.publication p
        where p.ref = d.body #>> '{about,ref}' and p.desk = d.desk and p.campaigning_until >= on_day))) $$;
revoke execute on function amparo.may_run(text, integer, date) from public;
grant execute on function amparo.may_run(text, integer, date) to amparo_public, amparo_jobs;
-- What supporters give is sealed to the desk that asks.
grant execute on function amparo.desk_of_document(text) to amparo_jobs;

create index document_ask_publication on amparo.document ((body #>> '{about,ref}'))
  where kind = 'ask' and state = 'released' and act = 'publish';

-- Of an ask that a lead released alone because hours counted: why, and which other lead confirmed it afterwards.
alter table amparo.document
  add column urgent text check (char_length(btrim(urgent)) between 1 and 1000),
  add column confirmed_by amparo.id,
  add column confirmed_at timestamptz,
  add check (urgent is null or (kind = 'ask' and act = 'publish')),
  add check (confirmed_by is null or urgent is not null),
  add check ((confirmed_by is null) = (confirmed_at is null));
grant update (urgent, confirmed_by, confirmed_at) on amparo.document to amparo_app;

-- As in migration 0007, and beside it what holds for an ask: one lead releases it alone only with a reason, where there
-- is another lead to tell; what the reason says stays; and no ask about a defender without publication and consent.
create or replace function amparo.guard_document() returns trigger language plpgsql set search_path = '' as $$
declare
  me text := amparo.current_account();
  lead boolean := amparo.current_role_at_desk() = 'lead';
  releases boolean := tg_op = 'UPDATE' and new.state = 'released' and old.state <> 'released';
begin
  -- The owner restores and upgrades.
  if me is null then return new; end if;
  if tg_op = 'INSERT' then
    new.desk_name := (select d.name from amparo.desk d where d.id = new.desk);
    if new.writers <> array[me] then raise exception 'a version begins with its writer'; end if;
    if new.act = 'publish' and new.state <> 'draft' then raise exception 'a version begins as a draft'; end if;
    if new.act <> 'publish' and new.state <> 'proposed' then raise exception 'an act begins as a proposal'; end if;
    if new.urgent is not null then raise exception 'nothing begins released'; end if;
    return new;
  end if;
  if not (new.writers @> old.writers and new.writers <@ (old.writers || me)) then
    raise exception 'writers are added by themselves and stay';
  end if;
  if old.state = 'deleted' or (old.state = 'withdrawn' and new.state not in ('withdrawn', 'deleted'))
    or (old.state = 'released' and new.state not in ('released', 'withdrawn', 'deleted')) then
    raise exception 'what was let out does not become a draft again';
  end if;
  if new.urgent is distinct from old.urgent
    and not (old.urgent is null and releases and new.kind = 'ask' and me = any (new.writers)) then
    raise exception 'why one lead released alone is said with the release and stays';
  end if;
  if (new.confirmed_by, new.confirmed_at) is distinct from (old.confirmed_by, old.confirmed_at)
    and not (old.state = 'released' and old.confirmed_by is null and lead and new.confirmed_by = me
      and not me = any (new.writers)) then
    raise exception 'another lead confirms, once';
  end if;
  if new.state = 'deleted' then
    if not exists (select from amparo.document d
                   where d.id = new.id and d.act = 'delete' and d.state = 'released' and d.decided_by = me) then
      raise exception 'nobody released this deletion';
    end if;
    return new;
  end if;
  if new.body is distinct from old.body
    and not (old.state in ('draft', 'refused') and new.state = 'draft' and me = any (new.writers)) then
    raise exception 'only a draft is written, by one of its writers';
  end if;
  if new.state = 'proposed' and old.state <> 'proposed'
    and not (old.state = 'draft' and me = any (new.writers)) then
    raise exception 'a draft is proposed by one of its writers';
  end if;
  if releases then
    if old.state <> 'proposed' or not lead or new.decided_by is distinct from me then
      raise exception 'a lead releases what is proposed';
    end if;
    -- A desk with one lead could export nothing; why it does so stands in the row (docs/operations/export.md).
    if me = any (new.writers) and not (new.act = 'export' and amparo.leads_at_desk() = 1)
      and not (new.urgent is not null and amparo.leads_at_desk() > 1) then
      raise exception 'nobody releases what they wrote';
    end if;
    if new.kind = 'ask' and new.act = 'publish' and new.body #>> '{about,kind}' = 'publication' and not exists (
      select from amparo.publication p
      where p.ref = new.body #>> '{about,ref}' and p.desk = new.desk
        and p.campaigning_until >= (new.decided_at at time zone 'UTC')::date) then
      raise exception 'no publication and consent for campaigning behind this ask';
    end if;
  end if;
  return new;
end $$;
