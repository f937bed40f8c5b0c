/** Every table and what each role sees of it, by hand: a new table fails in second_wall.test.ts until it has its row. */

/** `rows` sees all, `own` its desk's, `none` no row, `denied` may not even ask. */
export type Sees = 'rows' | 'own' | 'none' | 'denied'
export type Role = 'desk' | 'gate' | 'public' | 'jobs' | 'login'

const see = (desk: Sees, gate: Sees, open: Sees, jobs: Sees): Readonly<Record<Role, Sees>> => ({
  desk,
  gate,
  public: open,
  jobs,
  login: 'denied',
})

export const tables: Readonly<Record<string, Readonly<Record<Role, Sees>>>> = {
  migration: see('denied', 'denied', 'denied', 'denied'),
  // Of the operator's commands alone.
  secrets_id: see('denied', 'denied', 'denied', 'denied'),
  attempt: see('denied', 'rows', 'denied', 'rows'),
  // Of its one row the public role sees the organisation's name, not the token of the set-up link: below.
  installation: see('denied', 'rows', 'rows', 'denied'),
  account: see('denied', 'rows', 'denied', 'denied'),
  // To count what waits, for the steward; not what it says.
  mail: see('denied', 'rows', 'denied', 'rows'),
  mail_pace: see('denied', 'denied', 'denied', 'rows'),
  mail_stopped: see('denied', 'denied', 'denied', 'rows'),
  mail_count: see('denied', 'rows', 'denied', 'rows'),
  mail_line: see('denied', 'rows', 'denied', 'rows'),
  violation: see('denied', 'rows', 'denied', 'rows'),
  delivery: see('own', 'rows', 'denied', 'rows'),
  delivery_text: see('denied', 'rows', 'denied', 'rows'),
  // Of keyed hashes and numbers; the gate adds and reads none.
  text_sketch: see('own', 'denied', 'denied', 'rows'),
  text_likeness: see('own', 'denied', 'denied', 'rows'),
  backup_run: see('denied', 'rows', 'denied', 'denied'),
  drill: see('denied', 'rows', 'denied', 'denied'),
  session: see('denied', 'rows', 'denied', 'denied'),
  suspension: see('own', 'rows', 'denied', 'denied'),
  // Not even its writer reads it again: only by a function, and of themselves.
  hand_back: see('denied', 'denied', 'denied', 'denied'),
  handed_case: see('own', 'rows', 'denied', 'denied'),
  factor: see('denied', 'rows', 'denied', 'denied'),
  factor_code: see('denied', 'rows', 'denied', 'denied'),
  steward_act: see('denied', 'rows', 'denied', 'denied'),
  challenge: see('denied', 'rows', 'denied', 'denied'),
  reopening: see('denied', 'rows', 'denied', 'denied'),
  organisation_root: see('denied', 'rows', 'denied', 'denied'),
  recovery_request: see('denied', 'rows', 'denied', 'denied'),
  recovery_proof: see('denied', 'rows', 'denied', 'denied'),
  desk: see('own', 'rows', 'denied', 'denied'),
  membership: see('own', 'rows', 'denied', 'denied'),
  invitation: see('own', 'rows', 'denied', 'denied'),
  log: see('own', 'denied', 'denied', 'denied'),
  access: see('own', 'denied', 'denied', 'denied'),
  entry: see('own', 'denied', 'denied', 'denied'),
  part: see('own', 'denied', 'denied', 'denied'),
  // The sweep of what nobody names sees ids and ages alone.
  blob: see('own', 'denied', 'denied', 'rows'),
  blob_part: see('own', 'denied', 'denied', 'denied'),
  head: see('own', 'denied', 'denied', 'denied'),
  key_grant: see('own', 'denied', 'denied', 'denied'),
  bundle: see('own', 'denied', 'denied', 'denied'),
  case_state: see('own', 'denied', 'denied', 'rows'),
  coded_event: see('own', 'denied', 'denied', 'rows'),
  engagement: see('own', 'denied', 'denied', 'denied'),
  hearing_day: see('own', 'denied', 'denied', 'denied'),
  // A member's own link alone, and never its hash; feeds are read by functions that need the token.
  calendar_feed: see('own', 'denied', 'denied', 'denied'),
  calendar_change: see('denied', 'denied', 'denied', 'denied'),
  access_line: see('own', 'denied', 'denied', 'denied'),
  access_tip: see('own', 'denied', 'denied', 'denied'),
  access_limit: see('own', 'denied', 'denied', 'denied'),
  access_seen: see('own', 'denied', 'denied', 'denied'),
  // The gate adds; it reads by the token of one supporter alone.
  supporter: see('own', 'denied', 'denied', 'denied'),
  supporter_sealed: see('own', 'denied', 'denied', 'denied'),
  supporter_request: see('own', 'denied', 'denied', 'denied'),
  follow_up: see('own', 'denied', 'denied', 'denied'),
  follow_up_sent: see('own', 'denied', 'denied', 'denied'),
  message_state: see('own', 'denied', 'denied', 'denied'),
  mission: see('own', 'denied', 'denied', 'denied'),
  officer: see('own', 'denied', 'denied', 'denied'),
  told: see('denied', 'denied', 'denied', 'rows'),
  told_refresh: see('denied', 'denied', 'denied', 'rows'),
  told_pool: see('denied', 'denied', 'denied', 'rows'),
  publication: see('own', 'denied', 'rows', 'rows'),
  shown_case: see('denied', 'denied', 'denied', 'rows'),
  document: see('own', 'denied', 'rows', 'denied'),
  // A stranger's request sees what waits for its mail, and none that is confirmed: second_wall_actions.test.ts.
  action: see('own', 'rows', 'denied', 'rows'),
  action_count: see('own', 'denied', 'rows', 'rows'),
  action_days: see('own', 'denied', 'denied', 'denied'),
  action_countries: see('own', 'denied', 'denied', 'denied'),
  action_batch: see('own', 'denied', 'denied', 'denied'),
  action_ledger: see('own', 'denied', 'denied', 'rows'),
  ask_random: see('denied', 'rows', 'denied', 'rows'),
  // Numbers alone, none of one person; the public reads those of released asks.
  reported: see('denied', 'rows', 'rows', 'denied'),
  // The gate takes seats and counts letters by functions; the public reads how many seats are taken.
  event_seats: see('own', 'denied', 'rows', 'denied'),
  attendance: see('own', 'denied', 'denied', 'denied'),
  host_group: see('own', 'denied', 'denied', 'denied'),
  tally_session: see('own', 'denied', 'denied', 'denied'),
  position: see('own', 'denied', 'rows', 'denied'),
  // The public reads those who are named: tests/contract/sign_on.test.ts.
  signatory: see('own', 'denied', 'rows', 'rows'),
  signatory_logo: see('own', 'denied', 'rows', 'denied'),
  signatory_sealed: see('own', 'denied', 'denied', 'rows'),
  frozen_list: see('own', 'denied', 'rows', 'rows'),
  letter_addressee: see('own', 'denied', 'denied', 'rows'),
  letter_delivery: see('own', 'denied', 'denied', 'rows'),
  letter_sending: see('own', 'denied', 'denied', 'denied'),
  open_version: see('denied', 'denied', 'rows', 'rows'),
  snapshot: see('denied', 'denied', 'rows', 'rows'),
  snapshot_case: see('denied', 'denied', 'rows', 'rows'),
}
