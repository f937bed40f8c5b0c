-- An erased case loses its key and its head for good. Only where its log says that this was asked for: whoever could
-- delete keys otherwise could close any case for ever.
grant delete on amparo.head, amparo.key_grant to amparo_app;
create policy erases on amparo.head as restrictive for delete to amparo_app using (
  exists (select 1 from amparo.entry e where e.log = head.log and e.kind = 'case_erasure'));
create policy erases on amparo.key_grant as restrictive for delete to amparo_app using (
  (select amparo.current_role_at_desk()) = 'lead'
  and exists (select 1 from amparo.entry e where e.log = key_grant.log and e.kind = 'case_erasure'));
