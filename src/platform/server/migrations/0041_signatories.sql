-- Letters that organisations sign: who stands under them, what was frozen at the close, to whom they went.
-- What is told of a signatory stands here in clear, because it is meant for the list; addresses and evidence are sealed to
-- the desk on the way in (docs/decisions/0025-sign-on.md).
create table amparo.signatory (
  -- Of those who signed by the form the action's.
  id amparo.id primary key,
  ask amparo.id not null,
  desk amparo.id not null references amparo.desk,
  kind text collate "C" not null check (kind in ('organisation', 'person')),
  name text not null check (char_length(name) between 1 and 300),
  local_name text check (char_length(local_name) between 1 and 300),
  local_language text collate "C" check (local_language ~ '^[a-z]{2,3}$'),
  country text collate "C" check (country ~ '^[A-Z]{2}$'),
  -- Whether their mark may be shown beside the name.
  logo boolean not null default false,
  -- False: counted, and named to nobody outside the desk.
  listed boolean not null default true,
  list text collate "C" not null check (list in ('main', 'late')),
  -- Of the letter that it stands under.
  version integer not null check (version between 1 and 99),
  state text collate "C" not null check (state in ('asked', 'shown', 'accepted', 'declined', 'withdrawn')),
  authority text collate "C" check (authority in ('domain', 'second_person', 'secretary', 'own')),
  -- Registrable domain that mail and web site have in common: the desk looks whether it is theirs.
  domain text collate "C" check (char_length(domain) <= 253),
  -- By the form, or written down by a member of the desk.
  came text collate "C" not null check (came in ('form', 'desk')),
  by_account amparo.id,
  signed_on date not null,
  ended_on date,
  -- SHA-256 of the links by which whoever signed, and a second person of theirs, act on it.
  own_hash bytea not null unique check (octet_length(own_hash) = 32),
  second_hash bytea unique check (octet_length(second_hash) = 32),
  -- Of the frozen list: made at the freeze, so that the hash of a name that is withheld tells nothing.
  salt text collate "C" check (salt ~ '^[A-Za-z0-9_-]{22}$'),
  -- Nobody counts whose authority nobody has shown.
  check (state not in ('shown', 'accepted') or authority is not null),
  check ((state in ('declined', 'withdrawn')) = (ended_on is not null)),
  check (salt is null or list = 'main'),
  check ((came = 'desk') = (by_account is not null))
);
create index signatory_ask on amparo.signatory (ask, list, state);
create index signatory_desk on amparo.signatory (desk);

-- Contact and evidence of signatories that the desk wrote down, and what signatories comment: sealed to the desk's inbox.
create table amparo.signatory_sealed (
  id amparo.id primary key,
  signatory amparo.id not null references amparo.signatory on delete cascade,
  desk amparo.id not null references amparo.desk,
  what text collate "C" not null check (what in ('contact', 'note', 'comment')),
  sealed bytea not null check (octet_length(sealed) between 100 and 100000),
  at timestamptz not null,
  -- Of a comment: null while nobody has answered it.
  answered_at timestamptz,
  answered_by amparo.id,
  check ((answered_at is null) = (answered_by is null))
);
create index signatory_sealed_of on amparo.signatory_sealed (signatory);
create index signatory_sealed_desk on amparo.signatory_sealed (desk);

-- The final list: canonical text, its hash, and nothing that ever changes it.
create table amparo.frozen_list (
  ask amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  letter_version integer not null,
  list text not null check (octet_length(list) <= 2000000),
  sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
  frozen_at timestamptz not null,
  -- Null: the server, after the close.
  by_account amparo.id
);
create index frozen_list_desk on amparo.frozen_list (desk);

-- To whom a letter goes. Addresses of offices, which the desk writes itself.
create table amparo.letter_addressee (
  id amparo.id primary key,
  ask amparo.id not null,
  desk amparo.id not null references amparo.desk,
  place integer not null,
  name text not null check (char_length(name) between 1 and 300),
  salutation text not null check (char_length(salutation) between 1 and 120),
  language text collate "C" not null check (language ~ '^[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z0-9]{2,3})?$'),
  country text collate "C" check (country ~ '^[A-Z]{2}$'),
  mail text check (char_length(mail) between 3 and 254),
  state text collate "C" not null default 'waiting'
    check (state in ('waiting', 'queued', 'sent', 'refused', 'bounced', 'by_hand')),
  unique (ask, place)
);
create index letter_addressee_desk on amparo.letter_addressee (desk);

