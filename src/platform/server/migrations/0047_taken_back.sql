-- Whoever takes back what they did for a letter stands under it no more, and is named by nobody: the link of a supporter's
-- own page took back the action, and left the name on the public list.
create function amparo.signature_taken_back() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('frozen list of ' || new.ask, 0));
  update amparo.signatory s set listed = false,
    state = case when s.state in ('declined', 'withdrawn') then s.state else 'withdrawn' end,
    ended_on = coalesce(s.ended_on, (now() at time zone 'UTC')::date)
    where s.id = new.id;
  return new;
end $$;
revoke execute on function amparo.signature_taken_back() from public;
create trigger action_signature_taken_back after update of state on amparo.action
  for each row when (old.kind = 'organisation' and new.state = 'erased' and old.state <> 'erased')
  execute function amparo.signature_taken_back();
