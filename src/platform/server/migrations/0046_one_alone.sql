-- What one person alone can have this server do (docs/decisions/0021-urgent-asks.md).

-- An ask for which the server writes to addresses waits for a second lead: else one alone, with addresses of their own as
-- supporters, would make it write anything to anybody.
create function amparo.guard_urgent_mail() returns trigger language plpgsql set search_path = '' as $$
begin
  if amparo.current_account() is not null and jsonb_typeof(new.body -> 'delivery') = 'object' then
    raise exception 'nobody alone has the server write';
  end if;
  return new;
end $$;
revoke execute on function amparo.guard_urgent_mail() from public;
create trigger document_urgent_mail before update on amparo.document
  for each row when (old.urgent is null and new.urgent is not null) execute function amparo.guard_urgent_mail();

-- Letters of a group count by themselves up to three hundred, whatever was announced: one address announced two thousand,
-- and counted six thousand, unseen. Beyond that a writer of the desk says that they count.
create or replace function amparo.recount_host(of_host text, at timestamptz, by_member text) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  h amparo.host_group;
  total integer;
  counts integer;
begin
  select g.* into h from amparo.host_group g where g.id = of_host for update;
  select coalesce(sum(t.letters), 0) into total from amparo.tally_session t where t.host = of_host;
  counts := case
    when h.refused or exists (select from amparo.action a where a.id = h.action and a.state = 'invalid') then 0
    when total <= greatest(least(3 * h.announced, 300), h.allowed) then total
    else least(h.counted, total) end;
  if counts = h.counted then return; end if;
  update amparo.host_group g set counted = counts where g.id = of_host;
  insert into amparo.action_ledger (ask, desk, kind, at, what, number, by_account)
    values (h.ask, h.desk, 'classroom', at, 'classroom', counts - h.counted, by_member);
  insert into amparo.action_count (ask, desk, kind, what, number)
    values (h.ask, h.desk, 'classroom', 'classroom', greatest(0, counts - h.counted))
    on conflict (ask, kind, what) do update
      set number = greatest(0, amparo.action_count.number + counts - h.counted);
end $$;
