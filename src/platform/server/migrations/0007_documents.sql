-- Documents: what a desk writes for everybody (themes, figures) and what else needs two persons (deletions, exports).
-- One row per version. The states and who may move them stand in src/releases/core/document.ts; the trigger below says
-- the part of it that must hold whatever the API lets through.
create table amparo.document (
  id amparo.id not null,
  version integer not null check (version >= 1),
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,40}$'),
  act text not null check (act in ('publish', 'delete', 'export')),
  desk amparo.id not null references amparo.desk,
  -- For the public, which reads no row of a desk.
  desk_name text not null,
  -- Null once it is deleted.
  body jsonb check (octet_length(body::text) <= 400000),
  -- Grows with every draft that is saved: an older one is not saved over a newer one.
  revision integer not null check (revision >= 1),
  state text not null check (state in ('draft', 'proposed', 'released', 'refused', 'withdrawn', 'deleted')),
  -- Every account that wrote or proposed this version: none of them releases it.
  writers text[] not null check (cardinality(writers) >= 1),
  proposed_at timestamptz,
  decided_by amparo.id,
  decided_at timestamptz,
  -- Why a lead sent it back.
  note text check (char_length(note) <= 2000),
  -- Withdrawn or deleted by whom and when.
  ended_by amparo.id,
  ended_at timestamptz,
  -- When an export that was released has been made.
  used_at timestamptz,
  primary key (id, version),
  check ((act = 'export') = (kind = 'export')),
  check (state <> 'deleted' or body is null)
);
create index document_desk on amparo.document (desk);
create index document_open on amparo.document (kind, id, version) where state = 'released' and act = 'publish';
-- At most one version is being written, and at most one waits for a release.
create unique index document_written on amparo.document (id)
  where act = 'publish' and state in ('draft', 'proposed', 'refused');
create unique index document_waiting on amparo.document (id) where state = 'proposed';

-- Row-level security hides others' documents from the policies, too; this one fact of them a policy has to know.
create function amparo.desk_of_document(of_document text) returns text
  language sql stable security definer set search_path = '' as
  $$ select d.desk from amparo.document d where d.id = of_document limit 1 $$;
-- Leads whose account is open: whether a second person exists at all.
create function amparo.leads_at_desk() returns integer
  language sql stable security definer set search_path = '' as
  $$ select count(*)::integer from amparo.membership m
     join amparo.account a on a.id = m.account and a.closed_on is null
     where m.desk = amparo.current_desk() and m.role = 'lead' $$;
revoke execute on function amparo.desk_of_document(text), amparo.leads_at_desk() from public;
grant execute on function amparo.desk_of_document(text), amparo.leads_at_desk() to amparo_app;

-- What no member can do, by whatever statement: let out alone what they wrote, change what is out, write in another's
-- name, unmake a deletion.
create function amparo.guard_document() returns trigger language plpgsql set search_path = '' as $$
declare
  me text := amparo.current_account();
  lead boolean := amparo.current_role_at_desk() = 'lead';
begin
  -- The owner restores and upgrades.
  if me is null then return new; end if;
  if tg_op = 'INSERT' then
    new.desk_name := (select d.name from amparo.desk d where d.id = new.desk);
    if new.writers <> array[me] then raise exception 'a version begins with its writer'; end if;
    if new.act = 'publish' and new.state <> 'draft' then raise exception 'a version begins as a draft'; end if;
    if new.act <> 'publish' and new.state <> 'proposed' then raise exception 'an act begins as a proposal'; end if;
    return new;
  end if;
  if not (new.writers @> old.writers and new.writers <@ (old.writers || me)) then
    raise exception 'writers are added by themselves and stay';
  end if;
  if old.state = 'deleted' or (old.state = 'withdrawn' and new.state not in ('withdrawn', 'deleted'))
    or (old.state = 'released' and new.state not in ('released', 'withdrawn', 'deleted')) then
    raise exception 'what was let out does not become a draft again';
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
  if new.state = 'released' and old.state <> 'released' then
    if old.state <> 'proposed' or not lead or new.decided_by is distinct from me then
      raise exception 'a lead releases what is proposed';
    end if;
    -- A desk with one lead could export nothing; why it does so stands in the row (docs/operations/export.md).
    if me = any (new.writers) and not (new.act = 'export' and amparo.leads_at_desk() = 1) then
      raise exception 'nobody releases what they wrote';
    end if;
  end if;
  return new;
end $$;
create trigger document_guarded before insert or update on amparo.document
  for each row execute function amparo.guard_document();

-- Drafts come and go; what is open changes only with what was or is released.
create trigger document_opened after insert on amparo.document
  for each row when (new.state = 'released') execute function amparo.raise_open_version();
create trigger document_changed after update on amparo.document
  for each row when (old.state = 'released' or new.state = 'released') execute function amparo.raise_open_version();
create trigger document_gone after delete on amparo.document
  for each row when (old.state = 'released') execute function amparo.raise_open_version();
create trigger document_emptied after truncate on amparo.document
  for each statement execute function amparo.raise_open_version();

alter table amparo.document enable row level security;
create policy reads on amparo.document for select to amparo_app using (desk = (select amparo.current_desk()));
create policy writes on amparo.document for insert to amparo_app with check (
  desk = (select amparo.current_desk())
  and coalesce(amparo.desk_of_document(id), desk) = desk
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy moves on amparo.document for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy open on amparo.document for select to amparo_public using (state = 'released' and act = 'publish');

grant select, insert on amparo.document to amparo_app;
grant update (body, revision, state, writers, proposed_at, decided_by, decided_at, note, ended_by, ended_at, used_at)
  on amparo.document to amparo_app;
-- The public learns neither who wrote and released, nor what was said of it.
grant select (id, version, kind, act, desk_name, body, state, decided_at) on amparo.document to amparo_public;
