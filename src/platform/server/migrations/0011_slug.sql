-- A public address belongs to one document of its kind. Two desks that release in the same moment do not see each other's
-- rows, so the database says it: who releases waits for whoever is releasing under the same address, then looks.
create index document_slug on amparo.document (kind, (body ->> 'slug')) where state = 'released' and act = 'publish';

create function amparo.keep_slug_alone() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  own text := new.body ->> 'slug';
begin
  -- The owner restores and upgrades, in whichever order rows come.
  if own is null or amparo.current_account() is null then return new; end if;
  perform pg_advisory_xact_lock(hashtext('amparo.document.slug'), hashtext(new.kind || '/' || own));
  -- An address that a newer version of its document has left is free.
  if exists (
    select from amparo.document d
    where d.kind = new.kind and d.body ->> 'slug' = own and d.state = 'released' and d.act = 'publish' and d.id <> new.id
      and not exists (
        select from amparo.document later
        where later.id = d.id and later.version > d.version and later.state = 'released' and later.act = 'publish')) then
    raise exception 'another document has this address'
      using errcode = 'unique_violation', constraint = 'document_slug';
  end if;
  return new;
end $$;
revoke execute on function amparo.keep_slug_alone() from public;

create trigger document_slug after update on amparo.document
  for each row when (new.state = 'released' and old.state <> 'released' and new.act = 'publish')
  execute function amparo.keep_slug_alone();
