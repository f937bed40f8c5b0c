-- The journal of a desk: one log more, of what is written for the desk and belongs to no single case. Writers and leads
-- append, every member reads, nobody erases. Its id follows from the desk's (src/members/core/journal.ts): at most one a
-- desk, and a device knows which it is without the server's word.
create function amparo.journal_of(of_desk text) returns text language sql immutable strict
  set search_path = '' as
  $$ select translate(rtrim(encode(substring(
       sha256(convert_to('amparo/v1/journal|' || of_desk, 'UTF8')) from 1 for 16), 'base64'), '='), '+/', '-_') $$;
grant execute on function amparo.journal_of(text) to amparo_app;

alter table amparo.log drop constraint log_subject_check;
alter table amparo.log add constraint log_subject_check check (subject in ('desk', 'case', 'journal'));
alter table amparo.log add constraint journal_of_its_desk check (subject <> 'journal' or id = amparo.journal_of(desk));

-- Whoever knows the id of a desk could open another log under the id of its journal, and the desk would have none.
create index desk_journal on amparo.desk (amparo.journal_of(id));
create function amparo.keep_journal_ids() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from amparo.desk d where amparo.journal_of(d.id) = new.id) then
    raise unique_violation using message = 'the id of a journal is kept for it';
  end if;
  return new;
end $$;
revoke execute on function amparo.keep_journal_ids() from public;
create trigger journal_ids_kept before insert on amparo.log
  for each row when (new.subject <> 'journal') execute function amparo.keep_journal_ids();

-- The policies of all logs let readers stop a publication and members erase what an erasure names. A journal has neither.
create policy journal_by_writers on amparo.log as restrictive for update to amparo_app using (
  id <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy journal_by_writers on amparo.entry as restrictive for insert to amparo_app with check (
  log <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy journal_by_writers on amparo.part as restrictive for insert to amparo_app with check (
  log <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy journal_by_writers on amparo.key_grant as restrictive for insert to amparo_app with check (
  log <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) in ('writer', 'lead'));
create policy journal_keeps on amparo.part as restrictive for delete to amparo_app using (
  log <> (select amparo.journal_of(amparo.current_desk())));
-- It is loaded whole and has no head.
create policy journal_has_none on amparo.head as restrictive for insert to amparo_app with check (
  log <> (select amparo.journal_of(amparo.current_desk())));
