-- What people say that they did themselves for an ask: numbers, since no row may tell of one person.
create table amparo.reported (
  ask amparo.id not null,
  what text collate "C" not null check (what in ('wrote', 'called', 'met', 'answered')),
  -- The target's id in its ask; empty where they did not say.
  target text collate "C" not null check (target ~ '^[a-z0-9_-]{0,80}$'),
  language text collate "C" not null check (language ~ '^([a-z]{2,3}|other)$'),
  on_day date not null,
  number integer not null check (number >= 1),
  primary key (ask, what, target, language, on_day)
);
alter table amparo.reported enable row level security;
-- A stranger's request adds one, and has asked before whether the ask is open.
create policy adds on amparo.reported for insert to amparo_gate with check (number = 1);
create policy counts on amparo.reported for update to amparo_gate using (true) with check (true);
create policy finds on amparo.reported for select to amparo_gate using (true);
-- Everybody reads the numbers of what is released, desks as well.
create policy open on amparo.reported for select to amparo_public using (exists (
  select from amparo.document d where d.id = ask and d.act = 'publish' and d.state = 'released'));
grant select, insert, update (number) on amparo.reported to amparo_gate;
grant select on amparo.reported to amparo_public;
