-- What the secretary answers to a comment, and logos of those who gave the right to show them.

-- Under the server's secret with the row's id, for whoever holds the link of the commenter's mail; what the comment said
-- stays sealed to the desk. Rows answered before hold no words.
alter table amparo.signatory_sealed add column reply bytea check (octet_length(reply) between 29 and 20000);
-- Whether the text was changed because of it.
alter table amparo.signatory_sealed add column changed boolean;
alter table amparo.signatory_sealed add constraint reply_answers
  check ((reply is null) = (changed is null) and (reply is null or answered_at is not null));
grant update (reply, changed) on amparo.signatory_sealed to amparo_app;

create function amparo.comments_by_link(link text)
  returns table (id text, at timestamptz, answered_at timestamptz, changed boolean, reply bytea)
  language sql stable security definer set search_path = '' as $$
  select c.id::text, c.at, c.answered_at, c.changed, c.reply
  from amparo.signatory s join amparo.signatory_sealed c on c.signatory = s.id and c.what = 'comment'
  where s.own_hash = sha256(convert_to(link, 'UTF8')) order by c.at, c.id $$;
revoke execute on function amparo.comments_by_link(text) from public;
grant execute on function amparo.comments_by_link(text) to amparo_gate;

-- Pixels that the server wrote anew as PNG; width and height in pixels.
create table amparo.signatory_logo (
  signatory amparo.id primary key references amparo.signatory on delete cascade,
  desk amparo.id not null references amparo.desk,
  png bytea not null check (octet_length(png) between 40 and 12288 and substring(png from 1 for 8) = '\x89504e470d0a1a0a'),
  width smallint not null check (width between 1 and 160),
  height smallint not null check (height between 1 and 64),
  by_account amparo.id not null,
  at timestamptz not null
);
create index signatory_logo_desk on amparo.signatory_logo (desk);
alter table amparo.signatory_logo enable row level security;
create policy reads on amparo.signatory_logo for select to amparo_app using (desk = (select amparo.current_desk()));
create policy writes on amparo.signatory_logo for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and by_account = (select amparo.current_account())
  and exists (select from amparo.signatory s where s.id = signatory and s.desk = signatory_logo.desk and s.logo)
  and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy takes_off on amparo.signatory_logo for delete to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
grant select, insert, delete on amparo.signatory_logo to amparo_app;
-- Of those whom the public may see at all, while they stand there and the right is given.
create policy open on amparo.signatory_logo for select to amparo_public using (exists (
  select from amparo.signatory s where s.id = signatory and s.logo and s.listed and s.state = 'accepted'));
grant select (signatory, png, width, height) on amparo.signatory_logo to amparo_public;

-- Pages show it, and no longer.
create trigger signatory_logo_told after insert or delete on amparo.signatory_logo
  for each row execute function amparo.raise_open_version();
create trigger signatory_logo_emptied after truncate on amparo.signatory_logo
  for each statement execute function amparo.raise_open_version();

-- As 0041; and whoever signed takes back the right to show their logo, which is gone with it.
create or replace function amparo.move_signatory(link text, act text, of_version integer, today date) returns boolean
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
  if act = 'no_logo' and mark = s.own_hash then
    update amparo.signatory t set logo = false where t.id = s.id;
    delete from amparo.signatory_logo g where g.signatory = s.id;
    return true;
  end if;
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
