/** What a refusal says to a person: the one table from kinds to words. */
import { formatInstant } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { PassphraseVerdict } from '#members/client/views.ts'
import type { CaseRefusal } from '#cases/client/views.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { recoveryRefusalWords } from '#members/ui/recovery_words.ts'

export const refusalWords = (t: Translate, refusal: MemberRefusal): string => {
  switch (refusal.kind) {
    case 'no_storage':
      return t('offline.refusal.no_storage')
    case 'wait':
      return t('members.refusal.wait', { n: refusal.seconds })
    case 'passphrase_refused':
      return passphraseWords(t, refusal.why)
    case 'refused_by_server': {
      const known = t.find(`members.server.${refusal.type}`)
      const limit = limitWords(t, refusal)
      if (limit !== null) return limit
      return known ?? t('members.refusal.refused_by_server', { type: refusal.type })
    }
    case 'wrong_pin':
      return refusal.left === null
        ? t('factors.refusal.wrong_pin')
        : t('factors.refusal.wrong_pin_left', { n: refusal.left })
    case 'pin_too_short':
      return t('factors.refusal.pin_too_short', { n: refusal.least })
    case 'pin_too_easy':
    case 'second_factor':
    case 'add_factor':
    case 'wrong_factor':
    case 'ticket_gone':
    case 'too_many_factors':
    case 'factor_required':
    case 'no_factor_yourself':
    case 'reopening_gone':
    case 'passkey_cannot':
      return t(`factors.refusal.${refusal.kind}`)
    case 'unreachable':
    case 'locked':
    case 'fault':
    case 'wrong_sign_in':
    case 'name_taken':
    case 'setup_link_used':
    case 'invitation_not_open':
    case 'link_damaged':
    case 'not_a_lead':
    case 'passphrase_again':
    case 'card_not_proved':
    case 'tampered':
    case 'newer_version':
      return t(`members.refusal.${refusal.kind}`)
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
      return recoveryRefusalWords(t, refusal)
  }
}

/** What the access log's own rules refuse: how much, and when again. */
export const limitWords = (
  t: Translate,
  { type, fields }: { readonly type: string; readonly fields: Readonly<Record<string, unknown>> },
): string | null => {
  const { limit = '', days = '', again } = fields
  const when = typeof again === 'string' ? formatInstant(again, t.lang) : ''
  return t.find(`access.server.${type}`, { limit: String(limit), days: String(days), again: when })
}

/** On the page of the access log: what of the list of cases is refused there as well. */
export const accessRefusal = (t: Translate, refusal: MemberRefusal | CaseRefusal): string => {
  if (refusal.kind === 'tampered' && refusal.what.startsWith('access_'))
    return t.find(`desk.alarm.${refusal.what}`) ?? t('desk.alarm.other')
  switch (refusal.kind) {
    case 'not_found':
    case 'no_case_key':
    case 'decided':
    case 'desk_not_safe':
      return t('desk.alarm.other')
    default:
      return refusalWords(t, refusal)
  }
}

/** Empty for a fine one. */
export const passphraseWords = (t: Translate, verdict: PassphraseVerdict): string => {
  switch (verdict.kind) {
    case 'fine':
      return ''
    case 'too_short':
      return t('members.passphrase.too_short', { n: verdict.least })
    case 'too_easy':
      return t('members.passphrase.too_easy', { guesses: guessesInWords(verdict.guesses) })
    case 'holds_name':
    case 'same':
      return t(`members.passphrase.${verdict.kind}`)
  }
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** `10^12` as it is written by hand. */
const guessesInWords = (guesses: string): string =>
  guesses.replace(/\^(\d+)$/, (_whole, digits: string) =>
    [...digits].map((digit) => superscripts[Number(digit)]).join(''),
  )
