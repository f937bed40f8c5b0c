-- What supporters agreed to give, sealed to whom they gave it; their own link; follow-ups and requests to see. Why so:
-- docs/decisions/0024-supporters-data.md.

-- One of each confirmed action that gives somebody something. No address, no name: what the server has to know to keep
-- its word.
create table amparo.supporter (
  action amparo.id primary key references amparo.action on delete cascade,
  ask amparo.id not null,
  -- The version whose words they agreed to.
  ask_version integer not null check (ask_version >= 1),
  desk amparo.id not null,
  -- SHA-256 of the token in their mail; it opens their own page.
  link bytea not null unique check (octet_length(link) = 32),
  -- Receivers whose line they ticked.
  agreed text[] collate "C" not null check (cardinality(agreed) <= 20),
  -- Wants to hear what became of it.
  follow boolean not null,
  language text collate "C" not null check (language ~ '^[a-z]{2,3}$'),
  on_day date not null,
  -- As it was said before they signed.
  forget_on date not null check (forget_on > on_day)
);
create index supporter_ask on amparo.supporter (desk, ask, action);
create index supporter_forget on amparo.supporter (forget_on);

-- An age file for one receiver, of a size that tells nothing.
create table amparo.supporter_sealed (
  action amparo.id not null references amparo.supporter on delete cascade,
  receiver text collate "C" not null check (char_length(receiver) <= 80),
  ask amparo.id not null,
  desk amparo.id not null,
  sealed bytea not null check (octet_length(sealed) between 200 and 200000),
  primary key (action, receiver)
);
create index supporter_sealed_ask on amparo.supporter_sealed (desk, ask, receiver, action);

-- Somebody asks to see what is held: the desk's device answers, within 30 days.
create table amparo.supporter_request (
  action amparo.id primary key references amparo.supporter on delete cascade,
  desk amparo.id not null,
  ask amparo.id not null,
  asked_on date not null,
  answered_on date
);
create index supporter_request_desk on amparo.supporter_request (desk, ask);

-- Words to those who asked to hear. Addresses come from the desk's device, batch by batch, and go with their letters.
create table amparo.follow_up (
  id amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  ask amparo.id not null,
  by_account amparo.id not null,
  made_at timestamptz not null,
  -- Subject and text by language.
  words jsonb not null check (octet_length(words::text) <= 60000),
  ended_at timestamptz
);
create index follow_up_ask on amparo.follow_up (desk, ask);

-- Each supporter once.
create table amparo.follow_up_sent (
  follow_up amparo.id not null references amparo.follow_up on delete cascade,
  action amparo.id not null references amparo.supporter on delete cascade,
  desk amparo.id not null,
  primary key (follow_up, action)
);
create index follow_up_sent_action on amparo.follow_up_sent (action);

alter table amparo.supporter enable row level security;
alter table amparo.supporter_sealed enable row level security;
alter table amparo.supporter_request enable row level security;
alter table amparo.follow_up enable row level security;
alter table amparo.follow_up_sent enable row level security;

-- The gate adds what it has sealed and reads none of it; everything else it does by the functions below, with the token.
create policy adds on amparo.supporter for insert to amparo_gate with check (true);
create policy adds on amparo.supporter_sealed for insert to amparo_gate with check (true);
grant insert on amparo.supporter, amparo.supporter_sealed to amparo_gate;

-- Writers open, readers do not: who took part is not needed to read a case.
create policy reads on amparo.supporter for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy reads on amparo.supporter_sealed for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy reads on amparo.supporter_request for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy answers on amparo.supporter_request for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy reads on amparo.follow_up for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy writes on amparo.follow_up for insert to amparo_app
  with check (desk = (select amparo.current_desk()) and by_account = (select amparo.current_account())
    and (select amparo.current_role_at_desk()) = 'lead');
create policy ends on amparo.follow_up for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy reads on amparo.follow_up_sent for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy writes on amparo.follow_up_sent for insert to amparo_app
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
grant select (action, ask, ask_version, desk, follow, language, on_day, forget_on) on amparo.supporter to amparo_app;
grant select on amparo.supporter_sealed, amparo.supporter_request, amparo.follow_up, amparo.follow_up_sent to amparo_app;
grant update (answered_on) on amparo.supporter_request to amparo_app;
grant insert on amparo.follow_up, amparo.follow_up_sent to amparo_app;
grant update (ended_at) on amparo.follow_up to amparo_app;

