/** A letter of the northern desk with one signatory, frozen and on its way, put in as the owner. */
export const letterRows = (log: string): string => `
  insert into amparo.signatory (id, ask, desk, kind, name, list, version, state, authority, came, signed_on, own_hash)
    select l.id, d.id, l.desk, 'organisation', 'Watch North', 'main', 1, 'accepted', 'domain', 'form', '2026-11-22', sha256('link')
    from amparo.log l, amparo.document d
    where l.id = '${log}' and d.desk = l.desk and d.state = 'released' and d.act = 'publish' limit 1;
  update amparo.signatory set logo = true;
  insert into amparo.signatory_logo
    select s.id, s.desk, decode('89504e470d0a1a0a' || repeat('00', 40), 'hex'), 1, 1, a.id, '2026-11-22'
    from amparo.signatory s, amparo.account a where a.name = 'vera';
  insert into amparo.signatory_sealed (id, signatory, desk, what, sealed, at)
    select s.id, s.id, s.desk, 'comment', repeat('x', 100)::bytea, '2026-11-22' from amparo.signatory s;
  insert into amparo.frozen_list
    select s.ask, s.desk, 1, '{}', repeat('0', 64), '2026-11-22', null from amparo.signatory s;
  insert into amparo.letter_addressee (id, ask, desk, place, name, salutation, language)
    select s.id, s.ask, s.desk, 1, 'Mission of Norway', 'Excellency,', 'en' from amparo.signatory s;
  insert into amparo.letter_delivery (addressee, desk, what, on_day)
    select s.id, s.desk, 'sent', '2026-11-22' from amparo.signatory s;
  insert into amparo.letter_sending
    select s.ask, s.desk, a.id, '2026-11-22' from amparo.signatory s, amparo.account a where a.name = 'vera';`

/** What a member of another desk does to it. */
export const letterAttacks: Readonly<Record<string, string>> = {
  'signs a foreign letter': `insert into signatory (id, ask, desk, kind, name, list, version, state, authority, came, by_account, signed_on, own_hash)
    values ('{new}', '{document}', '{south}', 'organisation', 'X', 'late', 1, 'accepted', 'secretary', 'desk', '{me}', now(), sha256('x'))`,
  'signs in a foreign desk': `insert into signatory (id, ask, desk, kind, name, list, version, state, authority, came, by_account, signed_on, own_hash)
    values ('{new}', '{document}', '{north}', 'organisation', 'X', 'late', 1, 'accepted', 'secretary', 'desk', '{me}', now(), sha256('x'))`,
  'accepts foreign signatories': `update signatory set state = 'withdrawn', ended_on = now()`,
  'renames foreign signatories': `update signatory set name = 'X'`,
  'deletes foreign signatories': `delete from signatory`,
  'notes on foreign signatories': `insert into signatory_sealed (id, signatory, desk, what, sealed, at)
    select '{new}', id, '{south}', 'note', repeat('x', 100)::bytea, now() from signatory`,
  'shows a foreign logo': `insert into signatory_logo select id, '{south}', decode('89504e470d0a1a0a' || repeat('00', 40), 'hex'), 1, 1, '{me}', now() from signatory`,
  'takes off a foreign logo': `delete from signatory_logo`,
  'answers foreign comments': `update signatory_sealed set answered_at = now(), answered_by = '{me}'`,
  'freezes a foreign letter': `insert into frozen_list values ('{document}', '{south}', 1, '{}', repeat('1', 64), now(), '{me}')`,
  'rewrites a frozen list': `update frozen_list set sha256 = repeat('1', 64)`,
  'addresses a foreign letter': `insert into letter_addressee (id, ask, desk, place, name, salutation, language)
    values ('{new}', '{document}', '{south}', 2, 'X', 'X', 'en')`,
  'redirects a foreign letter': `update letter_addressee set mail = 'a@b.example'`,
  'deletes foreign addressees': `delete from letter_addressee`,
  'writes into a foreign delivery record': `insert into letter_delivery (addressee, desk, what, on_day, by_account)
    select id, '{south}', 'by_hand', now(), '{me}' from letter_addressee`,
  'rewrites a delivery record': `update letter_delivery set what = 'bounced'`,
  'releases a foreign sending': `update letter_sending set released_by = '{me}', released_at = now()`,
  'proposes to send a foreign letter': `insert into letter_sending (ask, desk, proposed_by, proposed_at)
    values ('{document}', '{south}', '{me}', now())`,
}
