-- Who a mission is and its officers by number, as its leads said last in the desk's journal; and which missions a desk sees.

create table amparo.mission (
  desk amparo.id primary key references amparo.desk,
  government text collate "C" not null,
  host text collate "C" not null,
  post text collate "C" not null,
  guidelines text[] collate "C" not null,
  headquarters amparo.id check (headquarters <> desk),
  like_minded text[] collate "C" not null,
  shadow boolean not null
);
create index mission_headquarters on amparo.mission (headquarters) where headquarters is not null;

create table amparo.officer (
  mission amparo.id not null references amparo.desk,
  officer integer not null check (officer between 1 and 9999),
  role text collate "C" not null,
  liaison boolean not null,
  posted boolean not null,
  primary key (mission, officer)
);

alter table amparo.mission enable row level security;
alter table amparo.officer enable row level security;
create policy reads on amparo.mission for select to amparo_app using (desk = (select amparo.current_desk()));
create policy reads on amparo.officer for select to amparo_app using (mission = (select amparo.current_desk()));
create policy leads_add on amparo.mission for insert to amparo_app
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy leads_change on amparo.mission for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy leads_add on amparo.officer for insert to amparo_app
  with check (mission = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy leads_change on amparo.officer for update to amparo_app
  using (mission = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
grant select, insert, update on amparo.mission, amparo.officer to amparo_app;

-- The desk of this transaction, and as headquarters the missions that named it: only where both say the same government,
-- and no shadow record sees or is seen as if it were the real thing.
create function amparo.missions_in_view()
  returns table (desk text, name text, government text, host text, post text, guidelines text[],
    headquarters text, shadow boolean, own boolean)
  language sql stable security definer set search_path = '' as $$
  with here as materialized (select amparo.current_desk() as id)
  select m.desk, d.name, m.government, m.host, m.post, m.guidelines, m.headquarters, m.shadow, m.desk = here.id
  from here
  join amparo.mission m on m.desk = here.id or m.headquarters = here.id
  join amparo.desk d on d.id = m.desk
  where m.desk = here.id or exists (
    select from amparo.mission h
    where h.desk = here.id and h.post = 'headquarters' and h.government = m.government and h.shadow = m.shadow)
$$;

-- Whether the desk that this mission named calls itself headquarters of the same government; null where it named none.
create function amparo.headquarters_answers() returns boolean
  language sql stable security definer set search_path = '' as $$
  select case when m.headquarters is not null then exists (
    select from amparo.mission h
    where h.desk = m.headquarters and h.post = 'headquarters' and h.government = m.government and h.shadow = m.shadow) end
  from amparo.mission m where m.desk = amparo.current_desk()
$$;

revoke execute on function amparo.missions_in_view() from public;
revoke execute on function amparo.headquarters_answers() from public;
grant execute on function amparo.missions_in_view() to amparo_app;
grant execute on function amparo.headquarters_answers() to amparo_app;