-- What was promised, on its day.
create function amparo.forget_supporters(today date) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  gone integer;
begin
  delete from amparo.supporter s where s.forget_on <= today;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function amparo.forget_supporters(date) from public;
grant execute on function amparo.forget_supporters(date) to amparo_jobs;

-- A supporter's own page, by the hash of its token and nothing else. Of an ask that was stopped it says who holds what,
-- and no word of what the ask was about.
create function amparo.supporter_of(of_link bytea) returns table (
    action text, ask text, ask_version integer, agreed text[], follow boolean, language text, on_day date,
    forget_on date, asked_on date, answered_on date, body jsonb, stopped boolean)
  language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select s.action::text, s.ask::text, s.ask_version, s.agreed, s.follow, s.language, s.on_day, s.forget_on, r.asked_on,
    r.answered_on, d.body, not exists (
      select from amparo.document n where n.id = s.ask and n.state = 'released' and n.act = 'publish'
        and amparo.may_run(n.id, n.version, current_date))
  from amparo.supporter s
  left join amparo.supporter_request r on r.action = s.action
  left join amparo.document d on d.id = s.ask and d.version = s.ask_version
  where s.link = of_link;
end $$;

-- All that is held goes. The signature stays counted, or is taken back, which the ledger says.
create function amparo.erase_supporter(of_link bytea, take_back boolean, at timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  own amparo.action;
begin
  select a.* into own from amparo.action a join amparo.supporter s on s.action = a.id where s.link = of_link
    for update of a;
  if not found then return false; end if;
  delete from amparo.supporter s where s.action = own.id;
  if not take_back then return true; end if;
  update amparo.action a set state = 'erased', fingerprint = null, country = null, flags = '{}' where a.id = own.id;
  if own.state = 'confirmed' and own.counted then
    update amparo.action_count c set number = c.number - 1
      where c.ask = own.ask and c.kind = own.kind and c.what = 'confirmed';
    insert into amparo.action_ledger (ask, desk, kind, at, what, number)
      values (own.ask, own.desk, own.kind, at, 'erased', -1);
  end if;
  return true;
end $$;

-- What they typed anew, sealed, in the place of what was there. An address that has not answered is not written to.
create function amparo.replace_supporter(of_link bytea, for_agreed text[], receivers text[], sealed bytea[]) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  own amparo.supporter;
begin
  select s.* into own from amparo.supporter s where s.link = of_link for update;
  if not found then return false; end if;
  delete from amparo.supporter_sealed x where x.action = own.action;
  insert into amparo.supporter_sealed (action, receiver, ask, desk, sealed)
    select own.action, n.receiver, own.ask, own.desk, n.sealed
    from unnest(receivers, replace_supporter.sealed) as n (receiver, sealed);
  update amparo.supporter s set agreed = for_agreed, follow = false where s.action = own.action;
  return true;
end $$;

create function amparo.unfollow_supporter(of_link bytea) returns boolean
  language sql security definer set search_path = '' as $$
  with done as (update amparo.supporter s set follow = false where s.link = of_link returning 1)
  select exists (select from done) $$;

-- Asked twice it is one request, until it was answered.
create function amparo.ask_to_see(of_link bytea, today date) returns boolean
  language sql security definer set search_path = '' as $$
  with done as (
    insert into amparo.supporter_request as r (action, desk, ask, asked_on)
    select s.action, s.desk, s.ask, today from amparo.supporter s where s.link = of_link
    on conflict (action) do update set asked_on = case when r.answered_on is null then r.asked_on else today end,
      answered_on = null
    returning 1)
  select exists (select from done) $$;
revoke execute on function amparo.supporter_of(bytea), amparo.erase_supporter(bytea, boolean, timestamptz),
  amparo.replace_supporter(bytea, text[], text[], bytea[]), amparo.unfollow_supporter(bytea),
  amparo.ask_to_see(bytea, date) from public;
grant execute on function amparo.supporter_of(bytea), amparo.erase_supporter(bytea, boolean, timestamptz),
  amparo.replace_supporter(bytea, text[], text[], bytea[]), amparo.unfollow_supporter(bytea),
  amparo.ask_to_see(bytea, date) to amparo_gate;

-- Who was handed out supporters, and who made a list of them.
alter table amparo.access_line drop constraint access_line_act_check;
alter table amparo.access_line add constraint access_line_act_check check (
  act in ('opened', 'file', 'listed', 'journal', 'refused', 'supporters', 'supporters_listed'));
