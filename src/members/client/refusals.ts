/** Why something a member asked for was not done; each kind has its words in the messages. */
import { err, type Err } from '#kernel/core/result.ts'
import type { DeskLogRefusal } from '#members/core/verify_desk.ts'
import type { PinRefusal } from '#members/core/reopening.ts'
import type { FactorWays, PassphraseVerdict } from '#members/client/views.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import type { SharesRefusal } from '#vault/client/v1/root.ts'

export type Tampered = { readonly kind: 'tampered'; readonly what: string; readonly seq: number | null }
export type ServerRefusal =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'locked' }
  /** Something that nobody foresaw was met on this device. See [Note: Fault] in `worker_host.ts`. */
  | { readonly kind: 'fault' }
  | { readonly kind: 'refused_by_server'; readonly type: string; readonly fields: Record<string, unknown> }

export type MemberRefusal =
  | ServerRefusal
  | Tampered
  /** Wrong passphrase, unknown and closed account alike. */
  | { readonly kind: 'wrong_sign_in' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'name_taken' }
  | { readonly kind: 'setup_link_used' }
  | { readonly kind: 'invitation_not_open' }
  | { readonly kind: 'link_damaged' }
  | { readonly kind: 'passphrase_refused'; readonly why: PassphraseVerdict }
  | { readonly kind: 'not_a_lead' }
  /** Of a grave act: the passphrase was not given within the last minutes. */
  | { readonly kind: 'passphrase_again' }
  | { readonly kind: 'card_not_proved' }
  | { readonly kind: 'newer_version' }
  /** The passphrase was right; one of these ways is asked for besides. */
  | { readonly kind: 'second_factor'; readonly ways: FactorWays }
  /** A second factor is a duty here, and this member has none yet. */
  | { readonly kind: 'add_factor'; readonly name: string }
  /** Left: tries until the session ends; null where none was used up. */
  | { readonly kind: 'wrong_pin'; readonly left: number | null }
  | { readonly kind: 'reopening_gone' }
  /** This key or this browser cannot do what opening again asks for. */
  | { readonly kind: 'passkey_cannot' }
  | { readonly kind: FactorRefusalKind }
  | PinRefusal
  /** The browser gives this page no room, or takes it away when it is closed. */
  | { readonly kind: 'no_storage' }
  /** Let in again: the device has to be told which desks to believe in, by the digits that a holder reads out. */
  | { readonly kind: 'digits_wanted' }
  /** They are not those of what the server shows: one of the two is wrong. */
  | { readonly kind: 'digits_differ' }
  | RootRefusal

const factorRefusals = [
  'wrong_factor',
  'ticket_gone',
  'too_many_factors',
  'factor_required',
  'no_factor_yourself',
] as const
type FactorRefusalKind = (typeof factorRefusals)[number]
/** Of the organisation's keys and the shares of them. */
export type RootRefusal =
  | SharesRefusal
  | { readonly kind: 'no_root' }
  | { readonly kind: 'not_all_checked' }
  | { readonly kind: 'shares_locked' }
  | { readonly kind: 'request_gone' }
  | { readonly kind: 'desks_differ' }
  | { readonly kind: 'proof_refused' }
  | { readonly kind: 'root_kept' }
  /** Of a desk whose leads are certified: it has to be looked at again, or trusts these keys no more. */
  | { readonly kind: 'leads_changed' }
  | { readonly kind: 'not_rooted' }
  | { readonly kind: 'lead_suspended' }

const named = [
  'wrong_sign_in',
  'name_taken',
  'setup_link_used',
  'invitation_not_open',
  'not_a_lead',
  'passphrase_again',
  'reopening_gone',
  ...factorRefusals,
  'request_gone',
  'desks_differ',
  'proof_refused',
  'root_kept',
  'not_rooted',
  'lead_suspended',
] as const

/** What the server refused, in the words of this room where it has some. */
export const fromServer = (refusal: ApiRefusal): MemberRefusal => {
  if (refusal.kind === 'unreachable') return { kind: 'unreachable' }
  if (refusal.kind === 'bad_answer') return { kind: 'tampered', what: 'bad_answer', seq: null }
  if (refusal.status === 401 && refusal.type === 'not_signed_in') return { kind: 'locked' }
  // Another device of this member, or the steward, has changed what is asked for: signing in leads on.
  if (refusal.type === 'factor_to_add') return { kind: 'locked' }
  const { left } = refusal.fields
  if (refusal.type === 'wrong_proof' && typeof left === 'number') return { kind: 'wrong_pin', left }
  const own = named.find((kind) => kind === refusal.type)
  if (own) return { kind: own }
  const { seconds } = refusal.fields
  if (refusal.type === 'too_many_attempts' && typeof seconds === 'number') return { kind: 'wait', seconds }
  return { kind: 'refused_by_server', type: refusal.type, fields: refusal.fields }
}

/** What is wrong with a vault that the server handed out. */
export const vaultRefusal = (kind: 'cannot_open' | 'weak_kdf' | 'newer_version'): MemberRefusal =>
  kind === 'newer_version' ? { kind } : { kind: 'tampered', what: kind, seq: null }

export const serverErr = (refusal: ApiRefusal): Err<MemberRefusal> => err(fromServer(refusal))

export const tampered = (refusal: DeskLogRefusal): Err<Tampered> =>
  err({ kind: 'tampered', what: refusal.kind, seq: 'seq' in refusal ? refusal.seq : null })
