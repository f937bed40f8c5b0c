-- What a desk decided about messages of solidarity. No word of them stands here: they lie sealed to the desk (0038).

create table amparo.message_state (
  action amparo.id primary key references amparo.supporter on delete cascade,
  ask amparo.id not null,
  desk amparo.id not null references amparo.desk,
  state text collate "C" not null check (state in ('waiting', 'released', 'not_handed_on', 'handed_on')),
  reason text collate "C" check (reason in ('unsafe_words', 'names_somebody', 'not_for_them', 'other')),
  -- SHA-256 of the sealed row that was read: what the supporter wrote anew since was decided by nobody.
  seen bytea not null check (octet_length(seen) = 32),
  by_account amparo.id not null,
  at timestamptz not null,
  check ((state = 'not_handed_on') = (reason is not null))
);
create index message_state_ask on amparo.message_state (desk, ask);
alter table amparo.message_state enable row level security;
create policy reads on amparo.message_state for select to amparo_app
  using (desk = (select amparo.current_desk()) and (select amparo.current_role_at_desk()) in ('writer', 'lead'));
grant select on amparo.message_state to amparo_app;

-- One decision of a writer or lead. A message counts as delivered once, however often it is said, and no longer where it is
-- taken back.
create function amparo.decide_message(
    of_action text, of_ask text, to_state text, for_reason text, of_seen bytea, at timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  before amparo.message_state;
  step integer;
begin
  if coalesce(amparo.current_role_at_desk(), 'reader') not in ('writer', 'lead') then return 'not_found'; end if;
  -- As whoever else changes a count (0044).
  perform pg_advisory_xact_lock(7266735);
  perform from amparo.supporter s join amparo.action a on a.id = s.action
    where s.action = of_action and s.ask = of_ask and s.desk = amparo.current_desk()
      and a.kind = 'solidarity' and a.state = 'confirmed' for update of s;
  if not found then return 'not_found'; end if;
  if not exists (select from amparo.supporter_sealed x where x.action = of_action and sha256(x.sealed) = of_seen) then
    return 'changed';
  end if;
  select m.* into before from amparo.message_state m where m.action = of_action;
  if to_state = 'handed_on' and not coalesce(before.state in ('released', 'handed_on') and before.seen = of_seen, false) then
    return 'not_released';
  end if;
  insert into amparo.message_state as m (action, ask, desk, state, reason, seen, by_account, at)
    values (of_action, of_ask, amparo.current_desk(), to_state, for_reason, of_seen, amparo.current_account(),
      decide_message.at)
    on conflict (action) do update set state = excluded.state, reason = excluded.reason, seen = excluded.seen,
      by_account = excluded.by_account, at = excluded.at;
  step := (to_state = 'handed_on')::integer - coalesce(before.state = 'handed_on', false)::integer;
  if step <> 0 then
    perform amparo.change_count(of_ask, 'solidarity', 'delivered', 'delivered', step, decide_message.at, null);
  end if;
  return 'decided';
end $$;
revoke execute on function amparo.decide_message(text, text, text, text, bytea, timestamptz) from public;
grant execute on function amparo.decide_message(text, text, text, text, bytea, timestamptz) to amparo_app;
