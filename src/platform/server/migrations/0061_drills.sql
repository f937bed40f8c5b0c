-- Drills of recovery: the installation was made again elsewhere, and a case opened there. Both times are this server's, by
-- the word of a steward at the page; one runs at a time, and what has ended is not changed any more.
create table amparo.drill (
  id amparo.id primary key,
  begun_at timestamptz not null,
  begun_by amparo.id not null references amparo.account,
  ended_at timestamptz check (ended_at >= begun_at),
  ended_by amparo.id references amparo.account,
  -- Whether a case was opened.
  opened boolean,
  check ((ended_at is null) = (ended_by is null)),
  check ((ended_at is null) = (opened is null))
);
create unique index drill_runs on amparo.drill ((true)) where ended_at is null;
alter table amparo.drill enable row level security;
create policy reads on amparo.drill for select to amparo_gate using (true);
create policy begins on amparo.drill for insert to amparo_gate with check (ended_at is null);
create policy ends on amparo.drill for update to amparo_gate using (ended_at is null) with check (ended_at is not null);
grant select, insert, update (ended_at, ended_by, opened) on amparo.drill to amparo_gate;
