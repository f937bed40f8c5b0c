/** What a refusal says to a person: the one table from kinds to words. */
import type { Translate } from '#languages/translate.ts'
import { formatNumber } from '#languages/formats.ts'
import type { PassphraseVerdict } from '#members/client/views.ts'
import type { MemberRefusal } from '#platform/client/workbench.ts'

export const refusalWords = (t: Translate, refusal: MemberRefusal): string => {
  switch (refusal.kind) {
    case 'wait':
      return t('members.refusal.wait', { n: refusal.seconds })
    case 'passphrase_refused':
      return passphraseWords(t, refusal.why)
    case 'refused_by_server': {
      const known = t.find(`members.server.${refusal.type}`)
      return known ?? t('members.refusal.refused_by_server', { type: refusal.type })
    }
    case 'unreachable':
    case 'locked':
    case 'wrong_sign_in':
    case 'name_taken':
    case 'setup_link_used':
    case 'invitation_not_open':
    case 'link_damaged':
    case 'not_a_lead':
    case 'card_not_proved':
    case 'tampered':
    case 'newer_version':
      return t(`members.refusal.${refusal.kind}`)
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
      return t('members.passphrase.too_easy', { guesses: guessesInWords(verdict.guesses, t.lang) })
    case 'holds_name':
      return t('members.passphrase.holds_name')
  }
}

const guessesInWords = (guesses: string, lang: string): string =>
  /^\d{1,15}$/.test(guesses) ? formatNumber(Number(guesses), lang) : guesses
