-- Positions: facts on what a member of a body did or said of an instrument, entered by many hands. What the schema of a
-- fact says stands in src/instruments/core/position_wire.ts. A fact is open only once another member who writes than the
-- one who entered it has confirmed it, and until somebody strikes it; the trigger below holds that whatever the API lets
-- through. Facts told in confidence never stand here: they are sealed to the desk.
create table amparo.position (
  id amparo.id primary key,
  desk amparo.id not null references amparo.desk,
  -- For the public, which reads no row of a desk.
  desk_name text not null,
  instrument text collate "C" not null check (instrument ~ '^[a-z0-9-]{1,80}$'),
  body text collate "C" not null check (body ~ '^[a-z0-9-]{1,80}$'),
  member text collate "C" not null check (char_length(member) between 1 and 80),
  of_kind text not null check (of_kind in ('instrument', 'amendment', 'motion')),
  of_id text collate "C" not null check (char_length(of_id) between 1 and 80),
  stance text not null check (stance ~ '^[a-z_]{1,40}$'),
  "on" date not null,
  confidence text not null check (confidence in ('reported', 'said', 'record')),
  source text not null check (char_length(source) between 1 and 500),
  explanation text check (char_length(explanation) <= 5000),
  entered_by amparo.id not null,
  entered_at timestamptz not null,
  confirmed_by amparo.id,
  confirmed_at timestamptz,
  struck_by amparo.id,
  struck_at timestamptz,
  struck_why text check (char_length(struck_why) between 1 and 500),
  check (confirmed_by <> entered_by),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((struck_by is null) = (struck_at is null) and (struck_by is null) = (struck_why is null))
);
create index position_desk on amparo.position (desk, instrument);
create index position_open on amparo.position (instrument) where confirmed_at is not null and struck_at is null;
create index position_member on amparo.position (body, member) where confirmed_at is not null and struck_at is null;

-- What no member can do, by whatever statement: enter in another's name, confirm what they entered, bring back what was
-- struck, or change a fact instead of striking it.
create function amparo.guard_position() returns trigger language plpgsql set search_path = '' as $$
declare
  me text := amparo.current_account();
begin
  -- The owner restores and upgrades.
  if me is null then return new; end if;
  if tg_op = 'INSERT' then
    new.desk_name := (select d.name from amparo.desk d where d.id = new.desk);
    if new.entered_by <> me then raise exception 'nobody enters in another name'; end if;
    if new.confirmed_by is not null or new.struck_by is not null then
      raise exception 'a fact begins unconfirmed';
    end if;
    return new;
  end if;
  if old.struck_by is not null then raise exception 'what was struck stays as it is'; end if;
  if (new.confirmed_by, new.confirmed_at) is distinct from (old.confirmed_by, old.confirmed_at) then
    if old.confirmed_by is not null then raise exception 'a confirmation stays'; end if;
    if new.confirmed_by is distinct from me then raise exception 'nobody confirms in another name'; end if;
    if old.entered_by = me then raise exception 'nobody confirms what they entered'; end if;
  end if;
  if new.struck_by is not null and new.struck_by <> me then
    raise exception 'nobody strikes in another name';
  end if;
  return new;
end $$;
create trigger position_guarded before insert or update on amparo.position
  for each row execute function amparo.guard_position();

-- Two thousand facts that are confirmed at once raise the number once.
create function amparo.raise_for_open_positions() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from changed c where c.confirmed_at is not null) then
    update amparo.open_version set number = number + 1;
  end if;
  return null;
end $$;
revoke execute on function amparo.raise_for_open_positions() from public;
-- Rows that are confirmed come by insertion where a backup is restored.
create trigger positions_added after insert on amparo.position
  referencing new table as changed for each statement execute function amparo.raise_for_open_positions();
create trigger positions_changed after update on amparo.position
  referencing new table as changed for each statement execute function amparo.raise_for_open_positions();
create trigger positions_gone after delete on amparo.position
  referencing old table as changed for each statement execute function amparo.raise_for_open_positions();
create trigger positions_emptied after truncate on amparo.position
  for each statement execute function amparo.raise_open_version();

alter table amparo.position enable row level security;
create policy reads on amparo.position for select to amparo_app using (desk = (select amparo.current_desk()));
create policy enters on amparo.position for insert to amparo_app with check (
  desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy decides on amparo.position for update to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy open on amparo.position for select to amparo_public
  using (confirmed_at is not null and struck_at is null);

grant select, insert on amparo.position to amparo_app;
grant update (confirmed_by, confirmed_at, struck_by, struck_at, struck_why) on amparo.position to amparo_app;
-- The public learns which desk says so, and of no person who entered, confirmed or struck.
grant select (id, desk_name, instrument, body, member, of_kind, of_id, stance, "on", confidence, source, explanation,
  entered_at, confirmed_at, struck_at) on amparo.position to amparo_public;