-- What became of a letter to one addressee: lines are added and never changed.
create table amparo.letter_delivery (
  id bigint generated always as identity primary key,
  addressee amparo.id not null references amparo.letter_addressee on delete cascade,
  desk amparo.id not null references amparo.desk,
  what text collate "C" not null check (what in ('queued', 'sent', 'refused', 'bounced', 'by_hand')),
  -- The day, by hand the one that is given.
  on_day date not null,
  mail text check (char_length(mail) <= 254),
  by_account amparo.id,
  -- Who carried it there.
  carried_by text check (char_length(carried_by) <= 200)
);
create index letter_delivery_of on amparo.letter_delivery (addressee);
create index letter_delivery_desk on amparo.letter_delivery (desk);

-- The sending: proposed by one, released by another lead. Nothing is queued before.
create table amparo.letter_sending (
  ask amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  proposed_by amparo.id not null,
  proposed_at timestamptz not null,
  released_by amparo.id,
  released_at timestamptz,
  check (released_by <> proposed_by),
  check ((released_by is null) = (released_at is null))
);
create index letter_sending_desk on amparo.letter_sending (desk);

-- As owner: whether a list is frozen, for those who read no desk.
create function amparo.list_is_frozen(of_ask text) returns boolean
  language sql stable security definer set search_path = '' as
  $$ select exists (select from amparo.frozen_list f where f.ask = of_ask) $$;
revoke execute on function amparo.list_is_frozen(text) from public;
grant execute on function amparo.list_is_frozen(text) to amparo_app, amparo_gate, amparo_jobs, amparo_public;

-- How many stand under a text, named or not: of the unnamed nothing else is told.
create function amparo.signatory_counts(of_ask text, of_version integer)
  returns table (organisations bigint, persons bigint, countries bigint, late bigint, unlisted bigint)
  language sql stable security definer set search_path = '' as $$
  select count(*) filter (where s.list = 'main' and s.kind = 'organisation'),
    count(*) filter (where s.list = 'main' and s.kind = 'person'),
    count(distinct s.country) filter (where s.list = 'main'),
    count(*) filter (where s.list = 'late'),
    count(*) filter (where not s.listed)
  from amparo.signatory s
  where s.ask = of_ask and s.version = of_version and s.state = 'accepted' $$;
revoke execute on function amparo.signatory_counts(text, integer) from public;
grant execute on function amparo.signatory_counts(text, integer) to amparo_public, amparo_app;

-- What holds whatever statement comes: who ended does not come back; the frozen list takes and loses no name; strangers
-- accept nobody.
create function amparo.guard_signatory() returns trigger language plpgsql set search_path = '' as $$
declare
  frozen boolean;
begin
  -- The owner restores and upgrades.
  if current_user not in ('amparo_app', 'amparo_gate', 'amparo_jobs') then return new; end if;
  -- Whoever freezes waits for those who change names now, and they for the freeze.
  perform pg_advisory_xact_lock_shared(hashtextextended('frozen list of ' || new.ask, 0));
  frozen := new.list = 'main' and amparo.list_is_frozen(new.ask);
  if tg_op = 'INSERT' then
    if frozen then raise exception 'the list is frozen'; end if;
    if new.salt is not null then raise exception 'salts come with the freeze'; end if;
    if current_user <> 'amparo_app' and (new.came <> 'form' or new.state not in ('asked', 'shown')) then
      raise exception 'strangers accept nobody';
    end if;
    return new;
  end if;
  if old.state in ('declined', 'withdrawn') and (new.state, new.ended_on) is distinct from (old.state, old.ended_on) then
    raise exception 'who ended does not come back';
  end if;
  if new.state = 'accepted' and old.state <> 'accepted' and current_user <> 'amparo_app' then
    raise exception 'strangers accept nobody';
  end if;
  if frozen and ((new.state = 'accepted') > (old.state = 'accepted') or new.version <> old.version
    or (old.state = 'accepted' and new.state not in ('accepted', 'withdrawn'))
    or (old.salt is not null and new.salt is distinct from old.salt)) then
    raise exception 'the list is frozen';
  end if;
  return new;
