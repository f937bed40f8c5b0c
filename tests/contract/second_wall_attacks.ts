/**
 * Statements that row-level security has to refuse, as SQL, so that no store helps. `{case}` is a case of the northern
 * desk, `{own}` one of the southern, to which `{me}` belongs; `{new}`, `{hash}` and `{sig}` are right in their form.
 */
import { letterAttacks } from './second_wall_letters.ts'

/** What a member of another desk does with every check of the API gone. */
export const attacks: Readonly<Record<string, string>> = {
  ...letterAttacks,
  'gives the own desk access to a foreign log': `insert into access values ('{case}', '{south}', 'sealed', true)`,
  'gives the own desk access to a foreign desk log': `insert into access values ('{north}', '{south}', 'sealed', true)`,
  'gives the foreign desk access to a foreign log': `insert into access values ('{case}', '{north}', 'sealed', true)`,
  'widens an access': `update access set sees = 'sealed', appends = true`,
  'takes an access away': 'delete from access',
  'moves a foreign tip': `update log set tip_seq = 0 where id = '{case}'`,
  'moves a foreign log to the own desk': `update log set desk = '{south}' where id = '{case}'`,
  'moves an own log to another desk': `update log set desk = '{north}' where id = '{own}'`,
  'makes an own log one of a desk': `update log set subject = 'desk' where id = '{own}'`,
  'opens a log in a foreign desk': `insert into log values ('{new}', 'case', '{north}', 0, '{hash}')`,
  'opens a journal of a foreign desk': `insert into log values ('{kept}', 'journal', '{north}', 0, '{hash}')`,
  'opens a journal beside that of the own desk': `insert into log values ('{new}', 'journal', '{south}', 0, '{hash}')`,
  'opens a case under the id of a foreign journal': `insert into log values ('{kept}', 'case', '{south}', 0, '{hash}')`,
  'makes an own log the journal': `update log set subject = 'journal' where id = '{own}'`,
  'appends to a foreign journal': `insert into entry values ('{journal}', 99, '{new}', 'position', '{me}', '{hash}', '', '{sig}')`,
  'adds a part to a foreign journal': `insert into part values ('{journal}', 0, 'sealed', '')`,
  'deletes parts of a foreign journal': `delete from part where log = '{journal}'`,
  'moves the tip of a foreign journal': `update log set tip_seq = 0 where id = '{journal}'`,
  'grants a foreign journal to the own desk': `insert into key_grant values ('{journal}', 9, '{south}', 1, '')`,
  'gives the own desk access to a foreign journal': `insert into access values ('{journal}', '{south}', 'sealed', true)`,
  'deletes logs': 'delete from log',
  'reads letters that wait': `select sealed from mail`,
  'takes letters away': 'delete from mail',
  'changes to whom a letter goes': `update mail set sealed = ''`,
  'lets letters of a foreign ask go that are alike': `update delivery set alike_allowed = true`,
  'appends to a foreign log': `insert into entry values ('{case}', 99, '{new}', 'note', '{me}', '{hash}', '', '{sig}')`,
  'appends in another name': `insert into entry values ('{own}', 99, '{new}', 'note', '{vera}', '{hash}', '', '{sig}')`,
  'rewrites entries': `update entry set kind = 'note'`,
  'deletes entries': 'delete from entry',
  'adds a part to a foreign entry': `insert into part values ('{case}', 0, 'open', '')`,
  'rewrites parts': `update part set bytes = ''`,
  'deletes foreign parts': `delete from part where log = '{case}'`,
  'begins a file of a foreign case': `insert into blob values ('{new}', '{case}', '{new}', '{south}', 5, null, 'begun', '{me}', now())`,
  'begins a file in a foreign desk': `insert into blob values ('{new}', '{case}', '{new}', '{north}', 5, null, 'begun', '{me}', now())`,
  'begins a file in another name': `insert into blob values ('{new}', '{own}', '{new}', '{south}', 5, null, 'begun', '{vera}', now())`,
  'begins a file that is whole': `insert into blob values ('{new}', '{own}', '{new}', '{south}', 5, '{hash}', 'whole', '{me}', now())`,
  'lets foreign files go': `update blob set state = 'gone' where log = '{case}'`,
  'moves a foreign file to an own case': `update blob set log = '{own}' where log = '{case}'`,
  'deletes foreign files': `delete from blob where log = '{case}'`,
  'adds a part to a foreign file': `insert into blob_part select id, 9, '{south}', 5, '{hash}' from blob where log = '{case}'`,
  'rewrites parts of files': `update blob_part set size = 1`,
  'deletes parts of files': 'delete from blob_part',
  'writes a foreign head': `insert into head values ('{case}', 99, '', '{sig}', '') on conflict (log) do update set through = 99`,
  'rewrites heads': `update head set through = 99 where log = '{case}'`,
  'deletes heads': 'delete from head',
  'grants a foreign case to the own desk': `insert into key_grant values ('{case}', 9, '{south}', 1, '')`,
  'grants in a foreign desk': `insert into key_grant values ('{case}', 9, '{north}', 1, '')`,
  'rewrites grants': `update key_grant set sealed = ''`,
  'deletes grants': 'delete from key_grant',
  'writes a foreign bundle': `insert into bundle values ('{north}', 99, 1, '')`,
  'rewrites bundles': `update bundle set bytes = ''`,
  'deletes bundles': 'delete from bundle',
  'lets itself in under other keys': `insert into entry values ('{south}', 99, '{new}', 'recovered', '{me}', '{hash}', '', '{sig}')`,
  'certifies its own keys': `insert into entry values ('{south}', 99, '{new}', 'certified', '{me}', '{hash}', '', '{sig}')`,
  'lets another in': `insert into entry values ('{north}', 99, '{new}', 'recovered', '{vera}', '{hash}', '', '{sig}')`,
  'roots a foreign desk': `update desk set rooted_in = '{hash}' where id = '{north}'`,
  'joins a foreign desk': `insert into membership values ('{north}', '{me}', 'lead')`,
  'confirms what waits for a foreign ask': `update action set state = 'confirmed', token_hash = null`,
  'takes foreign actions away': 'delete from action',
  'adds an action to a foreign ask': `insert into action (id, ask, desk, kind, state, language, on_day, confirmed_on)
    values ('{new}', '{new}', '{north}', 'signature', 'confirmed', 'en', '2026-11-22', '2026-11-22')`,
  'adds a line to a foreign ledger': `insert into action_ledger (ask, desk, kind, at, what, number)
    values ('{new}', '{north}', 'signature', now(), 'confirmed', 1000)`,
  'counts a foreign ask up': 'update action_count set number = number + 1000',
  'takes a foreign member in': `update membership set desk = '{north}'`,
  'changes foreign roles': `update membership set role = 'reader' where desk = '{north}'`,
  'deletes memberships': 'delete from membership',
  'renames foreign desks': `update desk set name = 'Mine'`,
  'deletes desks': 'delete from desk',
  'founds a foreign desk anew': `select found_desk('{north}', 'Mine', '{me}', '2026-01-01')`,
  'founds a desk in another name': `select found_desk('{new}', 'Mine', '{vera}', '2026-01-01')`,
  'invites to a foreign desk': `insert into invitation values ('{new}', '{north}', 'lead', '2099-01-01')`,
  'accepts a foreign invitation': `update invitation set state = 'accepted', account = '{me}' where desk = '{north}'`,
  'projects a foreign case': `update case_state set closed = true where log = '{case}'`,
  'projects a foreign case for the own desk': `insert into case_state values ('{case}', '{south}', false, false, false)
    on conflict (log) do update set closed = true`,
  'counts an event for a foreign case': `insert into coded_event values ('{case}', '{new}', '{south}', 'arrest', null, null, 4, '{}')`,
  'counts an engagement of its own in a foreign case': `insert into engagement (mission, log, entry, type, duties, role,
    date, result, requested_by) values ('{south}', '{case}', '{new}', 'meeting', '{}', 'ambassador', '2026', 'done', 'defender')`,
  'says who a foreign mission is': `insert into mission values ('{north}', 'NO', 'CO', 'embassy', '{}', null, '{}', false)
    on conflict (desk) do update set headquarters = '{south}'`,
  'names itself headquarters of a foreign mission': `update mission set headquarters = '{south}' where desk = '{north}'`,
  'posts an officer to a foreign mission': `insert into officer values ('{north}', 7, 'deputy', false, true)`,
  'takes away what a foreign mission did': `delete from engagement where log = '{case}'`,
  'has a feed of a foreign mission': `insert into calendar_feed values ('{north}', '{me}', sha256('mine'), null, '2026-11-22')`,
  'takes a foreign feed for its own': `update calendar_feed set token = sha256('mine')`,
  'reads the hashes of links': 'select token from calendar_feed',
  'ends foreign feeds': `delete from calendar_feed where desk = '{north}'`,
  'says that a foreign hearing is covered': `update hearing_day set covered = true where log = '{case}'`,
  'tells a number of unpublished cases': `insert into told values ('events incident', 'VER', 'CO', '2021', 'arrest', 5, 5, 5, '2026-11-22')`,
  'lets the week be over': `delete from told_refresh`,
  'deletes foreign events': `delete from coded_event where log = '{case}'`,
  'publishes for a foreign case': `insert into publication values
    ('{new}', '{case}', '{new}', '{south}', 'en', null, '{}', '{}', '2026-01-01', now())`,
  'rewrites a foreign publication': `update publication set open = '{}' where log = '{case}'`,
  'withdraws a foreign publication': `delete from publication where log = '{case}'`,
  'empties a table': 'truncate publication',
  'raises the number of what is open': 'update open_version set number = 1',
  'writes a foreign document on': `insert into document (id, version, kind, act, desk, desk_name, body, revision, state, writers)
    values ('{document}', 99, 'theme', 'publish', '{south}', '', '{}', 1, 'draft', array['{me}'])`,
  'writes a document in a foreign desk': `insert into document (id, version, kind, act, desk, desk_name, body, revision, state, writers)
    values ('{new}', 1, 'theme', 'publish', '{north}', '', '{}', 1, 'draft', array['{me}'])`,
  'rewrites foreign documents': `update document set body = '{}'`,
  'withdraws foreign documents': `update document set state = 'withdrawn' where id = '{document}'`,
  'deletes documents': 'delete from document',
  'enters a position in a foreign desk': `insert into position (id, desk, desk_name, instrument, body, member, of_kind, of_id, stance, "on",
    confidence, source, entered_by, entered_at) values ('{new}', '{north}', '', 'a-text', 'un-ga', 'NO', 'instrument', 'a-text', 'opposes',
    '2026-11-20', 'said', 'A talk', '{me}', now())`,
  'confirms a foreign position': `update position set confirmed_by = '{me}', confirmed_at = now() where id = '{entered}'`,
  'strikes foreign positions': `update position set struck_by = '{me}', struck_at = now(), struck_why = 'No' where desk = '{north}'`,
  'deletes positions': 'delete from position',
  'suspends a member of a foreign desk': `insert into suspension (account, desk, by_account, reason, since, until)
    values ('{vera}', '{south}', '{me}', 'other', now(), now() + interval '1 hour')`,
  'lifts the suspension of a foreign member': `update suspension set lift_by = '{me}', lift_at = now()`,
  'deletes suspensions': 'delete from suspension',
  'hands back a foreign case': `with act as (insert into hand_back values ('{me}', '{south}', '2026-02-01', ''))
    insert into handed_case (account, desk, log, since) values ('{me}', '{south}', '{case}', '2026-02-01')`,
  'hands back in another name': `insert into hand_back values ('{vera}', '{south}', '2026-02-01', '')`,
  'returns the cases of a foreign member': `update handed_case set returned_by = '{me}', returned_at = now()`,
  'forgets what was handed back': 'delete from handed_case',
  'notes a line in a foreign access log': `insert into access_line (desk, seq, hour, account, act, subject, hash)
    values ('{north}', 0, date_trunc('hour', now()), '{me}', 'opened', '{case}', '{hash}')`,
  'rewrites the access log': `update access_line set account = '{me}'`,
  'takes lines out of the access log': 'delete from access_line',
  'moves the end of an access log': 'update access_tip set seq = 0',
  'ages the access log': 'select age_access_lines()',
  'sets limits in a foreign desk': `insert into access_limit (desk, number, opened_day, exported_day, exported_week, set_by, set_at, alone)
    values ('{north}', 0, 1, 1, 1, '{me}', now(), false)`,
  'rewrites limits': 'update access_limit set opened_day = 1',
  'takes limits back': 'delete from access_limit',
  'looks at what is unusual in a foreign desk': `insert into access_seen values
    ('{north}', 'sweep', '{vera}', '2026-11-22', '{me}', now(), 'Known')`,
  'rewrites what was looked at': `update access_seen set reason = 'x'`,
  'takes back what was looked at': 'delete from access_seen',
  'reads vaults': 'select vault from account',
  'opens a session': `insert into session values ('{hash}', '{me}', now(), now(), now())`,
}

