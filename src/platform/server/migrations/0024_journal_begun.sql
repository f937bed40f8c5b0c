-- Only a lead begins a desk's journal. Whoever begins it chooses its key and seals it to the desk, unseen by the server: a
-- grant that opens to nothing would shut the journal for ever, and there is one at most. A lead can lock the desk out anyway.
create policy journal_begun_by_leads on amparo.log as restrictive for insert to amparo_app with check (
  subject <> 'journal' or (select amparo.current_role_at_desk()) = 'lead');
create policy journal_begun_by_leads on amparo.access as restrictive for insert to amparo_app with check (
  log <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) = 'lead');
create policy journal_begun_by_leads on amparo.entry as restrictive for insert to amparo_app with check (
  seq > 0 or log <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) = 'lead');

-- Its first key comes with its beginning, and every later one was a lead's to give already.
drop policy journal_by_writers on amparo.key_grant;
create policy journal_begun_by_leads on amparo.key_grant as restrictive for insert to amparo_app with check (
  log <> (select amparo.journal_of(amparo.current_desk()))
  or (select amparo.current_role_at_desk()) = 'lead');