end $$;
create trigger signatory_guarded before insert or update on amparo.signatory
  for each row execute function amparo.guard_signatory();

-- Pages and lists show the accepted and those who withdrew later.
create trigger signatory_opened after insert on amparo.signatory
  for each row when (new.state in ('accepted', 'withdrawn')) execute function amparo.raise_open_version();
create trigger signatory_changed after update on amparo.signatory
  for each row when (old.state = 'accepted' or new.state = 'accepted' or old.listed <> new.listed)
  execute function amparo.raise_open_version();
create trigger signatory_gone after delete on amparo.signatory
  for each row when (old.state in ('accepted', 'withdrawn')) execute function amparo.raise_open_version();
create trigger signatory_emptied after truncate on amparo.signatory
  for each statement execute function amparo.raise_open_version();
create trigger frozen_list_made after insert or delete on amparo.frozen_list
  for each row execute function amparo.raise_open_version();
create trigger frozen_list_emptied after truncate on amparo.frozen_list
  for each statement execute function amparo.raise_open_version();

alter table amparo.signatory enable row level security;
alter table amparo.signatory_sealed enable row level security;
alter table amparo.frozen_list enable row level security;
alter table amparo.letter_addressee enable row level security;
alter table amparo.letter_delivery enable row level security;
alter table amparo.letter_sending enable row level security;

create policy reads on amparo.signatory for select to amparo_app using (desk = (select amparo.current_desk()));
create policy writes on amparo.signatory for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and amparo.desk_of_document(ask) = desk
  and came = 'desk' and by_account = (select amparo.current_account())
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy decides on amparo.signatory for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
grant select, insert on amparo.signatory to amparo_app;
grant update (state, authority, version, listed, ended_on, salt) on amparo.signatory to amparo_app;

-- Strangers sign in the transaction that confirms their address. They read and change what their link opens, by the two
-- functions below, and nothing else.
create policy signs on amparo.signatory for insert to amparo_gate with check (came = 'form');
grant insert on amparo.signatory to amparo_gate;
create function amparo.signatory_by_link(link text) returns setof amparo.signatory
  language sql stable security definer set search_path = '' as
  $$ select s.* from amparo.signatory s where sha256(convert_to(link, 'UTF8')) in (s.own_hash, s.second_hash) $$;
revoke execute on function amparo.signatory_by_link(text) from public;
grant execute on function amparo.signatory_by_link(text) to amparo_gate;
-- As the owner, whom the trigger lets through: it has the trigger's rules of its own.
create function amparo.move_signatory(link text, act text, of_version integer, today date) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  mark bytea := sha256(convert_to(link, 'UTF8'));
  s amparo.signatory;
  frozen boolean;
begin
  select * into s from amparo.signatory t where mark in (t.own_hash, t.second_hash);
  if s.id is null then return false; end if;
  perform pg_advisory_xact_lock_shared(hashtextextended('frozen list of ' || s.ask, 0));
  select * into s from amparo.signatory t where t.id = s.id for update;
  frozen := s.list = 'main' and amparo.list_is_frozen(s.ask);
  if s.state in ('declined', 'withdrawn') and act <> 'unlist' then return false; end if;
  if act = 'confirm' and mark = s.second_hash then
    update amparo.signatory t set state = 'shown', authority = 'second_person' where t.id = s.id and t.state = 'asked';
  elsif act = 'withdraw' and mark = s.own_hash then
    update amparo.signatory t set state = 'withdrawn', ended_on = today where t.id = s.id;
  elsif act = 'unlist' and mark = s.own_hash then
    update amparo.signatory t set listed = false where t.id = s.id;
  elsif act = 'keep' and mark = s.own_hash and not frozen and of_version >= s.version then
    update amparo.signatory t set version = of_version where t.id = s.id;
  else
    return false;
  end if;
  return true;
