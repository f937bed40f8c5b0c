-- A member who is removed: the row of the membership goes, and every log of the desk gets a new key in a new grant. The
-- old grants stay: what was sealed under them is opened by keys that the new ones hold as well.
alter table amparo.key_grant drop constraint key_grant_sealed_check;
alter table amparo.key_grant add constraint key_grant_sealed_check check (octet_length(sealed) <= 8192);

-- The first key comes with its log; a later one is a lead's to give.
create policy renews on amparo.key_grant as restrictive for insert to amparo_app
  with check (epoch = 1 or (select amparo.current_role_at_desk()) = 'lead');

grant delete on amparo.membership to amparo_app;
create policy removes on amparo.membership as restrictive for delete to amparo_app
  using ((select amparo.current_role_at_desk()) = 'lead' and account <> (select amparo.current_account()));
