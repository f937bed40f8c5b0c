-- The second wall, closer: what a desk's transaction may do even if every check before it is gone.

-- Row-level security hides foreign logs from the policies, too; this one fact of them a policy has to know.
create function amparo.desk_of_log(of_log text) returns text language sql stable security definer set search_path = '' as
  $$ select l.desk from amparo.log l where l.id = of_log $$;
grant execute on function amparo.desk_of_log(text) to amparo_app;

-- A desk that could give itself access to a log would read all of them.
drop policy own on amparo.access;
create policy reads on amparo.access for select to amparo_app using (desk = (select amparo.current_desk()));
create policy opens on amparo.access for insert to amparo_app
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);

drop policy opens on amparo.log;
create policy opens on amparo.log for insert to amparo_app with check (
  desk = (select amparo.current_desk())
  and case subject when 'desk' then id = desk
      else (select amparo.current_role_at_desk()) in ('writer', 'lead') end);
-- A log never changes its desk.
revoke update on amparo.log from amparo_app;
grant update (tip_seq, tip_hash) on amparo.log to amparo_app;

drop policy appends on amparo.entry;
create policy appends on amparo.entry for insert to amparo_app with check (
  author = (select amparo.current_account())
  and exists (select 1 from amparo.access a where a.log = entry.log and a.desk = (select amparo.current_desk())
              and a.appends)
  and case (select amparo.current_role_at_desk())
      when 'lead' then true
      when 'writer' then kind <> 'release' and entry.log <> (select amparo.current_desk())
      when 'reader' then kind = 'withdrawal' and entry.log <> (select amparo.current_desk())
      else false end);

-- Projections stand for logs that the desk may append to, and for no others.
drop policy own on amparo.key_grant;
drop policy own on amparo.bundle;
drop policy own on amparo.case_state;
drop policy own on amparo.coded_event;
drop policy own on amparo.publication;
create policy own on amparo.key_grant to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);
create policy own on amparo.bundle to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) = 'lead');
create policy own on amparo.case_state to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);
create policy own on amparo.coded_event to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);
create policy own on amparo.publication to amparo_app using (desk = (select amparo.current_desk()))
  with check (desk = (select amparo.current_desk()) and amparo.desk_of_log(log) = desk);

-- No table without row-level security: a new role or a careless grant then reads nothing.
alter table amparo.attempt enable row level security;
create policy gate on amparo.attempt to amparo_gate using (true);
create policy sweeps on amparo.attempt to amparo_jobs using (true);
alter table amparo.migration enable row level security;