end $$;
revoke execute on function amparo.move_signatory(text, text, integer, date) from public;
grant execute on function amparo.move_signatory(text, text, integer, date) to amparo_gate;

-- Named in public: those who want to be, of a letter that is released.
create policy open on amparo.signatory for select to amparo_public using (
  listed and state in ('accepted', 'withdrawn')
  and exists (select from amparo.document d where d.id = ask and d.act = 'publish' and d.state = 'released'));
grant select (id, ask, kind, name, local_name, local_language, country, logo, listed, list, version, state, signed_on, ended_on, salt)
  on amparo.signatory to amparo_public;

create policy works on amparo.signatory to amparo_jobs using (true);
grant select, update (salt) on amparo.signatory to amparo_jobs;

create policy reads on amparo.signatory_sealed for select to amparo_app using (desk = (select amparo.current_desk()));
create policy writes on amparo.signatory_sealed for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and what <> 'comment'
  and exists (select from amparo.signatory s where s.id = signatory and s.desk = signatory_sealed.desk)
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy answers on amparo.signatory_sealed for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
grant select, insert on amparo.signatory_sealed to amparo_app;
grant update (answered_at, answered_by) on amparo.signatory_sealed to amparo_app;
-- What a stranger has sent they do not read again.
create policy comments on amparo.signatory_sealed for insert to amparo_gate
  with check (what in ('comment', 'contact') and answered_at is null);
grant insert on amparo.signatory_sealed to amparo_gate;
-- Ninety days after the close nothing sealed is left here.
create policy sweeps on amparo.signatory_sealed to amparo_jobs using (true);
grant select (id, signatory), delete on amparo.signatory_sealed to amparo_jobs;

create policy reads on amparo.frozen_list for select to amparo_app using (desk = (select amparo.current_desk()));
create policy freezes on amparo.frozen_list for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and amparo.desk_of_document(ask) = desk
  and by_account = (select amparo.current_account())
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy closes on amparo.frozen_list for insert to amparo_jobs with check (by_account is null);
create policy closed on amparo.frozen_list for select to amparo_jobs using (true);
create policy open on amparo.frozen_list for select to amparo_public using (
  exists (select from amparo.document d where d.id = ask and d.act = 'publish' and d.state = 'released'));
grant select, insert on amparo.frozen_list to amparo_app, amparo_jobs;
grant select (ask, letter_version, list, sha256, frozen_at) on amparo.frozen_list to amparo_public;

create policy own on amparo.letter_addressee for select to amparo_app using (desk = (select amparo.current_desk()));
create policy writes on amparo.letter_addressee to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_document(ask) = desk
    and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy sends on amparo.letter_addressee to amparo_jobs using (true);
grant select, insert, delete, update (place, name, salutation, language, country, mail, state)
  on amparo.letter_addressee to amparo_app;
grant select, update (state) on amparo.letter_addressee to amparo_jobs;

create policy own on amparo.letter_delivery for select to amparo_app using (desk = (select amparo.current_desk()));
create policy adds on amparo.letter_delivery for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and by_account = (select amparo.current_account())
  and exists (select from amparo.letter_addressee a where a.id = addressee and a.desk = letter_delivery.desk)
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy tells on amparo.letter_delivery for insert to amparo_jobs with check (by_account is null);
create policy told on amparo.letter_delivery for select to amparo_jobs using (true);
grant select, insert on amparo.letter_delivery to amparo_app, amparo_jobs;

create policy own on amparo.letter_sending for select to amparo_app using (desk = (select amparo.current_desk()));
create policy proposes on amparo.letter_sending for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and amparo.desk_of_document(ask) = desk
  and proposed_by = (select amparo.current_account()) and released_by is null
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy releases on amparo.letter_sending for update to amparo_app
  using (desk = (select amparo.current_desk()) and released_by is null)
  with check (released_by = (select amparo.current_account()) and released_by <> proposed_by
    and (select amparo.current_role_at_desk()) = 'lead');
create policy takes_back on amparo.letter_sending for delete to amparo_app
  using (desk = (select amparo.current_desk()) and released_by is null
    and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
grant select, insert, delete, update (released_by, released_at) on amparo.letter_sending to amparo_app;