/** What the desk's own members may not do, whatever the API would let through. */
export const insideAttacks: Readonly<Record<string, readonly [who: string, text: string]>> = {
  'a reader adds a note': [
    'rosa',
    `insert into entry values ('{case}', 99, '{new}', 'note', '{rosa}', '{hash}', '', '{sig}')`,
  ],
  'a reader begins a file': [
    'rosa',
    `insert into blob values ('{new}', '{case}', '{new}', '{north}', 5, null, 'begun', '{rosa}', now())`,
  ],
  'a reader adds a part to a file': [
    'rosa',
    `insert into blob_part select id, 9, '{north}', 5, '{hash}' from blob where log = '{case}'`,
  ],
  'a writer lets the file of an entry go': [
    'vera',
    `update blob set state = 'gone' where log = '{case}' and state = 'whole'`,
  ],
  'a writer moves a file to another entry': ['vera', `update blob set entry = '{new}' where log = '{case}'`],
  'a writer releases': [
    'vera',
    `insert into entry values ('{case}', 99, '{new}', 'release', '{vera}', '{hash}', '', '{sig}')`,
  ],
  'a writer writes into the log of the desk': [
    'vera',
    `insert into entry values ('{north}', 99, '{new}', 'invited', '{vera}', '{hash}', '', '{sig}')`,
  ],
  'a reader opens a case': ['rosa', `insert into log values ('{new}', 'case', '{north}', 0, '{hash}')`],
  'a reader opens the journal': [
    'rosa',
    `insert into log values ('{journal}', 'journal', '{north}', 0, '{hash}')`,
  ],
  'a writer opens the journal': [
    'vera',
    `insert into log values ('{journal}', 'journal', '{north}', 0, '{hash}')`,
  ],
  'a writer gives the journal its first key': [
    'vera',
    `insert into key_grant values ('{journal}', 1, '{north}', 1, '')`,
  ],
  'a writer begins the journal again': [
    'vera',
    `insert into entry values ('{journal}', 0, '{new}', 'journal_begun', '{vera}', '{hash}', '', '{sig}')`,
  ],
  'a reader writes into the journal what readers may write into cases': [
    'rosa',
    `insert into entry values ('{journal}', 99, '{new}', 'withdrawal', '{rosa}', '{hash}', '', '{sig}')`,
  ],
  'a reader adds a part to the journal': ['rosa', `insert into part values ('{journal}', 0, 'sealed', '')`],
  'a reader grants another key of the journal': [
    'rosa',
    `insert into key_grant values ('{journal}', 9, '{north}', 1, '')`,
  ],
  'a writer writes into the journal in another name': [
    'vera',
    `insert into entry values ('{journal}', 99, '{new}', 'position', '{rosa}', '{hash}', '', '{sig}')`,
  ],
  'a lead rewrites an entry of the journal': ['ben', `update entry set kind = 'x' where log = '{journal}'`],
  'a lead gives the journal a head': ['ben', `insert into head values ('{journal}', 0, '', '{sig}', '')`],
  'a writer gives a log another key': [
    'vera',
    `insert into key_grant values ('{journal}', 9, '{north}', 1, '')`,
  ],
  'a lead overwrites a grant': ['ben', `update key_grant set sealed = ''`],
  'a reader writes a document': [
    'rosa',
    `insert into document (id, version, kind, act, desk, desk_name, body, revision, state, writers)
     values ('{new}', 1, 'theme', 'publish', '{north}', '', '{}', 1, 'draft', array['{rosa}'])`,
  ],
  'a lead puts out what was never proposed': [
    'ben',
    `insert into document (id, version, kind, act, desk, desk_name, body, revision, state, writers)
     values ('{new}', 1, 'theme', 'publish', '{north}', '', '{}', 1, 'released', array['{ben}'])`,
  ],
  'a lead writes a document in another name': [
    'ben',
    `insert into document (id, version, kind, act, desk, desk_name, body, revision, state, writers)
     values ('{new}', 1, 'theme', 'publish', '{north}', '', '{}', 1, 'draft', array['{vera}'])`,
  ],
  'a writer releases what waits': [
    'vera',
    `update document set state = 'released', decided_by = '{vera}' where id = '{waiting}'`,
  ],
  'a lead releases their own document': [
    'ben',
    `update document set state = 'released', decided_by = '{ben}' where id = '{waiting}'`,
  ],
  'a lead releases their own document, saying that hours count': [
    'ben',
    `update document set state = 'released', decided_by = '{ben}', decided_at = now(), urgent = 'x' where id = '{waiting}'`,
  ],
  'a lead says afterwards why it was urgent': [
    'ana',
    `update document set urgent = 'x' where id = '{document}'`,
  ],
  'a lead confirms what was never urgent': [
    'ben',
    `update document set confirmed_by = '{ben}', confirmed_at = now() where id = '{document}'`,
  ],
  'a lead releases a document in another name': [
    'ana',
    `update document set state = 'released', decided_by = '{vera}' where id = '{waiting}'`,
  ],
  'a lead takes themself off the writers': [
    'ben',
    `update document set writers = array['{vera}'] where id = '{waiting}'`,
  ],
  'a lead changes what is proposed': ['ana', `update document set body = '{}' where id = '{waiting}'`],
  'a lead changes what is out': ['ana', `update document set body = '{}' where id = '{document}'`],
  'a lead makes what is out a draft': ['ana', `update document set state = 'draft' where id = '{document}'`],
  'a lead deletes alone': [
    'ana',
    `update document set state = 'deleted', body = null where id = '{document}'`,
  ],
  'a reader enters a position': [
    'rosa',
    `insert into position (id, desk, desk_name, instrument, body, member, of_kind, of_id, stance, "on", confidence, source, entered_by,
     entered_at) values ('{new}', '{north}', '', 'a-text', 'un-ga', 'NO', 'instrument', 'a-text', 'opposes', '2026-11-20', 'said',
     'A talk', '{rosa}', now())`,
  ],
  'a writer enters a position that is confirmed already': [
    'vera',
    `insert into position (id, desk, desk_name, instrument, body, member, of_kind, of_id, stance, "on", confidence, source, entered_by,
     entered_at, confirmed_by, confirmed_at) values ('{new}', '{north}', '', 'a-text', 'un-ga', 'NO', 'instrument', 'a-text',
     'opposes', '2026-11-20', 'said', 'A talk', '{vera}', now(), '{ben}', now())`,
  ],
  'a lead enters a position in another name': [
    'ben',
    `insert into position (id, desk, desk_name, instrument, body, member, of_kind, of_id, stance, "on", confidence, source, entered_by,
     entered_at) values ('{new}', '{north}', '', 'a-text', 'un-ga', 'NO', 'instrument', 'a-text', 'opposes', '2026-11-20', 'said',
     'A talk', '{vera}', now())`,
  ],
  'a writer confirms their own position': [
    'vera',
    `update position set confirmed_by = '{vera}', confirmed_at = now() where id = '{entered}'`,
  ],
  'a writer confirms their own position in another name': [
    'vera',
    `update position set confirmed_by = '{ben}', confirmed_at = now() where id = '{entered}'`,
  ],
  'a lead takes a confirmation back': [
    'ben',
    'update position set confirmed_by = null, confirmed_at = null where confirmed_by is not null',
  ],
  'a lead changes a position': ['ben', `update position set stance = 'opposes'`],
  'a lead strikes in another name': [
    'ben',
    `update position set struck_by = '{vera}', struck_at = now(), struck_why = 'No' where id = '{entered}'`,
  ],
  'a writer notes a line in another name': [
    'vera',
    `insert into access_line (desk, seq, hour, account, act, subject, hash)
     values ('{north}', 0, date_trunc('hour', now()), '{rosa}', 'opened', '{case}', '{hash}')`,
  ],
  'a lead takes out a line': ['ben', `delete from access_line where account = '{ben}'`],
  'a lead rewrites a line': ['ben', `update access_line set account = '{vera}' where account = '{ben}'`],
  'a writer sets a limit': [
    'vera',
    `insert into access_limit (desk, number, account, opened_day, exported_day, exported_week, set_by, set_at, alone)
     values ('{north}', 0, '{rosa}', 1, 1, 1, '{vera}', now(), false)`,
  ],
  'a lead sets a limit in another name': [
    'ben',
    `insert into access_limit (desk, number, account, opened_day, exported_day, exported_week, set_by, set_at, alone)
     values ('{north}', 0, '{ben}', 9999, 1, 1, '{ana}', now(), false)`,
  ],
  'a lead raises their own limit': [
    'ben',
    `insert into access_limit (desk, number, account, opened_day, exported_day, exported_week, set_by, set_at, alone)
     values ('{north}', 0, '{ben}', 9999, 1, 1, '{ben}', now(), false)`,
  ],
  'a lead raises their own limit with that of the desk': [
    'ben',
    `insert into access_limit (desk, number, opened_day, exported_day, exported_week, set_by, set_at, alone)
     values ('{north}', 0, 9999, 1, 1, '{ben}', now(), false)`,
  ],
  'a member looks at what is unusual about themselves': [
    'vera',
    `insert into access_seen values ('{north}', 'sweep', '{vera}', '2026-11-22', '{vera}', now(), 'Known')`,
  ],
  'a member looks at what is unusual in another name': [
    'vera',
    `insert into access_seen values ('{north}', 'sweep', '{rosa}', '2026-11-22', '{ben}', now(), 'Known')`,
  ],
  'a writer changes roles': ['vera', `update membership set role = 'lead' where account = '{vera}'`],
  'a writer invites': ['vera', `insert into invitation values ('{new}', '{north}', 'lead', '2099-01-01')`],
  'a writer writes a bundle': ['vera', `insert into bundle values ('{north}', 99, 1, '')`],
  'a lead rewrites an entry': ['ben', `update entry set kind = 'note'`],
  'a lead deletes an entry': ['ben', 'delete from entry'],
  'a lead rewrites a part': ['ben', `update part set bytes = ''`],
  'a lead writes in another name': [
    'ben',
    `insert into entry values ('{case}', 99, '{new}', 'note', '{vera}', '{hash}', '', '{sig}')`,
  ],
}
