-- What missions did for defenders, as it stands now, and days in court of their cases: the coded halves of entries as rows,
-- for coverage and calendars. Nothing stands here that the server could not read in the entries.

create table amparo.engagement (
  mission amparo.id not null references amparo.desk,
  -- The case, or the desk's journal.
  log amparo.id not null references amparo.log,
  -- Of the first entry of its chain.
  entry amparo.id not null,
  type text collate "C" not null,
  duties text[] not null,
  officer integer,
  role text collate "C" not null,
  -- EDTF, no finer than the month.
  date text collate "C" not null,
  result text collate "C" not null,
  requested_by text collate "C" not null,
  requested text collate "C",
  days_to_answer integer,
  hearing amparo.id,
  country text collate "C",
  due date,
  primary key (log, entry)
);
create index engagement_mission on amparo.engagement (mission, entry);

create table amparo.hearing_day (
  mission amparo.id not null references amparo.desk,
  log amparo.id not null references amparo.log,
  -- The hearing's first entry; a day that its outcome named stands beside its own.
  entry amparo.id not null,
  day date not null,
  country text collate "C",
  held boolean not null,
  covered boolean not null,
  officer integer,
  observed text collate "C",
  primary key (log, entry, day)
);
create index hearing_day_mission on amparo.hearing_day (mission, day);

alter table amparo.engagement enable row level security;
alter table amparo.hearing_day enable row level security;

create policy own on amparo.engagement to amparo_app using (mission = (select amparo.current_desk()))
  with check (mission = (select amparo.current_desk()) and amparo.desk_of_log(log) = mission);
create policy own on amparo.hearing_day to amparo_app using (mission = (select amparo.current_desk()))
  with check (mission = (select amparo.current_desk()) and amparo.desk_of_log(log) = mission);

-- As of all rows of a case that was handed back (0029).
create policy not_handed_back on amparo.engagement as restrictive to amparo_app
  using (log not in (select amparo.handed_back_logs()));
create policy not_handed_back on amparo.hearing_day as restrictive to amparo_app
  using (log not in (select amparo.handed_back_logs()));

grant select, insert, update, delete on amparo.engagement, amparo.hearing_day to amparo_app;
