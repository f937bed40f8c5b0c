/** Rows for the second wall. */
import { newId } from '../support/adversary.ts'

/** A row of every table that no member fills in this test, put in as the owner. */
export const toldRows = (log: string): string => `
  insert into amparo.ask_random select '${newId()}', l.desk, decode(repeat('00', 32), 'hex'), now(), null
    from amparo.log l where l.id = '${log}';
  insert into amparo.action (id, ask, desk, kind, token_hash, held, language, on_day, expires_at)
    select '${newId()}', r.ask, r.desk, 'signature', r.random, r.random, 'en', '2026-11-22', now() from amparo.ask_random r;
  insert into amparo.action_count select r.ask, r.desk, 'signature', 'confirmed', 1 from amparo.ask_random r;
  insert into amparo.action_days select r.ask, r.desk, 'signature', '2026-11-22', 1 from amparo.ask_random r;
  insert into amparo.action_countries select r.ask, r.desk, 'signature', 'NO', 5 from amparo.ask_random r;
  insert into amparo.action_ledger (ask, desk, kind, at, what, number)
    select r.ask, r.desk, 'signature', now(), 'confirmed', 1 from amparo.ask_random r;
  insert into amparo.action_batch (id, ask, desk, kind, by_account, at, chosen, number, note)
    select '${newId()}', r.ask, r.desk, 'signature', a.id, now(), '{}', 1, 'why' from amparo.ask_random r, amparo.account a
    where a.name = 'vera';
  insert into amparo.engagement (mission, log, entry, type, duties, role, date, result, requested_by)
    select l.desk, l.id, '${newId()}', 'meeting', '{E05}', 'ambassador', '2026-11', 'done', 'defender' from amparo.log l
    where l.id = '${log}';
  insert into amparo.hearing_day select l.desk, l.id, '${newId()}', '2026-11-22', 'NO', false, false, null, null
    from amparo.log l where l.id = '${log}';
  insert into amparo.mission select id, 'NO', 'CO', 'embassy', '{NO}', null, '{}', false from amparo.desk;
  insert into amparo.calendar_feed select m.desk, m.account, sha256(m.desk::bytea), 7, '2026-11-22'
    from amparo.membership m join amparo.account a on a.id = m.account and a.name = 'vera';
  insert into amparo.officer select desk, 1, 'human_rights_officer', true, true from amparo.mission;
  insert into amparo.told values ('events incident', 'VER', 'CO', '2020', 'arrest', 5, 5, 5, '2026-11-22');
  insert into amparo.backup_run values ('backup', '2026-11-22', '2026-11-22', 5, null);
  insert into amparo.drill select '${newId()}', '2026-11-22', id from amparo.account limit 1;
  insert into amparo.mail (id, purpose, sealed, due_at, queued_at)
    values ('${newId()}', 'confirm', 'sealed', '2026-11-22', '2026-11-22');
  insert into amparo.mail_pace values (sha256('target'), '2026-11-22');
  insert into amparo.mail_stopped values (sha256('mark'), '2026-11-22');
  insert into amparo.reported select id, 'wrote', '', 'en', '2026-11-22', 1 from amparo.document where state = 'released';
  insert into amparo.event_seats (ask, desk, places, taken)
    select d.id, d.desk, 40, 3 from amparo.document d join amparo.log l on l.desk = d.desk and l.id = '${log}'
    where d.state = 'released' and d.act = 'publish' limit 1;
  insert into amparo.action (id, ask, desk, kind, state, language, on_day, confirmed_on)
    select s.ask, s.ask, s.desk, 'host', 'confirmed', 'en', '2026-11-22', '2026-11-22' from amparo.event_seats s;
  insert into amparo.attendance (action, ask, desk, people) select id, ask, desk, 3 from amparo.action where kind = 'host';
  insert into amparo.host_group (id, action, ask, desk, kind, announced, link, on_day, ends_on)
    select id, id, ask, desk, 'class', 25, sha256('host'), '2026-11-22', '2027-03-01' from amparo.action where kind = 'host';
  insert into amparo.tally_session select id, 1, desk, '2026-11-22', 20, 20 from amparo.host_group;
  insert into amparo.supporter (action, ask, ask_version, desk, link, agreed, follow, language, on_day, forget_on)
    select a.id, a.ask, 1, a.desk, sha256('own'), '{}', true, 'en', '2026-11-22', '2027-11-22' from amparo.action a
    where a.kind = 'host';
  insert into amparo.supporter_sealed select s.action, 'north', s.ask, s.desk, repeat('x', 300)::bytea from amparo.supporter s;
  insert into amparo.supporter_request select s.action, s.desk, s.ask, '2026-11-22', null from amparo.supporter s;
  insert into amparo.message_state select s.action, s.ask, s.desk, 'released', null, sha256('words'), a.id, now()
    from amparo.supporter s, amparo.account a where a.name = 'vera';
  insert into amparo.follow_up (id, desk, ask, by_account, made_at, words)
    select '${newId()}', s.desk, s.ask, a.id, now(), '{}' from amparo.supporter s, amparo.account a where a.name = 'vera';
  insert into amparo.follow_up_sent select f.id, s.action, s.desk from amparo.follow_up f, amparo.supporter s;
  insert into amparo.delivery (ask, desk) select '${newId()}', l.desk from amparo.log l where l.id = '${log}';
  insert into amparo.delivery_text select ask, sha256('text') from amparo.delivery;
  insert into amparo.text_sketch (id, ask, desk, kind, sketch)
    select d.ask, d.ask, d.desk, 'delivery', decode(repeat('00', 128), 'hex') from amparo.delivery d;
  insert into amparo.text_likeness (ask, desk, kind, texts, alike) select ask, desk, 'delivery', 5, 2 from amparo.delivery;
  insert into amparo.violation values ('2026-11-22', 'script-src', '/cases/[id]', 1);
  insert into amparo.mail_count values ('2026-11-22', 'sent', 1);
  insert into amparo.factor select id, id, 'totp', 'sealed', 0, '2026-11-22', null from amparo.account where name = 'rosa';
  insert into amparo.factor_code select id, sha256('code') from amparo.account where name = 'rosa';
  insert into amparo.steward_act select id, '2026-11-22', false, 'factors' from amparo.account where name = 'rosa';
  insert into amparo.challenge select token, account, 'prove', '2026-11-22' from amparo.session limit 1;
  insert into amparo.reopening select token, 'pin', sha256('proof'), repeat('x', 60)::bytea from amparo.session limit 1;
  insert into amparo.told_refresh (at, vocabulary) values ('2026-11-22', '2026.1');
  insert into amparo.told_pool values ('${log}', 0, false);
  insert into amparo.blob select '${newId()}', e.log, e.id, l.desk, 5, e.hash, 'whole', e.author, '2026-11-22'
    from amparo.entry e join amparo.log l on l.id = e.log where e.log = '${log}' and e.seq = 0;
  insert into amparo.blob select '${newId()}', e.log, '${newId()}', l.desk, 5, null, 'begun', e.author, '2026-11-22'
    from amparo.entry e join amparo.log l on l.id = e.log where e.log = '${log}' and e.seq = 0;
  insert into amparo.blob_part select b.id, 0, l.desk, 5, l.tip_hash from amparo.blob b join amparo.log l on l.id = b.log;
  insert into amparo.suspension (account, desk, by_account, reason, since, until)
    select a.id, l.desk, b.id, 'other', '2026-01-01', '2026-01-02' from amparo.log l, amparo.account a, amparo.account b
    where l.id = '${log}' and a.name = 'rosa' and b.name = 'ben';
  insert into amparo.hand_back select a.id, l.desk, '2026-01-01', '' from amparo.log l, amparo.account a
    where l.id = '${log}' and a.name = 'ben';
  insert into amparo.handed_case select h.account, h.desk, '${log}', h.since, a.id, '2026-01-02'
    from amparo.hand_back h, amparo.account a where a.name = 'ana';`
