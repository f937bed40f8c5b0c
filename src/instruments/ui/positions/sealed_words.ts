/** Refusals of sealed notes in words. Pure. */
import type { SealedRefusal } from '#instruments/client/sealed_positions.ts'
import type { Translate } from '#languages/translate.ts'

/** Fields that a person fills; the others follow from the page. */
export const noteFields = ['member', 'of', 'stance', 'on', 'confidence', 'source', 'explanation'] as const
export type NoteField = (typeof noteFields)[number]

export const wrongFields = (refusal: SealedRefusal | null): readonly NoteField[] =>
  refusal?.kind === 'no_fact' ? noteFields.filter((field) => refusal.fields.includes(field)) : []

/** Null where a field says it. */
export const sealedRefusalWords = (t: Translate, refusal: SealedRefusal): string | null => {
  switch (refusal.kind) {
    case 'no_fact':
      return null
    case 'no_such_note':
    case 'struck_already':
    case 'why_missing':
    case 'unreachable':
    case 'locked':
    case 'fault':
    case 'journal_not_begun':
      return t(`journal.refusal.${refusal.kind}`)
    case 'tampered':
      return t('journal.refusal.tampered', { what: refusal.what.replaceAll('_', ' ') })
    case 'refused_by_server':
      return refusal.type === 'desk_not_safe'
        ? t('journal.refusal.desk_not_safe')
        : t('journal.refusal.other', { type: refusal.type })
    // None of these is an answer to a note; the list makes the compiler name a new one.
    case 'wrong_sign_in':
    case 'wait':
    case 'name_taken':
    case 'setup_link_used':
    case 'invitation_not_open':
    case 'link_damaged':
    case 'passphrase_refused':
    case 'not_a_lead':
    case 'passphrase_again':
    case 'card_not_proved':
    case 'digits_wanted':
    case 'digits_differ':
    case 'no_root':
    case 'not_all_checked':
    case 'shares_locked':
    case 'request_gone':
    case 'desks_differ':
    case 'proof_refused':
    case 'root_kept':
    case 'leads_changed':
    case 'not_rooted':
    case 'lead_suspended':
    case 'share_damaged':
    case 'share_twice':
    case 'share_of_another':
    case 'too_few_shares':
    case 'shares_do_not_fit':
    case 'newer_version':
    case 'second_factor':
    case 'add_factor':
    case 'wrong_factor':
    case 'ticket_gone':
    case 'too_many_factors':
    case 'factor_required':
    case 'no_factor_yourself':
    case 'wrong_pin':
    case 'pin_too_short':
    case 'pin_too_easy':
    case 'reopening_gone':
    case 'passkey_cannot':
    case 'no_storage':
      return t('journal.refusal.other', { type: refusal.kind })
  }
}
