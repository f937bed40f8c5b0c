-- As 0058. What a member handed back before travel (0029) is told to them by no other mission either, whose desk they may be
-- made to open on the way.
create or replace function amparo.hearings_of_like_minded(from_day date, to_day date)
  returns table (mission text, name text, mark text, day date, covered boolean)
  language sql stable security definer set search_path = '' as $$
  select m.desk, d.name, amparo.mark_of(case when h.nth = 1 then h.entry else h.entry || ' ' || h.nth end), h.day, h.covered
  from amparo.mission own
  join amparo.mission m on m.desk = any (own.like_minded) and own.desk = any (m.like_minded)
    and m.desk <> own.desk and m.shadow = own.shadow
  join amparo.desk d on d.id = m.desk
  cross join lateral (
    select a.log, a.entry, a.day, a.covered, a.held, row_number() over (partition by a.log, a.entry order by a.day) as nth
    from amparo.hearing_day a where a.mission = m.desk) h
  where own.desk = amparo.current_desk() and not h.held and h.day between from_day and to_day
    and h.log not in (select amparo.handed_back_logs())
  order by h.day, m.desk, 3
$$;
