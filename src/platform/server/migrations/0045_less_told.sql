-- What an adversarial reading of migrations 0035 to 0044 found to be told, or changed, by more than had to.

-- The own page names an ask only while the version that was agreed to may run, the newest one too, and its campaign is
-- public: an older version may be about somebody whose publication has been withdrawn since.
create or replace function amparo.supporter_of(of_link bytea) returns table (
    action text, ask text, ask_version integer, agreed text[], follow boolean, language text, on_day date,
    forget_on date, asked_on date, answered_on date, body jsonb, stopped boolean)
  language plpgsql stable security definer set search_path = '' as $$
declare
  today date := (now() at time zone 'UTC')::date;
begin
  return query
  select s.action::text, s.ask::text, s.ask_version, s.agreed, s.follow, s.language, s.on_day, s.forget_on, r.asked_on,
    r.answered_on, d.body,
    not (amparo.may_run(s.ask, s.ask_version, today) and exists (
      select from amparo.document n where n.id = s.ask and n.kind = 'ask' and n.state = 'released' and n.act = 'publish'
        and amparo.may_run(n.id, n.version, today)
        and not exists (
          select from amparo.document later where later.id = n.id and later.version > n.version
            and later.state = 'released' and later.act = 'publish')
        and exists (
          select from amparo.document c where c.kind = 'campaign' and c.act = 'publish' and c.state = 'released'
            and c.body ->> 'slug' = n.body ->> 'campaign')))
  from amparo.supporter s
  left join amparo.supporter_request r on r.action = s.action
  left join amparo.document d on d.id = s.ask and d.version = s.ask_version
  where s.link = of_link;
end $$;

-- A line for one confirmation would tell the second of it. What is remembered of supporters' time is the day; what a
-- member does keeps its time.
create function amparo.blunt_ledger() returns trigger language plpgsql set search_path = '' as $$
begin
  new.at := date_trunc('day', new.at at time zone 'UTC') at time zone 'UTC';
  return new;
end $$;
revoke execute on function amparo.blunt_ledger() from public;
update amparo.action_ledger set at = date_trunc('day', at at time zone 'UTC') at time zone 'UTC' where by_account is null;
create trigger action_ledger_blunt before insert on amparo.action_ledger
  for each row when (new.by_account is null) execute function amparo.blunt_ledger();

-- Who asked not to be named is named by nobody: not by a desk that lists many at once, nor by one of its members.
alter table amparo.signatory add column asked_unnamed boolean not null default false;
-- Of those that were there nobody knows who took the name off: they stay off.
update amparo.signatory set asked_unnamed = true where not listed and came = 'form';
create function amparo.keep_unnamed() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    if current_user = 'amparo_gate' then new.asked_unnamed := not new.listed; end if;
  elsif current_user <> 'amparo_app' then
    -- By the link of whoever signed (amparo.move_signatory).
    new.asked_unnamed := old.asked_unnamed or not new.listed;
  elsif new.listed and not old.listed and old.asked_unnamed then
    raise exception 'who asked not to be named is not named';
  end if;
  return new;
end $$;
revoke execute on function amparo.keep_unnamed() from public;
create trigger signatory_unnamed before insert or update of listed on amparo.signatory
  for each row execute function amparo.keep_unnamed();

-- Contact and evidence of signatories are opened by writers, like what supporters give (migration 0038).
drop policy reads on amparo.signatory_sealed;
create policy reads on amparo.signatory_sealed for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
