-- How many texts of supporters are near copies of each other, without their words and without whose they are.

-- Of one text: the least of several keyed hashes of its runs of words. The key follows from the server's secret and the
-- random of the ask (0035), which is destroyed when the ask closes; the rows go in the same hour. The id is by chance and
-- leads to nobody: what is taken back stays counted here until then.
create table amparo.text_sketch (
  id amparo.id primary key,
  ask amparo.id not null,
  desk amparo.id not null references amparo.desk,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  sketch bytea not null check (octet_length(sketch) = 128)
);
create index text_sketch_ask on amparo.text_sketch (ask, kind, id);
create index text_sketch_desk on amparo.text_sketch (desk);

-- What is left of them after the close.
create table amparo.text_likeness (
  ask amparo.id not null,
  desk amparo.id not null references amparo.desk,
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,20}$'),
  texts integer not null check (texts >= 1),
  alike integer not null check (alike between 0 and texts),
  primary key (ask, kind)
);
create index text_likeness_desk on amparo.text_likeness (desk);

alter table amparo.text_sketch enable row level security;
alter table amparo.text_likeness enable row level security;
create policy adds on amparo.text_sketch for insert to amparo_gate with check (true);
create policy reads on amparo.text_sketch for select to amparo_app using (desk = (select amparo.current_desk()));
create policy closes on amparo.text_sketch to amparo_jobs using (true);
create policy reads on amparo.text_likeness for select to amparo_app using (desk = (select amparo.current_desk()));
create policy closes on amparo.text_likeness to amparo_jobs using (true) with check (true);
grant insert on amparo.text_sketch to amparo_gate;
grant select on amparo.text_sketch, amparo.text_likeness to amparo_app;
grant select, delete on amparo.text_sketch to amparo_jobs;
grant select, insert, update on amparo.text_likeness to amparo_jobs;

-- What somebody did, for their own page: the kind, and what of it stands in rows besides what is sealed, so that it is
-- sealed again with what they type anew.
create function amparo.part_of_supporter(of_link bytea) returns table (kind text, kept jsonb)
  language sql stable security definer set search_path = '' as $$
  select a.kind, case a.kind
    when 'rsvp' then jsonb_build_object('people', t.people::text)
    when 'host' then jsonb_build_object('kind', h.kind, 'announced', h.announced::text)
    when 'organisation' then jsonb_build_object('kind', g.kind, 'name', g.name, 'local_name', coalesce(g.local_name, ''),
      'local_language', coalesce(g.local_language, ''), 'logo', case when g.logo then 'yes' else '' end,
      'listed', case when g.listed then 'yes' else '' end)
    else '{}' end
  from amparo.supporter s join amparo.action a on a.id = s.action
  left join amparo.attendance t on t.action = a.id
  left join amparo.host_group h on h.action = a.id
  left join amparo.signatory g on g.id = a.id
  where s.link = of_link $$;
revoke execute on function amparo.part_of_supporter(bytea) from public;
grant execute on function amparo.part_of_supporter(bytea) to amparo_gate;
